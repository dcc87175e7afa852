package io.weir.tables;

import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A materialized view that the clock moves forward. Made by {@link EpochClock#add}; its job is planned with
 * {@link #source} and {@link #sink} and then handed over to {@link EpochClock#start}.
 */
public final class MaterializedView {
    private final TableStore store;
    private final Relation relation;
    private final ChangeMemory.Account changes;
    private final ViewSink sink;
    private final EpochLimit limit;
    private final CompletableFuture<Void> built = new CompletableFuture<>();
    private final CompletableFuture<Throwable> left = new CompletableFuture<>();
    /** What its job reads: tables and views. Asked for while the job is planned, before the clock knows the view. */
    private final Set<Relation> inputs = ConcurrentHashMap.newKeySet();

    // The rest belongs to the clock's thread.
    final Set<Object> arrived = new HashSet<>();

    @Nullable Supplier<CompletableFuture<Long>> epochs;

    int sourceCount;
    boolean hasOtherSources;
    Phase phase = Phase.WAITING;
    /** Whether a barrier is under way that makes room while the view is built. */
    boolean isMakingRoom;

    long wanted;
    long published = -1;

    /** What the clock waits for. */
    enum Phase {
        /** The job does not run yet. */
        WAITING,
        /** Until all sources have arrived at the number wanted. */
        READING,
        /** Until the barrier has come to the sink. */
        CUTTING,
        /** Nothing: all is published. */
        IDLE
    }

    MaterializedView(TableStore store, Relation relation, EpochClock clock, ChangeMemory memory) {
        this.store = store;
        this.relation = relation;
        this.changes = memory.open(() -> clock.full(this));
        this.sink = new ViewSink(relation, changes);
        this.limit =
                new EpochLimit(changes, built::isDone, (reader, sequence) -> clock.arrived(this, reader, sequence));
    }

    public Relation relation() {
        return relation;
    }

    /** Reads a table or another view, no further than the clock says. */
    public Source source(Relation input) {
        inputs.add(input);
        return TableSource.limited(store, input, limit);
    }

    /** Something else that its job reads, no further while too many changes of the view wait to be published. */
    public Source source(Source outside) {
        return new HeldSource(outside, changes);
    }

    /** Where the view's rows go. */
    public Sink sink() {
        return sink;
    }

    /** Completes when the view can be read; exceptionally if it failed before. */
    public CompletableFuture<Void> built() {
        return built;
    }

    /**
     * Completes with the cause when the clock does without the view from now on: its job is to be ended, as nobody takes
     * what it makes. On the clock's thread.
     */
    public CompletableFuture<Throwable> left() {
        return left;
    }

    boolean reads(Relation input) {
        return inputs.contains(input);
    }

    EpochLimit limit() {
        return limit;
    }

    ChangeMemory.Account changes() {
        return changes;
    }

    ViewSink rows() {
        return sink;
    }
}
