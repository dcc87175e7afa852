package io.weir.runtime.checkpoint;

import io.weir.spi.storage.StoredFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The completed checkpoints in a job's storage, and the files that nobody may need any more.
 *
 * <p>A file is deleted in two steps. It is marked when its checkpoint is dropped or given up; it is offered to storage when no checkpoint is under way that was triggered before that, because
 * such a one may have been frozen before and may still refer to it. Storage then deletes it if no manifest does.
 */
final class RetainedCheckpoints {
    private final boolean hasStorage;
    private final TreeMap<Long, CompletedCheckpoint> retained = new TreeMap<>();
    private final ArrayDeque<Garbage> garbage = new ArrayDeque<>();

    /** Files that may be deleted when no checkpoint triggered before {@code beforeId} is under way. */
    private record Garbage(long beforeId, List<StoredFile> files) {}

    RetainedCheckpoints(boolean hasStorage) {
        this.hasStorage = hasStorage;
    }

    /** An attempt begins. @param existing what is in storage */
    void started(List<CompletedCheckpoint> existing) {
        retained.clear();
        existing.forEach(checkpoint -> retained.put(checkpoint.id(), checkpoint));
    }

    /**
     * The attempt has ended. A checkpoint that is being stored may come to exist yet, and refer to any of the files marked; what is left is an orphan for the next attempt
     * to find.
     */
    void stopped() {
        garbage.clear();
    }

    List<Long> ids() {
        return List.copyOf(retained.keySet());
    }

    /** A checkpoint is complete. */
    void add(CompletedCheckpoint checkpoint) {
        if (hasStorage) {
            retained.put(checkpoint.id(), checkpoint);
        }
    }

    /** Drops the oldest until no more are left than wanted. @param nextId of the next checkpoint to be triggered */
    void keep(int wanted, long nextId, List<CoordinatorAction> actions) {
        while (hasStorage && retained.size() > wanted) {
            Map.Entry<Long, CompletedCheckpoint> oldest = retained.pollFirstEntry();
            actions.add(new CoordinatorAction.Delete(oldest.getKey()));
            mark(oldest.getValue().files(), nextId);
        }
    }

    /** Marks files for deletion. @param nextId of the next checkpoint to be triggered */
    void mark(List<StoredFile> files, long nextId) {
        List<StoredFile> own = files.stream()
                .filter(file -> !file.isInline() && !isForeign(file))
                .toList();
        if (!own.isEmpty() && hasStorage) {
            garbage.add(new Garbage(nextId, own));
        }
    }

    /** Whether a file lies in a savepoint or in another job's folder: those are only read. */
    private static boolean isForeign(StoredFile file) {
        return file.path().startsWith("/") || file.path().contains(":/");
    }

    /** Offers to storage what nobody under way can need. @param pending the checkpoints under way, ascending */
    void sweep(Collection<PendingCheckpoint> pending, List<CoordinatorAction> actions) {
        List<StoredFile> candidates = new ArrayList<>();
        long oldestPending =
                pending.stream().mapToLong(PendingCheckpoint::id).min().orElse(Long.MAX_VALUE);
        for (Iterator<Garbage> each = garbage.iterator(); each.hasNext(); ) {
            Garbage next = each.next();
            if (next.beforeId <= oldestPending) {
                candidates.addAll(next.files);
                each.remove();
            }
        }
        if (!candidates.isEmpty()) {
            List<StoredFile> inUse = new ArrayList<>();
            pending.forEach(checkpoint -> inUse.addAll(checkpoint.files()));
            actions.add(new CoordinatorAction.Sweep(inUse, candidates));
        }
    }
}
