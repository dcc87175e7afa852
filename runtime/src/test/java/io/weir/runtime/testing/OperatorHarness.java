package io.weir.runtime.testing;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Barrier;
import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.Output;
import io.weir.runtime.state.FreezeRequest;
import io.weir.runtime.state.HashMapStateBackends;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.KeyedStateBackendContext;
import io.weir.runtime.state.KeyedStateBackendFactory;
import io.weir.runtime.state.StateMemory;
import io.weir.runtime.time.Clock;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one operator alone, and is hostile to it: it drains it before every call, offers room for one batch at a time,
 * and after every call takes a snapshot, throws the operator away, and goes on with a new one that is restored from it.
 * What an operator forgets to put into its snapshot, or keeps in a field across calls, shows at once.
 *
 * <pre>{@code
 * try (var harness = OperatorHarness.of(factory).input(BIGINT, VARCHAR).output(VARCHAR, BIGINT).open()) {
 *     harness.process(0, "+I 1 a", "-D 1 a");
 *     assertThat(harness.output()).containsExactly("+I a 1", "-D a 1");
 * }
 * }</pre>
 *
 * <p>Watermarks in the output read {@code watermark 12:00:05}, the last one {@code watermark END}. Rows of side outputs
 * are kept apart.
 */
public final class OperatorHarness implements AutoCloseable {
    private static final int MAX_PARALLELISM = 128;
    private static final int MAX_DRAINS = 1_000_000;
    private static final long STATE_BYTES = 64L << 20;

    private final OperatorFactory factory;
    private final List<List<DataType>> inputs;
    private final List<DataType> outputTypes;
    private final Map<Integer, List<DataType>> sideTypes;
    private final KeyedStateBackendFactory backends;
    private final boolean gentle;

    private final ManualClock clock;
    private final MemoryCheckpointStorage storage = new MemoryStorageProvider().open("memory:", "harness");
    private final ArrayDeque<Runnable> async = new ArrayDeque<>();
    private final List<String> emitted = new ArrayList<>();
    private final Map<Integer, List<String>> emittedAside = new HashMap<>();
    private final Map<String, Long> counts = new TreeMap<>();

    private Operator operator;
    private @Nullable KeyedStateBackend backend;
    private Context context;
    private @Nullable KeyedSnapshot keyed;
    private Map<String, byte[]> state = Map.of();
    private boolean restored;
    private boolean drained = true;
    private int batchesInCall;
    private long nextCheckpointId = 1;
    private long attempt;
    private long inputWatermark = Watermark.NONE;
    private long lastWatermark = Watermark.NONE;
    private @Nullable Throwable failure;

    private OperatorHarness(Builder builder) {
        factory = builder.factory;
        inputs = List.copyOf(builder.inputs);
        outputTypes = builder.output;
        sideTypes = Map.copyOf(builder.sides);
        backends = builder.backends;
        gentle = builder.gentle;
        clock = builder.clock;
        context = new Context();
        operator = create();
    }

    public static Builder of(OperatorFactory factory) {
        return new Builder(factory);
    }

    /** Describes what runs. */
    public static final class Builder {
        private final OperatorFactory factory;
        private final List<List<DataType>> inputs = new ArrayList<>();
        private List<DataType> output = List.of();
        private final Map<Integer, List<DataType>> sides = new HashMap<>();
        private KeyedStateBackendFactory backends = new HashMapStateBackends(new StateMemory(STATE_BYTES));
        private boolean gentle;
        private ManualClock clock = new ManualClock();

        private Builder(OperatorFactory factory) {
            this.factory = factory;
        }

        /** Adds an input: the first call is input 0. */
        public Builder input(DataType... types) {
            inputs.add(List.of(types));
            return this;
        }

        public Builder output(DataType... types) {
            output = List.of(types);
            return this;
        }

        public Builder side(int port, DataType... types) {
            sides.put(port, List.of(types));
            return this;
        }

        /** Another state backend than the hashmap. */
        public Builder state(KeyedStateBackendFactory value) {
            backends = value;
            return this;
        }

        /** Restores only when {@link #restore} is called. */
        public Builder gentle() {
            gentle = true;
            return this;
        }

