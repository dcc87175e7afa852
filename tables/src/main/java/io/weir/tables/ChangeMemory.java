package io.weir.tables;

import static io.weir.spi.Checks.checkArgument;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the changes of all views take that have not been published, in bytes. They are held from one epoch to the next,
 * and an epoch lasts as long as its slowest view wants; so once there is much, the sources of the views that hold it are
 * read no further until some is published. Thread-safe.
 *
 * <p>What is under way from the sources to the sinks comes on top of it: a sink takes everything, so that barriers pass.
 */
public final class ChangeMemory {
    /** A view that holds less than this part is not what fills the memory. */
    private static final int SMALL_PART = 64;

    private final long limitBytes;
    private final AtomicLong takenBytes = new AtomicLong();
    private final Set<Account> accounts = ConcurrentHashMap.newKeySet();

    public ChangeMemory(long limitBytes) {
        checkArgument(limitBytes > 0, "limit %s is not positive", limitBytes);
        this.limitBytes = limitBytes;
    }

    /** An eighth of the heap. */
    public static ChangeMemory ofHeap() {
        return new ChangeMemory(Runtime.getRuntime().maxMemory() / 8);
    }

    /** How many bytes of changes wait now. */
    public long takenBytes() {
        return takenBytes.get();
    }

    /**
     * For one run of a view.
     *
     * @param onFull told when a source finds it full, perhaps more than once; any thread, must not block
     */
    Account open(Runnable onFull) {
        Account account = new Account(onFull);
        accounts.add(account);
        return account;
    }

    /** The part of one view. */
    final class Account {
        private final Runnable onFull;
        private final AtomicLong mine = new AtomicLong();
        private final AtomicBoolean isTold = new AtomicBoolean();
        private final Map<Object, Runnable> readers = new ConcurrentHashMap<>();
        private volatile boolean isClosed;

        private Account(Runnable onFull) {
            this.onFull = onFull;
        }

        /** Has this called, from any thread, when there may be room again; must not block. */
        void onRoom(Object reader, Runnable wakeUp) {
            readers.put(reader, wakeUp);
        }

        /** It is closed: an account lives through all attempts of a job, each with readers of its own. Idempotent. */
        void forget(Object reader) {
            readers.remove(reader);
        }

        /** How many readers are told when there is room. */
        int readerCount() {
            return readers.size();
        }

        /** Whether the view's sources are to wait; the first who finds it so has it told. */
        boolean isFull() {
            boolean isFull = mine.get() > limitBytes / SMALL_PART && takenBytes.get() > limitBytes && !isClosed;
            if (isFull && isTold.compareAndSet(false, true)) {
                onFull.run();
            }
            return isFull;
        }

        /** @param bytes negative: they are published */
        void take(long bytes) {
            mine.addAndGet(bytes);
            long before = takenBytes.getAndAdd(bytes);
            if (isClosed) {
                giveBack();
            } else if (bytes < 0 && before > limitBytes) {
                roomMade();
            }
        }

        /** Nobody publishes what is written from now on. Idempotent. */
        void close() {
            isClosed = true;
            accounts.remove(this);
            giveBack();
            readers.values().forEach(Runnable::run);
        }

        private void giveBack() {
            takenBytes.addAndGet(-mine.getAndSet(0));
            roomMade();
        }
    }

    private void roomMade() {
        for (Account account : accounts) {
            account.isTold.set(false);
            account.readers.values().forEach(Runnable::run);
        }
    }
}
