package io.weir.sqltests.script;

import io.weir.planner.PlannedStatement;
import io.weir.planner.PlannerOptions;
import io.weir.planner.PlanningContext;
import io.weir.planner.QueryPlanner;
import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.ConnectorRegistry;
import io.weir.planner.catalog.KeptTables;
import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.exchange.ExchangeMemory;
import io.weir.runtime.state.StateMemory;
import io.weir.runtime.state.rocksdb.StateBackends;
import io.weir.runtime.task.ExecutionConfig;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobListener;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.LocalJobRunner;
import io.weir.runtime.task.RestartStrategy;
import io.weir.runtime.task.RestoreSpec;
import io.weir.runtime.task.RuntimeEnvironment;
import io.weir.runtime.testing.ManualClock;
import io.weir.runtime.testing.MemoryStorageProvider;
import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Options;
import io.weir.spi.data.RowKind;
import io.weir.spi.error.WeirException;
import io.weir.sql.ParsedStatement;
import io.weir.sql.StatementParser;
import io.weir.sql.statement.SqlCreateJob;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlCreateView;
import io.weir.sql.statement.SqlDropObject;
import io.weir.sql.statement.SqlExplainStatement;
import io.weir.sql.statement.SqlReset;
import io.weir.sql.statement.SqlSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * A session over a process that can end and start again: catalog, tables and what was written outlive it, jobs go on from their latest checkpoint. Everything happens on the
 * calling thread, in an order that the seed decides.
 */
public final class ScriptSession implements AutoCloseable {
    /** When the clock starts. */
    static final long START_MILLIS = 1_800_000_000_000L;

    private static final long DISCOVERY_MILLIS = 1_001;
    private static final int LITTLE_ROOM = 2;
    /** Rows under way are few in a script: a checkpoint falls among them within so many steps. */
    private static final int MOST_STEPS_UNDER_WAY = 60;

    private final RunMode mode;
    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final MemoryStorageProvider storage = new MemoryStorageProvider();
    private final ScriptConnector connector;
    private final QueryPlanner planner;
    private final StatementParser parser = new StatementParser();
    private final Map<String, String> options = new LinkedHashMap<>();
    private final Map<String, Job> jobs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private Catalog catalog = Catalog.empty();
    private ScriptWorld world;
    private LocalJobRunner runner;
    private int starts;
    private int checkpointsWithRowsUnderWay;

    /** A job: how it is planned, what it writes, and how it runs in this process. */
    private static final class Job {
        private final String id;
        private final PlanningContext context;
        private final Function<PlanningContext, PlannedStatement> plan;
        private final Map<Integer, PlannedStatement> plans = new TreeMap<>();
        private final Collector collector;
        private @Nullable JobExecution execution;

        private Job(
                String id,
                PlanningContext context,
                Function<PlanningContext, PlannedStatement> plan,
                Collector collector) {
            this.id = id;
            this.context = context;
            this.plan = plan;
            this.collector = collector;
        }

        private JobExecution execution() {
            return java.util.Objects.requireNonNull(execution, "job was not started");
        }
    }

    public ScriptSession(RunMode mode, long seed) {
        this.mode = mode;
        random = new Random(seed);
        if (mode.twoPhases()) {
            options.put(PlannerOptions.AGGREGATE_PHASES.key(), "two-phase");
        }
        clock.advanceToMillis(START_MILLIS);
        connector = new ScriptConnector(new BatchSizes(random, mode.splitsBatches()));
        planner = new QueryPlanner(connectors(connector), KeptTables.none(), clock, () -> new SplittableRandom(seed));
        startProcess();
    }

    /** Those of scripts beside those of the product. */
    private static ConnectorRegistry connectors(ScriptConnector script) {
        ConnectorRegistry product = ConnectorRegistry.load(ScriptSession.class.getClassLoader());
        List<Connector> all = new ArrayList<>(product.connectors());
        all.add(script);
        return new ConnectorRegistry(all, product.formats());
    }

    private void startProcess() {
        world = new ScriptWorld(random, clock);
        boolean isRocksDb = mode.backend().equals(StateBackends.ROCKSDB);
        runner = new LocalJobRunner(new RuntimeEnvironment(
                world,
                world,
                clock,
                world,
                storage,
                new ExchangeMemory(1 + random.nextInt(1 << 20)),
                isRocksDb
                        ? SharedRocksDb.backends()
                        : new io.weir.runtime.state.HashMapStateBackends(new StateMemory(1L << 30)),
                bound -> random.nextLong(bound)));
    }