        public Builder clock(ManualClock value) {
            clock = value;
            return this;
        }

        public OperatorHarness open() {
            return new OperatorHarness(this);
        }
    }

    // Calls.

    public OperatorHarness process(int input, String... rows) {
        return process(input, RowText.batch(inputs.get(input), rows));
    }

    public OperatorHarness process(int input, Batch batch) {
        return call(() -> operator.process(input, batch, context));
    }

    /** @param time as in rows: {@code 12:00:05}, or {@code END} */
    public OperatorHarness watermark(String time) {
        return watermark(time.equals("END") ? Watermark.END : RowText.micros(time));
    }

    public OperatorHarness watermark(long timeMicros) {
        inputWatermark = timeMicros;
        return call(() -> operator.watermark(timeMicros, context));
    }

    public OperatorHarness endOfInput(int input) {
        return call(() -> operator.endOfInput(input, context));
    }

    /** Ends an epoch: a barrier that is not durable. */
    public OperatorHarness epoch() {
        return call(() -> operator.barrier(barrier(Barrier.Kind.EPOCH), context));
    }

    /** Moves the clock, and calls the operator if it asked for a time that has come. */
    public OperatorHarness advanceTo(long millis) {
        clock.advanceToMillis(millis);
        while (context.wakeUpAtMillis <= millis) {
            context.wakeUpAtMillis = Long.MAX_VALUE;
            call(() -> operator.processingTime(millis, context));
        }
        return this;
    }

    /** Takes a snapshot, throws the operator away, and makes another from the snapshot. */
    public OperatorHarness restore() {
        checkpoint();
        closeOperator();
        restored = true;
        context = new Context();
        operator = create();
        if (inputWatermark > Watermark.NONE && inputWatermark < Watermark.END) {
            // As a subtask does: an operator that starts anew hears first how far event time had come.
            drained = false;
            operator.watermark(inputWatermark, context);
            settle();
        }
        return this;
    }

    /**
     * The same, where nothing is known of event time yet: as behind a rescale, together with one whose event time was
     * behind.
     */
    public OperatorHarness restoreWithoutWatermark() {
        inputWatermark = Watermark.NONE;
        return restore();
    }

    // What came out.

    /** Rows and watermarks emitted since the last call. */
    public List<String> output() {
        List<String> taken = List.copyOf(emitted);
        emitted.clear();
        return taken;
    }

    /** Rows only, since the last call of this method or {@link #output}. */
    public List<String> rows() {
        return output().stream().filter(line -> !line.startsWith("watermark")).toList();
    }

    public List<String> side(int port) {
        List<String> taken = emittedAside.remove(port);
        return taken == null ? List.of() : taken;
    }

    /** A counter of the operator. */
    public long count(String metric) {
        return counts.getOrDefault(metric, 0L);
    }

    public ManualClock clock() {
        return clock;
    }

    /** The operator at work; another one after each call, unless gentle. */
    public Operator operator() {
        return operator;
    }

    @Override
    public void close() {
        closeOperator();
    }

    private Operator create() {
        attempt++;
        if (factory.isKeyed()) {
            KeyedSnapshot from = keyed;
            backend = backends.create(new KeyedStateBackendContext(
                    "harness",
                    factory.operatorId(),
                    0,
                    attempt,
                    "hashmap",
                    MAX_PARALLELISM,
                    new KeyGroupRange(0, MAX_PARALLELISM - 1),
                    from == null ? List.of() : List.of(from),
                    from == null ? null : storage,
                    clock,
                    async::add,
                    () -> {},
                    cause -> failure = cause));
        }
        return factory.create(context);
    }

    private OperatorHarness call(Runnable call) {
        settle();
        int waits = 0;
        while (!operator.isReady()) {
            checkState(!async.isEmpty() && waits < MAX_DRAINS, "operator is not ready, and nothing is under way");
            waits++;
            runAsync();
        }
        batchesInCall = 0;
        drained = false;
        call.run();
        settle();
        if (!gentle) {
            restore();
        }
        return this;
    }

    private void settle() {
        do {
            runAsync();
            int drains = 0;
            while (!drained || context.drainRequested) {
                context.drainRequested = false;
                checkState(drains < MAX_DRAINS, "operator does not come to an end of draining");
                drains++;
                batchesInCall = 0;
                drained = operator.drain(context);
                runAsync();
            }
        } while (!async.isEmpty());
        throwFailure();
    }

