package io.weir.storage.hdfs;

import static java.util.Objects.requireNonNull;

import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes small files of one checkpoint as parts of larger ones, as a log commits transactions in groups: while one thread writes, others queue up, and the next to write takes all that
 * wait. So nobody waits for company; and where few files are written at a time, few are merged.
 */
final class FileMerger {
    private final CheckpointStorage storage;
    /** By checkpoint, as long as somebody writes for it. */
    private final ConcurrentHashMap<Long, Group> groups = new ConcurrentHashMap<>();

    /** The small files of a checkpoint that wait. */
    private static final class Group {
        private final ArrayDeque<Part> waiting = new ArrayDeque<>();
        /** Held while storage is written to. */
        private final ReentrantLock writing = new ReentrantLock();
        /** Changed within {@link ConcurrentHashMap#compute} only. */
        private int users;

        private synchronized void add(Part part) {
            waiting.add(part);
        }

        private synchronized int size() {
            return waiting.size();
        }

        private synchronized List<Part> take(long maxBytes) {
            List<Part> taken = new ArrayList<>();
            long bytes = 0;
            for (Part next = waiting.peek();
                    next != null && (taken.isEmpty() || bytes + next.content.length <= maxBytes);
                    next = waiting.peek()) {
                bytes += next.content.length;
                taken.add(waiting.remove());
            }
            return taken;
        }
    }

    /** A small file; its outcome is written and read under the lock of its group. */
    private static final class Part {
        private final byte[] content;
        private @Nullable StoredFile file;
        private @Nullable RuntimeException failure;

        private Part(byte[] content) {
            this.content = content;
        }

        private boolean isDone() {
            return file != null || failure != null;
        }
    }

    FileMerger(CheckpointStorage storage) {
        this.storage = storage;
    }

    /** Blocks until the file is durable, alone or as a part of another. */
    StoredFile write(long checkpointId, byte[] content, long maxFileBytes) {
        Part part = new Part(content);
        Group group = requireNonNull(groups.compute(checkpointId, (id, present) -> {
            Group entered = present == null ? new Group() : present;
            entered.users++;
            return entered;
        }));
        group.add(part);
        group.writing.lock();
        try {
            while (!part.isDone()) {
                writeTogether(checkpointId, group.take(maxFileBytes));
            }
        } finally {
            group.writing.unlock();
            groups.computeIfPresent(checkpointId, (id, present) -> {
                present.users--;
                return present.users == 0 ? null : present;
            });
        }
        if (part.failure != null) {
            throw part.failure;
        }
        return requireNonNull(part.file);
    }

    /** How many small files of a checkpoint wait. */
    int waiting(long checkpointId) {
        Group group = groups.get(checkpointId);
        return group == null ? 0 : group.size();
    }

    private void writeTogether(long checkpointId, List<Part> parts) {
        try {
            StoredFile whole = storage.writeExclusive(
                    checkpointId,
                    parts.size() == 1 ? "small" : "merged",
                    () -> new SequenceInputStream(Collections.enumeration(parts.stream()
                            .map(part -> new ByteArrayInputStream(part.content))
                            .toList())));
            long offset = 0;
            for (Part part : parts) {
                part.file = parts.size() == 1 ? whole : partOf(whole, offset, part.content);
                offset += part.content.length;
            }
        } catch (RuntimeException e) {
            parts.forEach(part -> part.failure = e);
        }
    }

    private static StoredFile partOf(StoredFile whole, long offset, byte[] content) {
        return new StoredFile(whole.path() + "#" + offset, content.length, StoredFile.checksumOf(content));
    }
}