    Catalog catalog() {
        return catalog;
    }

    public ScriptTable table(String name) {
        return connector.table(catalog.table(name).name());
    }

    /** CREATE, DROP, SET and RESET take effect, INSERT and CREATE JOB start jobs; queries are planned and forgotten. */
    public void execute(String sql) {
        ParsedStatement parsed = parser.parse(sql);
        SqlNode node = parsed.node();
        if (node instanceof SqlCreateTable table) {
            catalog = catalog.with(planner.defineTable(table, context()));
        } else if (node instanceof SqlCreateView view) {
            catalog = catalog.with(planner.defineView(view, context()));
        } else if (node instanceof SqlDropObject drop) {
            catalog = catalog.without(drop.name().getSimple());
        } else if (node instanceof SqlSet set && set.key() != null) {
            Map<String, String> changed = new LinkedHashMap<>(options);
            changed.put(set.key(), java.util.Objects.requireNonNull(set.value(), "value is null"));
            PlannerOptions.of(new Options(changed));
            options.putAll(changed);
        } else if (node instanceof SqlReset reset) {
            options.keySet().removeIf(key -> reset.key() == null || key.equals(reset.key()));
        } else if (node instanceof SqlCreateJob job) {
            insert(job.inserts());
        } else if (node instanceof SqlInsert insert) {
            insert(List.of(insert));
        } else if (node instanceof SqlExplainStatement explain) {
            planner.explain(explain.statement(), explain.detail(), context());
        } else {
            planner.planQuery(
                    "query",
                    node,
                    parsed.streaming(),
                    (schema, changelog) -> new CollectingSink(new Collector(), changelog),
                    context());
        }
    }

    /** What EXPLAIN says; {@code sql} is what follows the word. */
    public String explain(String sql) {
        if (!(parser.parse("EXPLAIN " + sql).node() instanceof SqlExplainStatement explain)) {
            throw new IllegalArgumentException("not to be explained: " + sql);
        }
        return planner.explain(explain.statement(), explain.detail(), context());
    }

    private PlanningContext context() {
        return new PlanningContext(catalog, PlannerOptions.of(new Options(options)), "tester");
    }

    private PlanningContext atParallelism(PlanningContext context, int parallelism) {
        return new PlanningContext(context.catalog(), context.options().withParallelism(parallelism), context.user());
    }

    /** Starts a job that keeps a view, or any other object, up to date. */
    public void watch(String view) {
        watch(view, "SELECT STREAM * FROM \"" + catalog.get(view).name() + "\"");
    }

    /** As {@link #watch(String)}, under a name, for a query. */
    public void watch(String name, String sql) {
        ParsedStatement parsed = parser.parse(sql);
        Collector collector = new Collector();
        start(
                name,
                new Job(
                        "job-" + jobs.size(),
                        context(),
                        context -> planner.planQuery(
                                name,
                                parsed.node(),
                                true,
                                (schema, changelog) -> {
                                    collector.describe(schema.types());
                                    return new CollectingSink(collector, changelog);
                                },
                                context),
                        collector));
    }

    /** The tables outside that an INSERT would find rows in. */
    public List<PlannedStatement.TableLookup> lookups(String sql) {
        if (!(parser.parse(sql).node() instanceof SqlInsert insert)) {
            throw new IllegalArgumentException("no INSERT: " + sql);
        }
        return planner.planInserts("planned", List.of(insert), context()).lookups();
    }

    private void insert(List<SqlInsert> inserts) {
        String target = inserts.get(0).getTargetTable().toString();
        start(
                target,
                new Job(
                        "job-" + jobs.size(),
                        context(),
                        context -> planner.planInserts(target, inserts, context),
                        connector.written(target)));
    }

    private void start(String name, Job job) {
        start(job, RestoreSpec.fresh());
        jobs.put(name, job);
        world.runUntilQuiet();
    }

