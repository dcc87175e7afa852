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
import io.weir.tables.ChangeMemory;
import io.weir.tables.EpochClock;
import io.weir.tables.TableStore;
import io.weir.tables.TableStoreOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The parts of a server, made in the order of the fields: each knows only those above it. Only the system tables show
 * what is made after them, and ask for it when they are read.
 */
final class Wiring {
    /** What the server itself takes of the heap, and the batches that a few queries have under way. */
    private static final long NOT_FOR_STATE_BYTES = 256L << 20;

    private static final Duration SHORTEST_EPOCH = Duration.ofMillis(10);
    private static final Duration OTHER_SOURCES_EPOCH = Duration.ofMillis(200);

    private final ServerConfig config;
    private final DataDirectory directory;
    private final SecureRandom random = new SecureRandom();

    private final Users users;
    private final CatalogLog log;
    private final SecretStore secrets;
    private final HdfsCheckpointStorageProvider storage;
    private final Engine engine;
    private final Clock clock;
    private final ConnectorRegistry connectors;
    private final OwnTables tables;
    private final EpochClock epochs;
    private final QueryPlanner planner;
    private final StatementParser parser = new StatementParser();
    private final PlannerDefinitions definitions;
    private final QueryRegistry queries;
    private final Connections connections;
    private final List<InformationSchema.Function> functions = Functions.list();
    private final DurableCatalog catalog;
    private final JobDefaults jobDefaults;
    private final JobThreads jobThreads = new JobThreads();
    private final JobManager jobs;
    private final ViewManager views;
    private final Endpoint endpoint;

    /** @param held gets what must be closed, also if this fails midway */
    Wiring(ServerConfig config, DataDirectory directory, Held held) {
        this.config = config;
        this.directory = directory;
        users = users();
        log = held.add(CatalogLog.open(directory.catalog()));
        secrets = new SecretStore(log, directory.secretKey(), random);
        storage = storage();
        engine = held.add(engine());
        clock = engine.clock();
        connectors = ConnectorRegistry.load(WeirServer.class.getClassLoader());
        tables = new OwnTables(
                held.add(TableStore.open(directory.tables(), TableStoreOptions.of(new Options(config.options())))));
        epochs = held.add(new EpochClock(tables.store(), changeMemory(), SHORTEST_EPOCH, OTHER_SOURCES_EPOCH));
        planner = new QueryPlanner(connectors, tables, clock, () -> new SplittableRandom(random.nextLong()));
        definitions = new PlannerDefinitions(planner, secrets);
        queries = held.add(new QueryRegistry(
                engine.statementJobs(),
                clock,
                config.get(ServerOptions.MAX_QUERIES).intValue()));
        connections = connections();
        catalog = DurableCatalog.load(log, parser, definitions, systemTables());
        jobDefaults = new JobDefaults(config.sessionDefaults(), directory.path());
        jobs = jobs();
        views = held.add(views());
        held.add(jobThreads);
        held.add(jobs);
        endpoint = held.add(endpoint());
    }

    /** Starts what the catalog holds. @return what lets people in, not listening yet */
    Endpoint start() {
        if (catalog.broken().isEmpty()) {
            tables.dropOrphans(catalog.snapshot());
        }
        views.start();
        jobs.start();
        Housekeeping housekeeping = new Housekeeping(jobThreads.background());
        housekeeping.truncateLogs(tables.store(), clock);
        housekeeping.restartViews(views, jobThreads.starters());
        housekeeping.endIdle(config, queries, connections);
        return endpoint;
    }

    private ChangeMemory changeMemory() {
        return config.find(TableStoreOptions.VIEW_CHANGES_SIZE)
                .map(ChangeMemory::new)
                .orElseGet(ChangeMemory::ofHeap);
    }

    private Users users() {
        Users read = config.find(ServerOptions.USERS_FILE)
                .map(file -> Users.read(Path.of(file)))
                .orElseGet(Users::everybody);
        String bind = config.get(ServerOptions.BIND);
        if (!read.areChecked() && !Endpoint.isLoopback(bind) && !config.get(ServerOptions.INSECURE)) {
            throw new WeirException(
                            ErrorCode.OPTION_VALUE,
                            "server would listen on " + bind + " and let everybody in who can reach this machine")
                    .withHint("Name a users file (server.users-file), or say --insecure if the network is safe.");
        }
        return read;
    }

