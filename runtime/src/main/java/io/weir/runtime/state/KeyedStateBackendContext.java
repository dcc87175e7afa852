package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.time.Clock;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.CheckpointStorage;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a backend is made from.
 *
 * @param backendType {@code hashmap} or {@code rocksdb}: the value of {@code state.backend.type}
 * @param attempt grows with each start of the job; local folders of earlier attempts are never used again
 * @param keyGroups the key groups that this subtask owns
 * @param restored the snapshots whose key groups intersect {@code keyGroups}; each may hold more key groups than
 *     wanted. Empty on a fresh start
 * @param restoredFrom where the files of {@code restored} are read from; null on a fresh start
 * @param io for writing snapshots and background work
 * @param wakeUp wakes the subtask; any thread
 * @param fail fails the job; any thread
 */
public record KeyedStateBackendContext(
        String jobId,
        String operatorId,
        int subtaskIndex,
        long attempt,
        String backendType,
        int maxParallelism,
        KeyGroupRange keyGroups,
        List<KeyedSnapshot> restored,
        @Nullable CheckpointStorage restoredFrom,
        Clock clock,
        Executor io,
        Runnable wakeUp,
        Consumer<Throwable> fail) {
    public KeyedStateBackendContext {
        requireNonNull(jobId, "jobId is null");
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(keyGroups, "keyGroups is null");
        restored = List.copyOf(restored);
    }
}