    private void start(Job job, RestoreSpec restore) {
        PlannedStatement planned = job.plans.computeIfAbsent(
                mode.parallelism(starts), count -> job.plan.apply(atParallelism(job.context, count)));
        CheckpointConfig checkpoints = CheckpointConfig.builder()
                .directory("memory:")
                .intervalMillis(0)
                .minPauseMillis(0)
                .tolerableFailures(0)
                .unaligned(mode.unaligned())
                .build();
        ExecutionConfig config = ExecutionConfig.of(job.id)
                .withCheckpoints(checkpoints)
                .withRestart(new RestartStrategy.None())
                .withStateBackend(mode.backend())
                .withChannelCapacity(mode.splitsBatches() ? LITTLE_ROOM : ExecutionConfig.DEFAULT_CHANNEL_CAPACITY);
        job.execution = runner.start(ScriptMarks.understand(planned.graph()), config, restore, JobListener.NONE);
    }

    /** Whether a job keeps this up to date, or writes to it. */
    boolean isWatched(String name) {
        return jobs.containsKey(name);
    }

    /** Adds rows; nobody reads them before {@link #settle}. */
    public void feed(String table, RowKind kind, List<@Nullable Object> values) {
        table(table).add(kind, values, random);
    }

    /** Moves the event time of a table, behind all its rows. */
    public void watermark(String table, long micros) {
        ScriptTable log = table(table);
        if (log.splitCount() > 1) {
            // Splits are not ordered among each other: what comes next must not overtake the mark.
            log.mark();
            quiet();
        }
        log.watermark(micros);
        if (log.splitCount() > 1) {
            quiet();
        }
    }

    public void advanceClock(long millis) {
        world.runUntilQuiet();
        world.advanceTo(clock.currentTimeMillis() + millis);
    }

    /** What was fed is read, with the process ending in between if the mode says so; all results are out. */
    public void settle() {
        if (mode.restarts() == RunMode.Restarts.UNDER_WAY && !jobs.isEmpty()) {
            world.run(random.nextInt(MOST_STEPS_UNDER_WAY));
            checkpoint();
            world.run(random.nextInt(MOST_STEPS_UNDER_WAY));
            endProcess();
        }
        quiet();
    }

    /** Lets everything happen that will; a source subtask without splits holds event time back for a second, in case one turns up. */
    private void quiet() {
        world.runUntilQuiet();
        world.advanceTo(clock.currentTimeMillis() + DISCOVERY_MILLIS);
    }

    /** A step is done. */
    void endOfStep() {
        if (mode.restarts() == RunMode.Restarts.BETWEEN_STEPS && !jobs.isEmpty()) {
            world.runUntilQuiet();
            checkpoint();
            endProcess();
            quiet();
        }
    }

    private List<Job> running() {
        return jobs.values().stream()
                .filter(job -> !job.execution().status().isTerminal())
                .toList();
    }

    private void checkpoint() {
        for (Job job : running()) {
            // A job that has only begun takes no checkpoint yet.
            world.runUntil(() -> job.execution().status() != JobStatus.STARTING);
            if (job.execution().status().isTerminal()) {
                continue;
            }
            CompletableFuture<CheckpointStats> taken = job.execution().triggerCheckpoint();
            world.runUntil(taken::isDone);
            boolean hasFailed = !taken.isDone() || taken.isCompletedExceptionally();
            if (!hasFailed && taken.join().persistedInFlightBytes() > 0) {
                checkpointsWithRowsUnderWay++;
            }
            if (hasFailed) {
                world.runUntilQuiet(); // a job that is about to fail takes no checkpoint, and fails
            }
            if (hasFailed && !job.execution().status().isTerminal()) {
                throw new AssertionError("checkpoint of " + job.id + " was not taken: " + taken, cause(taken));
            }
        }
    }

    /** How much state a job has, with nothing under way: the bytes of a checkpoint, whether written for it or before. */
    public long stateBytes(String name) {
        quiet();
        CompletableFuture<CheckpointStats> taken = job(name).execution().triggerCheckpoint();
        world.runUntil(taken::isDone);
        return taken.join().fullBytes();
    }

    /** How many checkpoints there were that hold rows between subtasks. */
    int checkpointsWithRowsUnderWay() {
        return checkpointsWithRowsUnderWay;
    }

