package io.weir.connector.filesystem;

import io.weir.connector.base.FileAccessPolicy;
import io.weir.spi.connector.SourceContext;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads splits ahead on the I/O executor, one after the other, up to a few chunks. At most one task runs at a time; it
 * ends when the chunks are enough or the splits are read, and the worker starts the next one.
 */
final class ChunkFetcher {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkFetcher.class);
    private static final int CHUNKS_AHEAD = 4;

    private final SourceContext context;
    private final FileAccessPolicy policy;
    private final int headerLineCount;
    private final Queue<Pending> pending = new ConcurrentLinkedQueue<>();
    private final Queue<Chunk> chunks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger chunkCount = new AtomicInteger();
    /** Held by whoever touches {@link #reader}. */
    private final AtomicBoolean busy = new AtomicBoolean();

    private volatile @Nullable ChunkReader reader;
    private volatile boolean closed;

    private record Pending(int number, FileSplit split) {}

    ChunkFetcher(SourceContext context, FileAccessPolicy policy, int headerLineCount) {
        this.context = context;
        this.policy = policy;
        this.headerLineCount = headerLineCount;
    }

    /** Puts a split at the end of the line. Worker. */
    void add(int number, FileSplit split) {
        pending.add(new Pending(number, split));
    }

    /** The next chunk, if it is there; starts to read on. Worker. */
    @Nullable Chunk poll() {
        Chunk chunk = chunks.poll();
        if (chunk != null) {
            chunkCount.decrementAndGet();
        }
        boolean more = reader != null || !pending.isEmpty();
        if (more && !closed && chunkCount.get() < CHUNKS_AHEAD && busy.compareAndSet(false, true)) {
            context.io().execute(this::fetch);
        }
        return chunk;
    }

    private void fetch() {
        try {
            while (!closed && chunkCount.get() < CHUNKS_AHEAD && fetchOne()) {
                context.wakeUp();
            }
        } catch (RuntimeException | Error e) {
            closed = true;
            context.fail(e);
        } finally {
            busy.set(false);
            closeIfDone();
            // The worker may have found this task running and left; now it can start the next one.
            context.wakeUp();
        }
    }

    private boolean fetchOne() {
        ChunkReader current = reader;
        if (current == null) {
            Pending next = pending.poll();
            if (next == null) {
                return false;
            }
            current = new ChunkReader(
                    next.number(), next.split(), policy.check(next.split().path()), headerLineCount);
            reader = current;
        }
        Chunk chunk = current.next();
        if (chunk.last()) {
            closeReader();
        }
        chunks.add(chunk);
        chunkCount.incrementAndGet();
        return true;
    }

    /** Stops; what is being read is closed by the task that reads it. Any thread. */
    void close() {
        closed = true;
        closeIfDone();
    }

    private void closeIfDone() {
        if (closed && busy.compareAndSet(false, true)) {
            closeReader();
            busy.set(false);
        }
    }

    private void closeReader() {
        ChunkReader current = reader;
        reader = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                LOG.warn("closing a file failed", e); // it was only read
            }
        }
    }
}
