package io.weir.runtime.state;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes on looking for entries whose time is up, in the store and then in the cache, a few at a time; from the beginning whenever the time has moved a step. Those found are removed as if by the
 * operator, so that the next snapshot is without them.
 */
final class ExpirySweep {
    private final TimeToLive expiry;
    private final KeyValueStore store;
    private final KeyGroupRange keyGroups;
    private final EntryCodec codec;
    private final EntryRows rows;
    private final EntryFinder finder;
    private final Consumer<RecordCursor> load;
    private final IntConsumer expire;

    /** The key group in the store that is being looked at; behind the last one: the cache is. */
    private int group = Integer.MAX_VALUE;

    private byte @Nullable [] nextKey;
    private int nextRow = Integer.MAX_VALUE;
    private long time;

    /** @param load brings a record into the cache; as its time is up, it is removed on the way */
    ExpirySweep(
            TimeToLive expiry,
            CachedStateBackend backend,
            EntryCodec codec,
            EntryRows rows,
            EntryFinder finder,
            Consumer<RecordCursor> load,
            IntConsumer expire) {
        this.expiry = expiry;
        store = backend.store();
        keyGroups = backend.keyGroups();
        this.codec = codec;
        this.rows = rows;
        this.finder = finder;
        this.load = load;
        this.expire = expire;
    }

    /** Looks at so many entries at most. @return whether there is more to look at */
    boolean advance(int most) {
        if (nextRow >= rows.used() && group > keyGroups.last()) {
            if (time == expiry.now()) {
                return false;
            }
            time = expiry.now();
            group = keyGroups.first();
            nextKey = null;
            nextRow = 0;
        }
        if (group <= keyGroups.last()) {
            sweepStore(most);
        } else {
            sweepCache(most);
        }
        return true;
    }

    private void sweepStore(int most) {
        if (store.isEmpty()) {
            group = keyGroups.last() + 1;
            return;
        }
        int looked = 0;
        byte[] from = nextKey == null ? codec.prefix(group, Long.MIN_VALUE) : nextKey;
        try (RecordCursor records = store.cursor(from, codec.end(group))) {
            while (looked < most && records.next()) {
                looked++;
                // The byte 0 behind it makes it the next possible key.
                nextKey = Arrays.copyOfRange(records.keyData(), records.keyStart(), records.keyEnd() + 1);
                nextKey[nextKey.length - 1] = 0;
                if (expiry.isExpired(codec.readAccess(records.valueData(), records.valueStart()))
                        && finder.findStored(records) < 0) {
                    load.accept(records);
                }
            }
        }
        if (looked < most) {
            group++;
            nextKey = null;
        }
    }

    private void sweepCache(int most) {
        int end = (int) Math.min(rows.used(), (long) nextRow + most);
        for (; nextRow < end; nextRow++) {
            if (rows.isLive(nextRow) && expiry.isExpired(rows.word(nextRow, rows.layout.access()))) {
                expire.accept(nextRow);
            }
        }
    }
}
