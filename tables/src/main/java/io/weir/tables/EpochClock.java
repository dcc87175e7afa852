package io.weir.tables;

import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves all materialized views forward together, from one transaction of the table store to another.
 *
 * <pre>
 * 1. An epoch is opened: its number is that of the newest transaction. All views may read up to it.
 * 2. When all sources of a view have arrived there, an epoch barrier is sent through its job.
 * 3. When the barrier has come to the sink, the net change of the view is published in one step, under the epoch's number.
 *    Views that read this one arrive only now.
 * 4. When all views have published, the epoch is closed, and the next may be opened.
 * </pre>
 *
 * <p>So at every moment all views stand at the same number or one epoch apart, and a reader that pins the lower one
 * sees all of them, and the tables, behind the same transaction. A new view reads by itself until it stands where the
 * others stand, and joins. A view whose job fails is left out, and with it those that read it, which would wait for it
 * and hold up the epoch; they cannot be read any more, and the others go on.
 *
 * <p>The state is that of one thread; methods may be called from any.
 */
public final class EpochClock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EpochClock.class);
    /** How many closed epochs of a view can be gone back to. */
    private static final int KEPT_EPOCHS = 64;

    private static final long RETRY_MILLIS = 10;

    private final TableStore store;
    private final ChangeMemory memory;
    private final long minMillis;
    private final long otherSourcesMillis;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean tickIsDue = new AtomicBoolean();
    private final Runnable listener = this::changed;

    private final List<MaterializedView> views = new ArrayList<>();
    private final ConcurrentHashMap<Relation, Throwable> failures = new ConcurrentHashMap<>();
    private final ArrayDeque<Long> closedEpochs = new ArrayDeque<>();
    private long current;
    private boolean isOpen;
    private long lastOpenedNanos;
    private volatile long closed;
    /** Guarded by itself. */
    private final TreeMap<Long, CompletableFuture<Void>> waiting = new TreeMap<>();

    /**
     * @param memory for changes that wait for the end of their epoch
     * @param shortestEpoch time between two epochs, at least
     * @param otherSourcesEpoch how often an epoch is opened for views that read other things than tables
     */
    public EpochClock(TableStore store, ChangeMemory memory, Duration shortestEpoch, Duration otherSourcesEpoch) {
        this.store = store;
        this.memory = memory;
        this.minMillis = shortestEpoch.toMillis();
        this.otherSourcesMillis = otherSourcesEpoch.toMillis();
        this.current = store.committed();
        this.closed = current;
        closedEpochs.add(current);
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread worker = new Thread(work, "weir-epochs");
            worker.setDaemon(true);
            return worker;
        });
        store.addListener(listener);
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                guarded(this::pulse), otherSourcesMillis, otherSourcesMillis, TimeUnit.MILLISECONDS);
    }

    /** An empty view, not running yet, in place of the one of this name if there is one. */
    public MaterializedView add(String name, Schema schema, List<Integer> key) {
        return new MaterializedView(store, store.makeView(name, schema, key), this, memory);
    }

    /**
     * The job of a view has been started.
     *
     * @param epochs sends an epoch barrier through the job; completes with its number when it has come to all sinks
     * @param sourceCount how many sources were made by {@link MaterializedView#source} and are part of the job
     * @param hasOtherSources whether the job also reads something that the clock does not know
     */
    public void start(
            MaterializedView view, Supplier<CompletableFuture<Long>> epochs, int sourceCount, boolean hasOtherSources) {
        submit(() -> {
            view.epochs = epochs;
            view.sourceCount = sourceCount;
            view.hasOtherSources = hasOtherSources;
            views.add(view);
            arrivedAll(view);
            makeRoom(view);
            failedInput(view).ifPresent(input -> leaveWith(view, input));
        });
    }

    /**
     * Says where a view begins; to be called before its job is started, when all views that it reads are built.
     */
    public void begin(MaterializedView view) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        submit(() -> {
            if (views.isEmpty()) {
                // Nobody holds the clock: the newest transaction will do.
                close(Math.max(closed, store.committed()));
                current = closed;
            }
            view.wanted = closed;
            view.phase = MaterializedView.Phase.READING;
            view.limit().begin(closed);
            done.complete(null);
        });
        done.join();
    }

    /** The job of a view has ended, against its will: it is left out. */
    public void failed(MaterializedView view, Throwable cause) {
        failures.put(view.relation(), cause);
        submit(() -> {
            LOG.error("view left out view={}", view.relation().name(), cause);
            leave(view, cause);
        });
    }

    /** The job of a view has ended because its inputs have: the view stays as it is, and goes along with the others. */
    public void finished(MaterializedView view) {
        submit(() -> {
            view.epochs = () -> CompletableFuture.completedFuture(Long.MAX_VALUE);
            view.sourceCount = 0;
            view.hasOtherSources = false;
            arrivedAll(view);
            // What came behind the last epoch has none of its own: nothing else need ever open one.
            CompletableFuture<Long> unused = store.commit(store.begin());
        });
    }

    /** Drops a view whose job has been ended. */
    public void remove(MaterializedView view) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        submit(() -> {
            leave(view, new WeirException(ErrorCode.WRONG_OBJECT_STATE, view.relation() + " was dropped"));
            store.dropView(view.relation().name());
            done.complete(null);
        });
        done.join();
        failures.remove(view.relation());
    }

    private void leave(MaterializedView view, Throwable cause) {
        views.remove(view);
        view.changes().close();
        view.built().completeExceptionally(cause);
        view.left().complete(cause);
        for (MaterializedView other : List.copyOf(views)) {
            if (other.reads(view.relation()) && views.contains(other)) {
                leaveWith(other, view.relation());
            }
        }
        tick();
    }

    /** A view that one of its inputs takes along: there would be no more changes of it. */
    private void leaveWith(MaterializedView view, Relation input) {
        WeirException cause = new WeirException(
                ErrorCode.WRONG_OBJECT_STATE,
                input + ", which " + view.relation() + " reads, has failed",
                failures.get(input));
        failures.put(view.relation(), cause);
        LOG.error(
                "view left out with one that it reads view={} input={}",
                view.relation().name(),
                input.name());
        leave(view, cause);
    }

    private Optional<Relation> failedInput(MaterializedView view) {
        return failures.keySet().stream().filter(view::reads).findFirst();
    }

    /** Why a view has failed; null if it has not. */
    public @Nullable Throwable failure(MaterializedView view) {
        return failures.get(view.relation());
    }

    /**
     * Refuses a view that has failed.
     *
     * @throws WeirException (WRONG_OBJECT_STATE) with the cause
     */
    public void checkReadable(Relation view) {
        Throwable cause = failures.get(view);
        if (cause != null) {
            throw new WeirException(ErrorCode.WRONG_OBJECT_STATE, view + " has failed", cause)
                    .withDetail(String.valueOf(cause.getMessage()))
                    .withHint("It is built again by itself if the cause lies outside, and has passed; else drop it and"
                            + " create it again.");
        }
    }

    /** Completes when all views have been brought to a transaction. */
    public CompletableFuture<Void> reached(long sequence) {
        synchronized (waiting) {
            if (closed >= sequence) {
                return CompletableFuture.completedFuture(null);
            }
            return waiting.computeIfAbsent(sequence, number -> new CompletableFuture<>());
        }
    }

    // Events

    private void submit(Runnable event) {
        try {
            thread.execute(guarded(event));
        } catch (RejectedExecutionException e) {
            throw TableErrors.closed();
        }
    }

    private static Runnable guarded(Runnable event) {
        return () -> {
            try {
                event.run();
            } catch (Throwable e) {
                LOG.error("event of the epoch clock failed", e);
            }
        };
    }

    private void changed() {
        if (!thread.isShutdown() && tickIsDue.compareAndSet(false, true)) {
            try {
                thread.execute(guarded(() -> {
                    tickIsDue.set(false);
                    tick();
                }));
            } catch (RejectedExecutionException e) {
                LOG.debug("epoch clock is closed");
            }
        }
    }

    /** A reader has handed over all up to a number. Any thread. */
    void arrived(MaterializedView view, Object reader, long sequence) {
        if (thread.isShutdown()) {
            return;
        }
        submit(() -> {
            if (view.phase == MaterializedView.Phase.READING && sequence >= view.wanted) {
                view.arrived.add(reader);
                arrivedAll(view);
            }
        });
    }

    /** Many changes of a view wait to be published. Any thread. */
    void full(MaterializedView view) {
        if (!thread.isShutdown()) {
            submit(() -> makeRoom(view));
        }
    }

    /**
     * A view that is built reads all its tables in one epoch. So that not all of it is in memory together, it is cut in
     * between, and what has come so far is written: behind a barrier it is the answer for a part of the input, and can
     * only be added to. A view that can be read makes room by the end of its epoch.
     */
    private void makeRoom(MaterializedView view) {
        Supplier<CompletableFuture<Long>> epochs = view.epochs;
        if (view.built().isDone()
                || view.isMakingRoom
                || view.phase != MaterializedView.Phase.READING
                || epochs == null
                || !view.changes().isFull()) {
            return;
        }
        view.isMakingRoom = true;
        CompletableFuture<Long> unused = epochs.get().whenComplete((epoch, error) -> {
            if (thread.isShutdown()) {
                return;
            }
            if (error == null) {
                submit(() -> publishPart(view, epoch));
            } else {
                ScheduledFuture<?> unusedRetry = thread.schedule(
                        guarded(() -> {
                            view.isMakingRoom = false;
                            makeRoom(view);
                        }),
                        RETRY_MILLIS,
                        TimeUnit.MILLISECONDS);
            }
        });
    }

    private void publishPart(MaterializedView view, long epoch) {
        view.isMakingRoom = false;
        if (!views.contains(view) || view.built().isDone() || view.published >= 0) {
            return;
        }
        try {
            store.publishPart(view.relation(), view.rows().take(epoch));
        } catch (RuntimeException e) {
            failures.put(view.relation(), e);
            leave(view, e);
            return;
        }
        makeRoom(view);
    }

    private void arrivedAll(MaterializedView view) {
        if (view.phase == MaterializedView.Phase.READING
                && view.epochs != null
                && view.arrived.size() >= view.sourceCount) {
            view.phase = MaterializedView.Phase.CUTTING;
            cut(view);
        }
    }

    private void cut(MaterializedView view) {
        Supplier<CompletableFuture<Long>> epochs = view.epochs;
        if (epochs == null || !views.contains(view)) {
            return;
        }
        CompletableFuture<Long> unused = epochs.get().whenComplete((epoch, error) -> {
            if (thread.isShutdown()) {
                return;
            }
            if (error == null) {
                submit(() -> publish(view, epoch));
            } else {
                // The job has not come up yet, or is about to fail and will say so.
                ScheduledFuture<?> unusedRetry =
                        thread.schedule(guarded(() -> cut(view)), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }

    private void publish(MaterializedView view, long epoch) {
        if (!views.contains(view)) {
            return;
        }
        try {
            store.publish(view.relation(), view.wanted, view.rows().take(epoch));
        } catch (RuntimeException e) {
            failures.put(view.relation(), e);
            leave(view, e);
            return;
        }
        view.published = view.wanted;
        view.phase = MaterializedView.Phase.IDLE;
        if (view.published < current) {
            advance(view, current);
        } else {
            view.built().complete(null);
        }
        tick();
    }

    private void advance(MaterializedView view, long sequence) {
        view.wanted = sequence;
        view.phase = MaterializedView.Phase.READING;
        view.arrived.clear();
        view.limit().raise(sequence);
        arrivedAll(view);
    }

    /** Opens an epoch for views that read what the store does not see change. */
    private void pulse() {
        if (!isOpen && views.stream().anyMatch(view -> view.hasOtherSources)) {
            CompletableFuture<Long> unused = store.commit(store.begin());
        }
    }

    private void tick() {
        if (isOpen) {
            boolean isDone = views.stream()
                    .allMatch(view -> view.published >= current || !view.built().isDone());
            if (!isDone) {
                return;
            }
            isOpen = false;
            close(current);
        }
        long newest = store.committed();
        if (newest <= current) {
            return;
        }
        long waitMillis = minMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastOpenedNanos);
        if (waitMillis > 0 && !views.isEmpty()) {
            if (tickIsDue.compareAndSet(false, true)) {
                ScheduledFuture<?> unused = thread.schedule(
                        guarded(() -> {
                            tickIsDue.set(false);
                            tick();
                        }),
                        waitMillis,
                        TimeUnit.MILLISECONDS);
            }
            return;
        }
        current = newest;
        isOpen = true;
        lastOpenedNanos = System.nanoTime();
        for (MaterializedView view : List.copyOf(views)) {
            if (view.phase == MaterializedView.Phase.IDLE) {
                advance(view, current);
            }
        }
        if (views.isEmpty()) {
            isOpen = false;
            close(current);
        }
    }

    private void close(long sequence) {
        if (sequence > closed) {
            closedEpochs.add(sequence);
        }
        if (closedEpochs.size() > 2 * KEPT_EPOCHS) {
            // Seldom: each cut leaves a mark that later readings have to skip.
            while (closedEpochs.size() > KEPT_EPOCHS) {
                closedEpochs.remove();
            }
            long oldest = closedEpochs.element();
            views.forEach(view -> store.truncateView(view.relation(), oldest));
        }
        List<CompletableFuture<Void>> reached;
        synchronized (waiting) {
            closed = sequence;
            var done = waiting.headMap(sequence, true);
            reached = List.copyOf(done.values());
            done.clear();
        }
        reached.forEach(future -> future.complete(null));
    }

    @Override
    public void close() {
        store.removeListener(listener);
        thread.shutdownNow();
        try {
            boolean unused = thread.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (waiting) {
            waiting.values().forEach(future -> future.completeExceptionally(TableErrors.closed()));
            waiting.clear();
        }
    }
}
