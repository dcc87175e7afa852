package io.weir.runtime.state;

import java.util.function.IntConsumer;

/**
 * Room for the entries of a cache: memory while there is some, then the rows of entries that have not been used for a
 * while (clock algorithm; Corbató 1968). Only what is neither dirty nor unwritten can leave. If nothing can, the cache
 * grows beyond its memory rather than be wrong, and {@link #isShort} asks for things to be written.
 *
 * <p>Who holds more than a fair share while others want some empties the last page of rows, and gives it back.
 */
final class CacheSpace {
    private static final int EVICT_AT_ONCE = 128;
    private static final int MOST_ROUNDS = 32;
    private static final int PAGES_AT_ONCE = 16;

    /** Where nothing can leave for so many rows, it is not worth looking further. */
    private static final int MOST_FRUITLESS = 4096;

    private final EntryRows rows;
    private final WriteBehind writes;
    private final StateMemory.Account memory;
    private final IntConsumer leave;

    private int hand;
    /** The stamp of the current call: entries that it gave out stay. */
    private long stamp;

    private boolean isScanned;
    private boolean isShort;
    /** How far things were written when nothing could leave; -1 if something could. */
    private int failedWritten = -1;

    private long accountedBytes;

    /** @param leave takes an entry out of the cache, and frees its row */
    CacheSpace(EntryRows rows, WriteBehind writes, StateMemory.Account memory, IntConsumer leave) {
        this.rows = rows;
        this.writes = writes;
        this.memory = memory;
        this.leave = leave;
    }

    /**
     * A call begins: entries may leave that were given out by earlier ones.
     *
     * @param otherBytes what the cache takes besides its rows
     * @param newIsScanned whether a scan is open, which relies on entries that it has not loaded to stay
     */
    void begin(long newStamp, boolean newIsScanned, long otherBytes) {
        stamp = newStamp;
        isScanned = newIsScanned;
        account(otherBytes);
        if (rows.isRetiring() && memory.excess() == 0) {
            rows.keepLastPage();
        }
    }

    private void account(long otherBytes) {
        memory.take(otherBytes - accountedBytes);
        accountedBytes = otherBytes;
    }

    /** Whether entries must leave because of what hangs on them, for at most so many rounds. */
    boolean isExceeded(int round, long otherBytes) {
        account(otherBytes);
        if (!memory.isExceeded() && memory.excess() == 0) {
            return false;
        }
        isShort |= memory.isExceeded();
        return round < MOST_ROUNDS;
    }

    /** An empty row. */
    int take() {
        if (!rows.hasRoom() && !tryGrow()) {
            int unused = evict();
            if (!rows.hasRoom()) {
                // Everything is dirty, in use by this call, or pinned by a scan. Too much is better than wrong.
                isShort = true;
                growAnyway();
            }
        }
        return rows.take();
    }

    private boolean tryGrow() {
        long bytes = rows.nextBytes();
        if (rows.isRetiring() || (rows.capacity() > 0 && !memory.tryTake(bytes))) {
            return false;
        }
        if (rows.capacity() == 0) {
            memory.take(bytes);
        }
        rows.grow();
        return true;
    }

    private void growAnyway() {
        if (rows.isRetiring()) {
            rows.keepLastPage();
        }
        if (!rows.hasRoom()) {
            memory.take(rows.nextBytes());
            rows.grow();
        }
    }

    /**
     * Has some entries leave.
     *
     * @return how many did
     */
    int evict() {
        int written = writes.writtenSequence();
        if (written == failedWritten) {
            return 0;
        }
        int freed = 0;
        int fruitless = 0;
        boolean isAnyLeft = false;
        while (freed < EVICT_AT_ONCE && fruitless < Math.min(rows.used(), MOST_FRUITLESS)) {
            hand = hand + 1 >= rows.used() ? 0 : hand + 1;
            if (!canLeave(hand, written)) {
                fruitless++;
                continue;
            }
            fruitless = 0;
            if (rows.is(hand, Meta.REFERENCED)) {
                rows.unset(hand, Meta.REFERENCED);
                isAnyLeft = true;
            } else {
                leave.accept(hand);
                freed++;
            }
        }
        if (freed == 0 && !isAnyLeft) {
            failedWritten = written;
        }
        return freed;
    }

    private boolean canLeave(int entry, int written) {
        long meta = rows.meta(entry);
        return (meta & Meta.USED) != 0
                && (meta & Meta.STAMP) != stamp
                && Meta.isClean(meta, written)
                && (!isScanned || (meta & Meta.SCANNED) != 0);
    }

    /**
     * Gives some memory back if this cache has more than its share and others want it.
     *
     * @return whether to call again soon
     */
    boolean giveBack() {
        boolean isGiven = true;
        for (int page = 0; page < PAGES_AT_ONCE && isGiven && memory.excess() > 0; page++) {
            isGiven = !isScanned && rows.retireLastPage() && emptyLastPage();
        }
        return isGiven && memory.excess() > 0;
    }

    /** Has all entries of the last page leave that can, and gives the page back when it is empty. */
    private boolean emptyLastPage() {
        int written = writes.writtenSequence();
        boolean isEmpty = true;
        for (int entry = rows.firstRetired(); entry < rows.used(); entry++) {
            if (canLeave(entry, written)) {
                leave.accept(entry);
            } else {
                isEmpty &= !rows.is(entry, Meta.USED);
            }
        }
        if (isEmpty) {
            memory.take(-rows.dropRetired());
        } else {
            isShort = true;
        }
        return isEmpty;
    }

    /** Whether entries should be written so that they can leave. */
    boolean isShort() {
        return isShort;
    }

    void clearShort() {
        isShort = false;
        failedWritten = -1;
    }

    /** A scan has ended, and with it what pinned entries. */
    void scanEnded() {
        isScanned = false;
        failedWritten = -1;
    }
}
