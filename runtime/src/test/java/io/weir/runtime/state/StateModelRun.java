package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.FreezeRequest.Form;
import io.weir.runtime.testing.ManualClock;
import io.weir.runtime.testing.MemoryCheckpointStorage;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.StoredFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Does the same random things to real keyed state and to the model, and compares: look-ups, changes, passes,
 * checkpoints at any moment, restores with any parallelism, I/O in any order, files of old checkpoints deleted as soon
 * as they may be.
 */
public final class StateModelRun implements AutoCloseable {
    static final int MAX_PARALLELISM = 16;

    private final Random random;
    private final SeededExecutor io;
    private final Function<Integer, KeyedStateBackendFactory> factories;
    private final ManualClock clock = new ManualClock();
    private final MemoryCheckpointStorage storage = new MemoryCheckpointStorage("memory:test");
    private final List<StoredFile> allFiles = new ArrayList<>();
    private final List<Checkpoint> underWay = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final TableSteps tables;
    private final RowsSteps rows;
    private final BagsSteps bags;
    private Checkpoint completed;
    private Checkpoint completedCheckpoint;
    private long nextCheckpoint = 1;
    private long attempt;
    private List<ModelSubtask> subtasks = List.of();
    int restores;

    private record Checkpoint(
            long id, boolean isSavepoint, List<CompletableFuture<KeyedSnapshot>> parts, List<HeapKeyedState> models) {
        List<KeyedSnapshot> snapshots() {
            return parts.stream().map(CompletableFuture::join).toList();
        }
    }

    /** @param factories a factory for each attempt */
    public StateModelRun(long seed, Function<Integer, KeyedStateBackendFactory> factories) {
        random = new Random(seed);
        io = new SeededExecutor(new Random(seed + 1));
        this.factories = factories;
        ModelKeys keys = new ModelKeys(random, 1 << (2 + random.nextInt(8)));
        tables = new TableSteps(random, keys, io);
        rows = new RowsSteps(random, keys, 1 << (2 + random.nextInt(9)));
        bags = new BagsSteps(random, keys);
        start(1 + random.nextInt(3), List.of(), List.of());
    }

    public void run(int steps) {
        for (int step = 0; step < steps; step++) {
            ModelSubtask subtask = subtasks.get(random.nextInt(subtasks.size()));
            switch (random.nextInt(19)) {
                case 0, 1, 2 -> tables.update(subtask);
                case 3 -> tables.scan(subtask);
                case 4 -> tables.expireTimers(subtask);
                case 5, 6, 7 -> rows.change(subtask);
                case 8 -> rows.walk(subtask);
                case 16, 17 -> bags.fill(subtask);
                case 18 -> bags.walk(subtask);
                case 9, 10, 11 -> subtask.backend.advance();
                case 12, 13 -> io.runOne();
                case 14 -> {
                    if (underWay.size() < 2 && random.nextInt(3) == 0) {
                        freeze();
                    }
                    settleCheckpoints();
                }
                default -> {
                    if (random.nextInt(12) == 0) {
                        restore();
                    }
                }
            }
            assertThat(failures).isEmpty();
        }
        compareAll();
        freeze();
        while (!underWay.isEmpty()) {
            letItWork();
            settleCheckpoints();
        }
        restore();
        compareAll();
    }

    private void letItWork() {
        subtasks.forEach(subtask -> subtask.backend.advance());
        io.runAll();
    }

    private void compareAll() {
        for (ModelSubtask subtask : subtasks) {
            tables.compare(subtask);
            for (int i = 0; i < 20; i++) {
                RowsSteps.SPECS.forEach(spec -> rows.walk(subtask, spec));
                BagsSteps.SPECS.forEach(spec -> bags.walk(subtask, spec));
            }
        }
    }

    // ---- checkpoints

    private void freeze() {
        boolean isSavepoint = random.nextInt(4) == 0;
        Form form = isSavepoint && random.nextBoolean() ? Form.CANONICAL : Form.NATIVE;
        FreezeRequest request = new FreezeRequest(nextCheckpoint++, storage, form, !isSavepoint);
        List<CompletableFuture<KeyedSnapshot>> parts = new ArrayList<>();
        List<HeapKeyedState> models = new ArrayList<>();
        for (ModelSubtask subtask : subtasks) {
            parts.add(subtask.backend.freeze(request).toCompletableFuture());
            models.add(HeapKeyedState.restore(List.of(subtask.model), subtask.index, subtask.parallelism));
        }
        underWay.add(new Checkpoint(request.checkpointId(), isSavepoint, parts, models));
    }

    private void settleCheckpoints() {
        for (Checkpoint checkpoint : List.copyOf(underWay)) {
            if (!checkpoint.parts.stream().allMatch(CompletableFuture::isDone)) {
                continue;
            }
            underWay.remove(checkpoint);
            checkpoint.snapshots().forEach(part -> allFiles.addAll(part.files().values()));
            boolean isAborted = !checkpoint.isSavepoint && random.nextInt(4) == 0;
            if (isAborted) {
                subtasks.forEach(subtask -> subtask.backend.checkpointAborted(checkpoint.id));
            } else if (completed == null || completed.id < checkpoint.id) {
                if (!checkpoint.isSavepoint) {
                    subtasks.forEach(subtask -> subtask.backend.checkpointCompleted(checkpoint.id));
                    completedCheckpoint = checkpoint;
                }
                completed = checkpoint;
            }
            if (underWay.isEmpty() && !checkpoint.isSavepoint) {
                deleteUnreferredFiles();
            }
        }
    }

    /** What no completed checkpoint needs may go at any time. */
    private void deleteUnreferredFiles() {
        List<StoredFile> inUse = new ArrayList<>();
        for (Checkpoint needed : Arrays.asList(completed, completedCheckpoint)) {
            if (needed != null) {
                needed.snapshots().forEach(part -> inUse.addAll(part.files().values()));
            }
        }
        storage.sweep(inUse, allFiles);
        allFiles.retainAll(inUse);
    }

    private void restore() {
        close();
        restores++;
        underWay.clear();
        if (completed == null) {
            start(1 + random.nextInt(3), List.of(), List.of());
            return;
        }
        int parallelism = random.nextBoolean() ? subtasks.size() : 1 + random.nextInt(4);
        start(parallelism, completed.snapshots(), completed.models);
    }

    private void start(int parallelism, List<KeyedSnapshot> snapshots, List<HeapKeyedState> models) {
        attempt++;
        KeyedStateBackendFactory factory = factories.apply((int) attempt);
        List<ModelSubtask> started = new ArrayList<>();
        for (int i = 0; i < parallelism; i++) {
            KeyGroupRange range = KeyGroups.rangeOf(i, MAX_PARALLELISM, parallelism);
            KeyedStateBackend backend = factory.create(new KeyedStateBackendContext(
                    "job",
                    "operator",
                    i,
                    attempt,
                    "any",
                    MAX_PARALLELISM,
                    range,
                    snapshots.stream()
                            .filter(part ->
                                    part.firstKeyGroup() <= range.last() && part.lastKeyGroup() >= range.first())
                            .toList(),
                    snapshots.isEmpty() ? null : storage,
                    clock,
                    io,
                    () -> {},
                    failures::add));
            HeapKeyedState model = models.isEmpty()
                    ? HeapKeyedState.create(MAX_PARALLELISM, i, parallelism)
                    : HeapKeyedState.restore(models, i, parallelism);
            started.add(new ModelSubtask(backend, model, i, parallelism));
        }
        subtasks = started;
    }

    @Override
    public void close() {
        subtasks.forEach(subtask -> subtask.backend.close());
        io.runAll();
    }
}
