package io.weir.runtime.state;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The way from the caches of one backend down to its store. The worker fills a buffer with records; full buffers, and
 * snapshots, go through one queue in order. So a snapshot finds in the store exactly what was put in before it, and
 * nothing that came later.
 *
 * <p>Methods are called by the worker unless they say otherwise. I/O threads see sealed buffers only, never the caches.
 */
final class WriteBehind {
    /** What waits to be written may grow to this before the operator has to wait. */
    static final long FULL_BYTES = 64L << 20;

    /** So much is sorted and written at once. */
    private static final long MOST_BYTES_AT_ONCE = 64L << 20;

    private final KeyValueStore store;
    private final StateMemory.Account memory;
    private final SnapshotUploader uploader;
    private final Executor io;
    private final SerialExecutor serial;
    private final Runnable wakeUp;
    private final Consumer<Throwable> fail;

    private WriteBuffer open = WriteBuffer.first();
    private final Queue<WriteBuffer> sealed = new ConcurrentLinkedQueue<>();
    private final AtomicLong unwrittenBytes = new AtomicLong();

    /** Everything up to this buffer is in the store. */
    private volatile int writtenSequence;

    private volatile boolean isFailed;

    /** Whether the worker wants to be woken when something was written. */
    private volatile boolean isAwaited;

    WriteBehind(
            KeyValueStore store,
            StateMemory.Account memory,
            SnapshotUploader uploader,
            Executor io,
            Runnable wakeUp,
            Consumer<Throwable> fail) {
        this.store = store;
        this.memory = memory;
        this.uploader = uploader;
        this.io = io;
        this.wakeUp = wakeUp;
        this.fail = fail;
        serial = new SerialExecutor(io);
    }

    /** Where records go now. */
    WriteBuffer open() {
        return open;
    }

    /** To be called after records were added to the open buffer. */
    void sealIfFull() {
        if (open.isFull()) {
            handOver(open.epoch);
        }
    }

    /**
     * Hands the open buffer over, full or not, if nothing else waits to be written. What is put in while a write is
     * under way is written together afterwards: each batch's entries in a buffer of their own made thousands of
     * buffers, and merging them took minutes.
     *
     * @return whether nothing is left in the open buffer
     */
    boolean sealIfIdle() {
        if (!open.isEmpty() && !hasUnwritten()) {
            handOver(open.epoch);
        }
        return open.isEmpty();
    }

    private void handOver(int nextEpoch) {
        WriteBuffer full = open;
        open = full.next(nextEpoch);
        unwrittenBytes.addAndGet(full.bytes());
        memory.buffered(full.bytes());
        sealed.add(full);
        serial.execute(new WriteTask(full.epoch));
    }

    /** Has a snapshot taken of everything that was put in until now. */
    void snapshot(FreezeRequest request, CompletableFuture<KeyedSnapshot> done) {
        handOver(open.epoch + 1);
        serial.execute(new SnapshotTask(request, done));
    }

    int writtenSequence() {
        return writtenSequence;
    }

    boolean isFull() {
        return unwrittenBytes.get() > FULL_BYTES;
    }

    /**
     * Has the worker woken when something more was written. To be followed by another look, as that may just have
     * happened.
     */
    void await() {
        isAwaited = true;
    }

    /** Whether sealed buffers wait to be written. */
    boolean hasUnwritten() {
        return unwrittenBytes.get() > 0;
    }

    /** Gives up what is not written, closes the store, then runs {@code closed}; on an I/O thread. */
    void close(Runnable closed) {
        serial.close(() -> {
            store.close();
            closed.run();
        });
    }

    /**
     * Writes what waits, as far as the next snapshot: merged, so that the store gets few large runs instead of many
     * small ones.
     */
    private final class WriteTask implements SerialExecutor.Task {
        /**
         * A task before this one may have written this one's buffer, but the next buffers may belong behind a snapshot.
         */
        private final int epoch;

        WriteTask(int epoch) {
            this.epoch = epoch;
        }

        @Override
        public void run() {
            if (isFailed) {
                return;
            }
            try {
                writeWhatWaits();
            } catch (RuntimeException | Error e) {
                isFailed = true;
                fail.accept(e);
            }
        }

        private void writeWhatWaits() {
            List<RecordCursor> buffers = new ArrayList<>();
            int sequence = 0;
            long bytes = 0;
            for (WriteBuffer next = sealed.peek();
                    next != null && next.epoch == epoch && bytes < MOST_BYTES_AT_ONCE;
                    next = sealed.peek()) {
                sealed.remove();
                sequence = next.sequence;
                bytes += next.bytes();
                buffers.add(next.sorted());
            }
            if (buffers.isEmpty()) {
                return;
            }
            if (bytes > 0) {
                Collections.reverse(buffers);
                store.write(new MergingCursor(buffers, true), bytes);
            }
            writtenSequence = sequence;
            unwrittenBytes.addAndGet(-bytes);
            memory.buffered(-bytes);
            if (isAwaited) {
                isAwaited = false;
                wakeUp.run();
            }
        }

        @Override
        public void abandon() {}
    }

    /**
     * Fixes the store's content in its turn; uploads it out of turn, so that later writes do not wait for the network.
     */
    private final class SnapshotTask implements SerialExecutor.Task {
        private final FreezeRequest request;
        private final CompletableFuture<KeyedSnapshot> done;

        SnapshotTask(FreezeRequest request, CompletableFuture<KeyedSnapshot> done) {
            this.request = request;
            this.done = done;
        }

        @Override
        public void run() {
            if (isFailed) {
                abandon();
                return;
            }
            try {
                StoreSnapshot snapshot = store.snapshot(request.form());
                io.execute(() -> upload(snapshot));
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        }

        private void upload(StoreSnapshot snapshot) {
            try (snapshot) {
                done.complete(uploader.upload(snapshot, request));
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        }

        @Override
        public void abandon() {
            done.completeExceptionally(new WeirException(
                    ErrorCode.CHECKPOINT_FAILURE,
                    "keyed state was closed before checkpoint " + request.checkpointId() + " was written"));
        }
    }
}
