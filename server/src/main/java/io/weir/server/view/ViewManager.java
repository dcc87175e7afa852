package io.weir.server.view;

import static java.util.Objects.requireNonNull;

import io.weir.planner.PlannedStatement;
import io.weir.planner.PlanningContext;
import io.weir.planner.QueryPlanner;
import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.KeptTables;
import io.weir.planner.catalog.MaterializedViewDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.runtime.operator.source.SourceSpec;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobListener;
import io.weir.runtime.task.JobRunner;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.RestoreSpec;
import io.weir.server.config.JobSettings;
import io.weir.server.table.OwnTables;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorClass;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.tables.EpochClock;
import io.weir.tables.MaterializedView;
import io.weir.tables.Relation;
import io.weir.tables.TableSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one job for each materialized view, without checkpoints: a view is made anew from its tables when the server
 * starts. A job that fails leaves the view as one that cannot be read, until it is made anew: after a pause, if the cause
 * lies outside and may have passed. Thread-safe; methods block.
 */
public final class ViewManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ViewManager.class);
    private static final long END_SECONDS = 30;

    private final OwnTables tables;
    private final EpochClock clock;
    private final QueryPlanner planner;
    private final JobRunner runner;
    private final Function<Map<String, String>, JobSettings> settings;
    private final Supplier<Catalog> catalog;
    private final Supplier<String> ids;
    private final LongSupplier timeMillis;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final Map<String, Throwable> notStarted = new ConcurrentHashMap<>();
    private final RestartPauses pauses = new RestartPauses();
    /** Held by whoever makes views of the catalog anew, or drops one: none comes back that has just been dropped. */
    private final ReentrantLock remaking = new ReentrantLock();

    private volatile boolean closing;

    /** @param sinceMillis when it came to where it stands */
    private record Running(MaterializedView view, JobExecution execution, AtomicLong sinceMillis) {}

    /**
     * @param settings from the options of a view
     * @param catalog with secrets in the place of references to them
     * @param ids names of jobs
     * @param timeMillis since the epoch
     */
    public ViewManager(
            OwnTables tables,
            EpochClock clock,
            QueryPlanner planner,
            JobRunner runner,
            Function<Map<String, String>, JobSettings> settings,
            Supplier<Catalog> catalog,
            Supplier<String> ids,
            LongSupplier timeMillis) {
        this.tables = requireNonNull(tables, "tables is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.planner = requireNonNull(planner, "planner is null");
        this.runner = requireNonNull(runner, "runner is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.ids = requireNonNull(ids, "ids is null");
        this.timeMillis = requireNonNull(timeMillis, "timeMillis is null");
    }

    public EpochClock clock() {
        return clock;
    }

    /** Starts the views of the catalog; one that reads others when those are built. Blocks until the last one runs. */
    public void start() {
        start(catalog.get().materializedViews());
    }

    private void start(List<MaterializedViewDefinition> views) {
        List<MaterializedViewDefinition> open = new ArrayList<>(views);
        boolean progress = true;
        while (progress && !open.isEmpty() && !closing) {
            progress = false;
            for (MaterializedViewDefinition view : List.copyOf(open)) {
                try {
                    List<String> unused = create(view, planned -> {});
                    notStarted.remove(key(view.name()));
                    open.remove(view);
                    progress = true;
                } catch (WeirException e) {
                    // Perhaps a view that it reads comes later.
                    notStarted.put(key(view.name()), e);
                }
            }
        }
        open.forEach(view -> LOG.error("view not started view={}", view.name(), notStarted.get(key(view.name()))));
    }

    /**
     * Makes views anew that have failed or could not be started, if what was in the way lies outside and may have
     * passed; each after a pause that grows. To be called every few seconds.
     */
    public void restartFailed() {
        if (closing || !remaking.tryLock()) {
            return; // it is being done, or a view is being dropped
        }
        try {
            List<MaterializedViewDefinition> due = catalog.get().materializedViews().stream()
                    .filter(view -> isToBeRemade(key(view.name())))
                    .toList();
            for (MaterializedViewDefinition view : due) {
                Running failed = running.remove(key(view.name()));
                if (failed != null) {
                    notStarted.put(
                            key(view.name()), requireNonNull(clock.failure(failed.view()), "view has not failed"));
                    end(failed);
                    clock.remove(failed.view());
                }
            }
            if (!due.isEmpty()) {
                LOG.info("views are made anew count={}", due.size());
                start(due);
            }
        } finally {
            remaking.unlock();
        }
    }

    private boolean isToBeRemade(String key) {
        Running found = running.get(key);
        Throwable cause = found == null ? notStarted.get(key) : clock.failure(found.view());
        long now = timeMillis.getAsLong();
        if (cause == null) {
            if (found != null) {
                pauses.runs(key, found.sinceMillis().get(), now);
            }
            return false;
        }
        return liesOutside(cause) && pauses.isOver(key, now);
    }

    /** A view that reads one that has failed has that one's cause. */
    private static boolean liesOutside(Throwable cause) {
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (link instanceof WeirException known
                    && (known.code().errorClass() == ErrorClass.EXTERNAL
                            || known.code().errorClass() == ErrorClass.RESOURCE)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Starts a view. Returns when its job runs, which is before it can be read.
     *
     * @param check refuses a plan before anything of it runs
     * @return warnings of its plan, sentences for people
     * @throws WeirException if it has no plan, or what {@code check} throws
     */
    public List<String> create(MaterializedViewDefinition definition, Consumer<PlannedStatement> check) {
        Catalog seen = catalog.get();
        JobSettings own = settings.apply(definition.options());
        Schema schema = definition.schema();
        List<Integer> key = definition.key().stream().map(schema::indexOf).toList();
        MaterializedView view = clock.add(definition.name(), schema, key);
        try {
            Inputs inputs = new Inputs(view);
            String id = ids.get();
            PlannedStatement planned = planner.planMaterializedView(
                    id,
                    definition,
                    view.sink(),
                    new PlanningContext(seen, own.planner(), "weir").withKeptTables(inputs));
            check.accept(planned);
            int ownSources = (int) planned.sources().stream()
                    .filter(source -> source.source() instanceof TableSource)
                    .count();
            boolean hasOthers = planned.sources().size() > ownSources;
            clock.begin(view);
            JobExecution execution = runner.start(
                    held(planned.graph(), view), own.queryExecution(id), RestoreSpec.fresh(), JobListener.NONE);
            AtomicLong since = new AtomicLong(timeMillis.getAsLong());
            running.put(key(definition.name()), new Running(view, execution, since));
            CompletableFuture<?> unusedBuilt =
                    view.built().whenComplete((built, error) -> since.set(timeMillis.getAsLong()));
            clock.start(view, execution::triggerEpoch, ownSources, hasOthers);
            CompletableFuture<?> unusedLeft = view.left().thenAccept(cause -> {
                CompletableFuture<JobStatus> unusedEnd = execution.cancel();
            });
            CompletableFuture<?> unused = execution.termination().thenAccept(status -> {
                since.set(timeMillis.getAsLong());
                ended(view, execution, status);
            });
            return planned.warnings();
        } catch (RuntimeException | Error e) {
            clock.remove(view);
            throw e;
        }
    }

    /** Has what the view reads from outside wait while too many of its changes wait to be published. */
    private static JobGraph held(JobGraph graph, MaterializedView view) {
        List<Vertex> vertices = graph.vertices().stream()
                .map(vertex -> new Vertex(
                        vertex.id(),
                        vertex.name(),
                        vertex.chain().stream()
                                .map(operator -> operator instanceof SourceSpec source ? held(source, view) : operator)
                                .toList(),
                        vertex.parallelism(),
                        vertex.maxParallelism()))
                .toList();
        return new JobGraph(graph.name(), vertices, graph.edges());
    }

    private static OperatorSpec held(SourceSpec spec, MaterializedView view) {
        return spec.source() instanceof TableSource
                ? spec
                : new SourceSpec(
                        spec.operatorId(),
                        spec.describe(),
                        view.source(spec.source()),
                        spec.watermarks(),
                        spec.badRecords());
    }

    private void ended(MaterializedView view, JobExecution execution, JobStatus status) {
        if (status == JobStatus.FAILED) {
            Throwable cause = execution.stats().failures().isEmpty()
                    ? new IllegalStateException("unknown")
                    : execution.stats().failures().get(0).cause();
            clock.failed(view, cause);
        } else if (status == JobStatus.FINISHED) {
            clock.finished(view);
        }
    }

    /**
     * Waits until a view can be read.
     *
     * @return whether it can
     */
    public boolean awaitBuilt(String name, long timeoutMillis) {
        Running found = running.get(key(name));
        if (found == null) {
            throw notRunning(name);
        }
        try {
            Object unused = found.view().built().get(timeoutMillis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.QUERY_CANCELLED, "statement was cancelled", e);
        } catch (ExecutionException | CompletionException e) {
            throw new WeirException(
                            ErrorCode.WRONG_OBJECT_STATE, "materialized view \"" + name + "\" has failed", e.getCause())
                    .withDetail(String.valueOf(requireNonNull(e.getCause(), "a failed future has a cause")
                            .getMessage()));
        }
    }

    private WeirException notRunning(String name) {
        Throwable cause = notStarted.get(key(name));
        WeirException error = new WeirException(
                ErrorCode.WRONG_OBJECT_STATE, "materialized view \"" + name + "\" does not run", cause);
        return cause == null ? error : error.withDetail(String.valueOf(cause.getMessage()));
    }

    /**
     * The rows of a view.
     *
     * @throws WeirException (WRONG_OBJECT_STATE) if it has failed, or does not run
     */
    public Relation readable(String name) {
        Running found = running.get(key(name));
        if (found == null) {
            throw notRunning(name);
        }
        clock.checkReadable(found.view().relation());
        return found.view().relation();
    }

    /** Ends a view and drops its rows. Nothing happens if it does not run. */
    public void drop(String name) {
        remaking.lock();
        try {
            notStarted.remove(key(name));
            pauses.forget(key(name));
            Running found = running.remove(key(name));
            if (found != null) {
                end(found);
                clock.remove(found.view());
            }
        } finally {
            remaking.unlock();
        }
    }

    private static void end(Running found) {
        try {
            Object unused = found.execution().cancel().get(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("job of a view not ended view={}", found.view().relation().name(), e);
        }
    }

    /** The tables as the job of a view reads them: no further than the clock says. */
    private final class Inputs implements KeptTables {
        private final MaterializedView view;

        Inputs(MaterializedView view) {
            this.view = view;
        }

        @Override
        public Source source(TableDefinition table, boolean bounded) {
            if (!MaterializedViewDefinition.isTableOfView(table)) {
                return view.source(tables.relation(table));
            }
            if (!awaitBuilt(table.name(), TimeUnit.SECONDS.toMillis(END_SECONDS))) {
                throw new WeirException(
                        ErrorCode.WRONG_OBJECT_STATE,
                        "materialized view \"" + table.name() + "\" is still being built");
            }
            return view.source(readable(table.name()));
        }

        @Override
        public Sink sink(TableDefinition table) {
            return tables.sink(table);
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Where the views of a catalog stand. Does not wait. */
    public List<ViewInfo> list(Catalog of) {
        return of.materializedViews().stream().map(view -> info(view.name())).toList();
    }

    private ViewInfo info(String name) {
        Running found = running.get(key(name));
        if (found == null) {
            Throwable cause = notStarted.get(key(name));
            ViewInfo.State state = cause == null ? ViewInfo.State.BUILDING : ViewInfo.State.FAILED;
            return new ViewInfo(name, state, 0, cause == null ? null : cause.getMessage());
        }
        String error = error(found);
        ViewInfo.State state;
        if (error != null) {
            state = ViewInfo.State.FAILED;
        } else if (!found.view().built().isDone()) {
            state = ViewInfo.State.BUILDING;
        } else {
            boolean isFinished = found.execution().status() == JobStatus.FINISHED;
            state = isFinished ? ViewInfo.State.FINISHED : ViewInfo.State.RUNNING;
        }
        return new ViewInfo(name, state, found.sinceMillis().get(), error);
    }

    private @Nullable String error(Running found) {
        try {
            clock.checkReadable(found.view().relation());
            return null;
        } catch (WeirException e) {
            String detail = e.detail();
            return detail == null ? e.primary() : detail;
        }
    }

    @Override
    public void close() {
        closing = true;
        clock.close();
        running.values().forEach(found -> {
            var unused = found.execution().cancel();
        });
        running.values().forEach(ViewManager::end);
        running.clear();
    }
}