    private HdfsCheckpointStorageProvider storage() {
        List<Path> backups = config.find(ServerOptions.LOCAL_BACKUP_DIRS)
                .map(folders -> Stream.of(folders.split(","))
                        .map(String::strip)
                        .map(folder -> directory.localBackupIn(Path.of(folder)))
                        .toList())
                .orElse(List.of(directory.localBackup()));
        return new HdfsCheckpointStorageProvider(
                config.hadoop(),
                config.find(ServerOptions.HADOOP_CONFIGURATION).orElse(System.getenv("HADOOP_CONF_DIR")),
                backups);
    }

    private Engine engine() {
        long heapBytes = Runtime.getRuntime().maxMemory();
        long stateHeapBytes = config.find(ServerOptions.STATE_HEAP)
                .orElse(Math.max(heapBytes / 4, (heapBytes - NOT_FOR_STATE_BYTES) / 2));
        return new Engine(
                config.workers(),
                stateHeapBytes,
                config.find(ServerOptions.MAX_QUERY_MEMORY).orElse(stateHeapBytes / 2),
                config.get(ServerOptions.ROCKSDB_MEMORY),
                config.find(ServerOptions.ROCKSDB_FOLDER)
                        .map(folder -> directory.stateIn(Path.of(folder)))
                        .orElse(directory.state()),
                storage);
    }

    private Connections connections() {
        return new Connections(
                users,
                config.sessionDefaults(),
                new Connections.Limits(
                        config.get(ServerOptions.MAX_CONNECTIONS).intValue(),
                        config.get(ServerOptions.MAX_CONNECTIONS_PER_USER).intValue(),
                        config.get(ServerOptions.MAX_STATEMENTS).intValue()),
                clock,
                random,
                this::randomId,
                queries::endSession);
    }

    private List<SystemTable> systemTables() {
        List<SystemTable> all = new ArrayList<>(new SystemTables(
                        () -> jobs,
                        () -> views.list(catalog.snapshot()),
                        () -> queries,
                        connections::sessions,
                        config.options(),
                        clock)
                .all());
        all.addAll(new InformationSchema(() -> catalog.snapshot(), () -> functions).all());
        return all;
    }

    private JobManager jobs() {
        return new JobManager(
                log,
                this::plan,
                engine.runner(),
                storage,
                jobDefaults,
                clock,
                this::randomId,
                jobThreads.background(),
                jobThreads.starters());
    }

    private PlannedStatement plan(String sql, String user, JobSettings settings) {
        SqlCreateJob job = (SqlCreateJob) parser.parse(sql).node();
        return planner.planInserts(
                String.join(".", job.name().names),
                job.inserts(),
                new PlanningContext(Planning.withSecrets(catalog.snapshot(), secrets), settings.planner(), user));
    }

    private ViewManager views() {
        return new ViewManager(
                tables,
                epochs,
                planner,
                engine.runner(),
                jobDefaults::settings,
                () -> Planning.withSecrets(catalog.snapshot(), secrets),
                this::randomId,
                clock::currentTimeMillis);
    }

    private Endpoint endpoint() {
        StatementExecutor executor = new StatementExecutor(parser, services(), engine.runner(), engine.statementJobs());
        return new Endpoint(
                new Endpoint.Settings(
                        config.get(ServerOptions.BIND),
                        config.get(ServerOptions.PORT).intValue(),
                        config.get(ServerOptions.MAX_REQUEST_BYTES),
                        config.get(ServerOptions.MAX_QUERIES).intValue(),
                        config.find(ServerOptions.KEY_STORE).orElse(null),
                        config.find(ServerOptions.KEY_STORE_PASSWORD).orElse(null)),
                new Endpoint.Content(
                        connections, executor, catalog::snapshot, this::randomId, Version.current(), functions));
    }

    private Services services() {
        return new Services(
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
    }

    private String randomId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