    private void runAsync() {
        for (Runnable work = async.poll(); work != null; work = async.poll()) {
            work.run();
        }
        throwFailure();
    }

    private void throwFailure() {
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            if (thrown instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IllegalStateException(thrown);
        }
    }

    private void checkpoint() {
        settle();
        Barrier barrier = barrier(Barrier.Kind.CHECKPOINT);
        batchesInCall = 0;
        drained = false;
        operator.barrier(barrier, context);
        settle();
        var snapshot = operator.snapshot(barrier).toCompletableFuture();
        KeyedStateBackend present = backend;
        var frozen = present == null
                ? null
                : present.freeze(new FreezeRequest(barrier.id(), storage, FreezeRequest.Form.NATIVE, true))
                        .toCompletableFuture();
        runAsync();
        state = snapshot.join();
        if (present != null && frozen != null) {
            // Backends may hand write-behind work to I/O only when asked to.
            for (int i = 0; i < MAX_DRAINS && !frozen.isDone(); i++) {
                present.advance();
                runAsync();
            }
            keyed = frozen.join();
            present.checkpointCompleted(barrier.id());
        }
        operator.checkpointCompleted(barrier.id());
    }

    private Barrier barrier(Barrier.Kind kind) {
        long id = nextCheckpointId;
        nextCheckpointId++;
        return new Barrier(id, kind, Barrier.Alignment.ALIGNED, clock.currentTimeMillis(), 0);
    }

    private void closeOperator() {
        operator.close();
        KeyedStateBackend present = backend;
        if (present != null) {
            present.close();
            runAsync();
        }
    }

    /** Context and output of one operator. */
    private final class Context implements OperatorContext, Output {
        private long wakeUpAtMillis = Long.MAX_VALUE;
        private boolean drainRequested;

        @Override
        public String jobId() {
            return "harness";
        }

        @Override
        public String operatorId() {
            return factory.operatorId();
        }

        @Override
        public int subtaskIndex() {
            return 0;
        }

        @Override
        public int parallelism() {
            return 1;
        }

        @Override
        public KeyedState keyedState() {
            KeyedStateBackend present = backend;
            if (present == null) {
                throw new IllegalStateException("operator " + factory.operatorId() + " is not declared keyed");
            }
            return present.keyedState();
        }

        @Override
        public List<byte[]> restoredState(String name) {
            byte[] value = state.get(name);
            return value == null ? List.of() : List.of(value);
        }

        @Override
        public boolean isRestored() {
            return restored;
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public void wakeUpAt(long timeMillis) {
            wakeUpAtMillis = Math.min(wakeUpAtMillis, timeMillis);
        }

        @Override
        public <T> void runAsync(Callable<T> work, Consumer<T> onWorker) {
            async.add(() -> {
                try {
                    onWorker.accept(work.call());
                } catch (Exception e) {
                    failure = e;
                }
            });
        }

        @Override
        public void requestDrain() {
            drainRequested = true;
        }

        @Override
        public void count(String metric, long delta) {
            counts.merge(metric, delta, Long::sum);
        }

        @Override
        public void emit(Batch batch) {
            if (batch.rowCount() > 0) {
                batchesInCall++;
                emitted.addAll(RowText.rows(outputTypes, batch));
            }
        }

        @Override
        public void emitSide(int port, Batch batch) {
            if (batch.rowCount() > 0) {
                List<DataType> types = sideTypes.get(port);
                checkState(types != null, "side output %s has no types", port);
                emittedAside.computeIfAbsent(port, key -> new ArrayList<>()).addAll(RowText.rows(types, batch));
            }
        }

        @Override
        public void watermark(long timeMicros) {
            if (timeMicros > lastWatermark) {
                lastWatermark = timeMicros;
                emitted.add("watermark " + (timeMicros == Watermark.END ? "END" : RowText.timestamp(timeMicros)));
            }
        }
    }

    /** The most batches that the last call, or one drain of it, emitted. */
    public int batchesInCall() {
        return batchesInCall;
    }
}