    private static @Nullable Throwable cause(CompletableFuture<?> future) {
        try {
            future.getNow(null);
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** Ends the process for good. */
    @Override
    public void close() {
        releaseNativeMemory(running());
    }

    private void releaseNativeMemory(List<Job> running) {
        if (mode.backend().equals(StateBackends.ROCKSDB)) {
            for (Job job : running) {
                CompletableFuture<JobStatus> unused = job.execution().suspend();
            }
            world.runUntil(() -> running.stream()
                    .allMatch(job -> job.execution().termination().isDone()));
        }
    }

    private void endProcess() {
        List<Job> running = running();
        // Elsewhere the world just ends. What a job does on its way out writes nothing.
        releaseNativeMemory(running);
        connector.processEnded();
        startProcess();
        starts++;
        for (Job job : running) {
            start(job, RestoreSpec.latest());
        }
    }

    /** The net change of a view, or of what was written to a table, since the last call. */
    List<String> change(String name) {
        if (!jobs.containsKey(name) && connector.isWritten(name)) {
            return connector.written(name).change(); // a job writes to several tables
        }
        checkRunning(name);
        return job(name).collector.change();
    }

    /** The net content of a view. */
    public Map<String, Long> content(String name) {
        checkRunning(name);
        return job(name).collector.content();
    }

    /** As {@link #content}, with values as the caller spells them, separated by bars. */
    public Map<String, Long> values(String name, Function<@Nullable Object, String> spelling) {
        checkRunning(name);
        return job(name).collector.values(spelling);
    }

    /** What a job has written to a table, or to a view under this name: rows with their values, boxed, and how often they are there. */
    public Map<List<@Nullable Object>, Long> rows(String name) {
        checkRunning(name);
        return job(name).collector.rows();
    }

    /** Why a job has failed, or null. */
    public @Nullable Throwable failure(String name) {
        Job job = job(name);
        return job.execution().status() == JobStatus.FAILED
                ? job.execution().stats().failures().get(0).cause()
                : null;
    }

    private void checkRunning(String name) {
        JobExecution execution = job(name).execution();
        Throwable failure = failure(name);
        if (failure != null) {
            throw new AssertionError("the job of \"" + name + "\" has failed: " + failure.getMessage(), failure);
        }
        if (execution.status() != JobStatus.RUNNING && execution.status() != JobStatus.FINISHED) {
            throw new AssertionError("the job of \"" + name + "\" is " + execution.status());
        }
    }

    private Job job(String name) {
        Job job = jobs.get(name);
        if (job == null) {
            throw new IllegalArgumentException("nothing keeps \"" + name + "\" up to date");
        }
        return job;
    }

    /** Runs a query that ends; the tables that it reads get no more rows. In order if the query has one. */
    List<String> query(String sql) {
        ParsedStatement parsed = parser.parse(sql);
        catalog.tables().forEach(table -> connector.table(table.name()).close());
        Collector collector = new Collector();
        int parallelism = mode.parallelism(starts);
        PlannedStatement planned = planner.planQuery(
                "query",
                parsed.node(),
                false,
                (schema, changelog) -> {
                    collector.describe(schema.types());
                    return new CollectingSink(collector, changelog);
                },
                atParallelism(context(), parallelism));
        ExecutionConfig config = ExecutionConfig.of("query")
                .withRestart(new RestartStrategy.None())
                .withStateBackend(mode.backend());
        JobExecution execution =
                runner.start(ScriptMarks.understand(planned.graph()), config, RestoreSpec.fresh(), JobListener.NONE);
        world.runUntil(() -> execution.status().isTerminal());
        if (execution.status() == JobStatus.FAILED) {
            Throwable cause = execution.stats().failures().get(0).cause();
            if (cause instanceof WeirException e) {
                throw e;
            }
            throw new AssertionError("query failed", cause);
        }
        if (execution.status() != JobStatus.FINISHED) {
            throw new AssertionError("query is " + execution.status());
        }
        boolean isOrdered = parsed.node() instanceof org.apache.calcite.sql.SqlOrderBy;
        if (isOrdered) {
            return collector.inOrder().stream()
                    .map(row -> row.substring("+I ".length()))
                    .toList();
        }
        List<String> rows = new ArrayList<>();
        collector.change().forEach(row -> rows.add(row.substring("+I ".length())));
        return rows;
    }
}
