package io.weir.server;

import io.weir.planner.PlannedStatement;
import io.weir.planner.PlanningContext;
import io.weir.planner.QueryPlanner;
import io.weir.planner.catalog.ConnectorRegistry;
import io.weir.planner.catalog.SystemTable;
import io.weir.runtime.time.Clock;
import io.weir.server.catalog.CatalogLog;
import io.weir.server.catalog.DurableCatalog;
import io.weir.server.catalog.SecretStore;
import io.weir.server.config.JobSettings;
import io.weir.server.config.ServerOptions;
import io.weir.server.jdbc.Connections;
import io.weir.server.jdbc.Endpoint;
import io.weir.server.jdbc.Users;
import io.weir.server.job.JobDefaults;
import io.weir.server.job.JobManager;
import io.weir.server.query.QueryRegistry;
import io.weir.server.session.PlannerDefinitions;
import io.weir.server.session.Planning;
import io.weir.server.session.Services;
import io.weir.server.session.StatementExecutor;
import io.weir.server.sys.Functions;
import io.weir.server.sys.InformationSchema;
import io.weir.server.sys.SystemTables;
import io.weir.server.table.OwnTables;
import io.weir.server.view.ViewManager;
import io.weir.spi.connector.Options;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.StatementParser;
import io.weir.sql.statement.SqlCreateJob;
import io.weir.storage.hdfs.HdfsCheckpointStorageProvider;
import io.weir.tables.EpochClock;
import io.weir.tables.TableStore;
import io.weir.tables.TableStoreOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server, from its lock on the data directory to its port. Everything is wired here, by constructors. {@link #start} returns when it listens; {@link
 * #close} suspends all jobs, which go on with the next start. What it holds is closed in the opposite order of its making, also if a start fails.
 */
public final class WeirServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WeirServer.class);
    /** Statements of jobs may be deep. */
    private static final long DEEP_STACK = 16L << 20;

    private static final int STARTERS = 8;
    private static final long STARTER_IDLE_SECONDS = 30;
    private static final long HOUSEKEEPING_SECONDS = 5;
    private static final long TRUNCATION_MINUTES = 5;
    private static final Duration SHORTEST_EPOCH = Duration.ofMillis(10);
    private static final Duration OTHER_SOURCES_EPOCH = Duration.ofMillis(200);

    private final Deque<AutoCloseable> held = new ArrayDeque<>();
    private final String bind;
    private Endpoint endpoint;
    private DataDirectory directory;
    private boolean closed;

    private WeirServer(ServerConfig config) {
        bind = config.get(ServerOptions.BIND);
        try {
            directory = hold(DataDirectory.open(config.dataDirectory()));
            hold(ClosedFolders.add(directory.path()));
            endpoint = wire(config);
            endpoint.start();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Starts a server. @throws WeirException that says what is in the way */
    public static WeirServer start(ServerConfig config) {
        long begin = System.nanoTime();
        WeirServer server = new WeirServer(config);
        LOG.info(
                "server listens url={} data-dir={} start-millis={}",
                server.url(),
                server.directory.path(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        return server;
    }

    private <T extends AutoCloseable> T hold(T part) {
        held.push(part);
        return part;
    }

    private Endpoint wire(ServerConfig config) {
        Users users = users(config);
        SecureRandom random = new SecureRandom();
        CatalogLog log = hold(CatalogLog.open(directory.catalog()));
        SecretStore secrets = new SecretStore(log, directory.secretKey(), random);
        HdfsCheckpointStorageProvider storage = new HdfsCheckpointStorageProvider(
                config.hadoop(),
                config.find(ServerOptions.HADOOP_CONFIGURATION).orElse(System.getenv("HADOOP_CONF_DIR")),
                config.find(ServerOptions.LOCAL_BACKUP_DIRS)
                        .map(folders -> Stream.of(folders.split(","))
                                .map(String::strip)
                                .map(Path::of)
                                .toList())
                        .orElse(List.of(directory.localBackup())));
        Engine engine = hold(new Engine(
                config.workers(),
                config.find(ServerOptions.STATE_HEAP)
                        .orElse(Runtime.getRuntime().maxMemory() / 2),
                config.get(ServerOptions.ROCKSDB_MEMORY),
                config.find(ServerOptions.ROCKSDB_FOLDER)
                        .map(folder -> directory.stateIn(Path.of(folder)))
                        .orElse(directory.state()),
                storage));
        Clock clock = engine.clock();
        ConnectorRegistry connectors = ConnectorRegistry.load(WeirServer.class.getClassLoader());
        OwnTables tables = new OwnTables(
                hold(TableStore.open(directory.tables(), TableStoreOptions.of(new Options(config.options())))));
        EpochClock epochs = hold(new EpochClock(tables.store(), SHORTEST_EPOCH, OTHER_SOURCES_EPOCH));
        QueryPlanner planner =
                new QueryPlanner(connectors, tables, clock, () -> new SplittableRandom(random.nextLong()));
        StatementParser parser = new StatementParser();
        PlannerDefinitions definitions = new PlannerDefinitions(planner, secrets);

        QueryRegistry queries = hold(new QueryRegistry(
                engine.statementJobs(),
                clock,
                config.get(ServerOptions.MAX_QUERIES).intValue()));
        Connections connections = connections(config, users, clock, random, queries);
        List<InformationSchema.Function> functions = Functions.list();

        // Jobs, catalog and system tables name each other: system tables ask for the others when they are read.
        Parts parts = new Parts();
        List<SystemTable> systemTables = new ArrayList<>(
                new SystemTables(parts::jobs, () -> queries, connections::sessions, config.options(), clock).all());
        systemTables.addAll(new InformationSchema(() -> parts.catalog().snapshot(), () -> functions).all());
        DurableCatalog catalog = DurableCatalog.load(log, parser, definitions, systemTables);
        parts.catalog = catalog;
        if (catalog.broken().isEmpty()) {
            tables.dropOrphans(catalog.snapshot());
        }
        JobDefaults jobDefaults = new JobDefaults(config.sessionDefaults(), directory.path());
        ScheduledExecutorService background = background();
        ExecutorService starters = starters();
        JobManager jobs = new JobManager(
                log,
                (sql, user, settings) -> plan(planner, parser, catalog, secrets, sql, user, settings),
                engine.runner(),
                storage,
                jobDefaults,
                clock,
                () -> hex(random),
                background,
                starters);
        parts.jobs = jobs;
        ViewManager views = hold(new ViewManager(
                tables,
                epochs,
                planner,
                engine.runner(),
                options -> jobDefaults.settings(options),
                () -> Planning.withSecrets(catalog.snapshot(), secrets),
                () -> hex(random)));
        Services services = new Services(
                catalog,
                definitions,
                planner,
                connectors,
                storage,
                jobs,
                jobDefaults,
                queries,
                secrets,
                tables,
                views,
                connections::sessions,
                () -> functions,
                clock);
        hold(background::shutdownNow);
        hold(starters::shutdownNow);
        hold(jobs);
        views.start();
        jobs.start();
        keepHouse(config, background, connections, queries, tables.store(), clock);
        StatementExecutor executor = new StatementExecutor(parser, services, engine.runner(), engine.statementJobs());
        return hold(new Endpoint(
                endpoint(config),
                new Endpoint.Content(
                        connections, executor, catalog::snapshot, () -> hex(random), Version.current(), functions)));
    }

    private static Connections connections(
            ServerConfig config, Users users, Clock clock, SecureRandom random, QueryRegistry queries) {
        return new Connections(
                users,
                config.sessionDefaults(),
                new Connections.Limits(
                        config.get(ServerOptions.MAX_CONNECTIONS).intValue(),
                        config.get(ServerOptions.MAX_CONNECTIONS_PER_USER).intValue(),
                        config.get(ServerOptions.MAX_STATEMENTS).intValue()),
                clock,
                random,
                () -> hex(random),
                queries::endSession);
    }

    private Endpoint.Settings endpoint(ServerConfig config) {
        return new Endpoint.Settings(
                bind,
                config.get(ServerOptions.PORT).intValue(),
                config.get(ServerOptions.MAX_REQUEST_BYTES),
                config.get(ServerOptions.MAX_QUERIES).intValue(),
                config.find(ServerOptions.KEY_STORE).orElse(null),
                config.find(ServerOptions.KEY_STORE_PASSWORD).orElse(null));
    }

    /** What is made after others that need it. */
    private static final class Parts {
        private @org.jspecify.annotations.Nullable JobManager jobs;
        private @org.jspecify.annotations.Nullable DurableCatalog catalog;

        JobManager jobs() {
            return java.util.Objects.requireNonNull(jobs, "jobs are not made yet");
        }

        DurableCatalog catalog() {
            return java.util.Objects.requireNonNull(catalog, "catalog is not made yet");
        }
    }

    private Users users(ServerConfig config) {
        Users users = config.find(ServerOptions.USERS_FILE)
                .map(file -> Users.read(Path.of(file)))
                .orElseGet(Users::everybody);
        if (!users.areChecked() && !Endpoint.isLoopback(bind) && !config.get(ServerOptions.INSECURE)) {
            throw new WeirException(
                            ErrorCode.OPTION_VALUE,
                            "server would listen on " + bind + " and let everybody in who can reach this machine")
                    .withHint("Name a users file (server.users-file), or say --insecure if the network is safe.");
        }
        return users;
    }

    private static PlannedStatement plan(
            QueryPlanner planner,
            StatementParser parser,
            DurableCatalog catalog,
            SecretStore secrets,
            String sql,
            String user,
            JobSettings settings) {
        SqlCreateJob job = (SqlCreateJob) parser.parse(sql).node();
        return planner.planInserts(
                String.join(".", job.name().names),
                job.inserts(),
                new PlanningContext(Planning.withSecrets(catalog.snapshot(), secrets), settings.planner(), user));
    }

    private static ScheduledExecutorService background() {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(null, work, "weir-jobs", DEEP_STACK);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** For the jobs of the catalog at the start: several, because one that waits for a broker must not hold up the others. */
    private static ExecutorService starters() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                STARTERS, STARTERS, STARTER_IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(null, work, "weir-start-" + number.incrementAndGet(), DEEP_STACK);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static void keepHouse(
            ServerConfig config,
            ScheduledExecutorService background,
            Connections connections,
            QueryRegistry queries,
            TableStore tables,
            Clock clock) {
        ScheduledFuture<?> unusedTruncation = background.scheduleWithFixedDelay(
                () -> {
                    try {
                        tables.truncateLogs(clock.currentTimeMillis());
                    } catch (RuntimeException e) {
                        LOG.error("logs of tables not truncated", e);
                    }
                },
                TRUNCATION_MINUTES,
                TRUNCATION_MINUTES,
                TimeUnit.MINUTES);
        Duration connectionTimeout = config.get(ServerOptions.CONNECTION_IDLE_TIMEOUT);
        Duration queryTimeout = config.get(ServerOptions.QUERY_IDLE_TIMEOUT);
        ScheduledFuture<?> unused = background.scheduleWithFixedDelay(
                () -> {
                    try {
                        queries.endIdle(queryTimeout);
                        connections.closeIdle(connectionTimeout);
                    } catch (RuntimeException e) {
                        LOG.error("idle connections not closed", e);
                    }
                },
                HOUSEKEEPING_SECONDS,
                HOUSEKEEPING_SECONDS,
                TimeUnit.SECONDS);
    }

    private static String hex(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public int port() {
        return endpoint.port();
    }

    /** What to connect to. */
    public String url() {
        String host = bind.contains(":") ? "[" + bind + "]" : bind;
        return "jdbc:weir://" + host + ":" + port();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (!held.isEmpty()) {
            try {
                held.pop().close();
            } catch (Exception e) {
                LOG.warn("part of the server not closed cause={}", String.valueOf(e.getMessage()), e);
            }
        }
    }
}
