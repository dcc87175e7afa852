package io.weir.server.config;

import io.weir.spi.connector.Option;
import io.weir.tables.TableStoreOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** {@code server.*}: what only the one who starts the server can set, in its configuration file. */
public final class ServerOptions {
    private static final int LEAST_STATE_MEGABYTES = 8;

    public static final Option<String> BIND =
            Option.text("server.bind", "127.0.0.1", "The address on which the server listens.");
    public static final Option<Long> PORT = Option.integer(
            "server.port", "8765", 0, 65535, "The port on which the server listens; 0: any that is free.");
    public static final Option<Boolean> INSECURE = Option.bool(
            "server.insecure", "false", "Whether others than this machine may connect without authentication.");
    public static final Option<String> USERS_FILE = Option.text(
            "server.users-file", null, "The users who may connect, one per line; without it everybody may.");
    public static final Option<String> KEY_STORE = Option.text(
            "server.tls.key-store", null, "A PKCS12 file with the server's certificate; without it there is no TLS.");
    public static final Option<String> KEY_STORE_PASSWORD =
            Option.text("server.tls.key-store-password", null, "Its password.").asSecret();
    public static final Option<String> HADOOP_CONFIGURATION = Option.text(
            "server.hadoop-conf-dir", null, "A folder with core-site.xml and hdfs-site.xml, as HADOOP_CONF_DIR.");
    public static final Option<Long> WORKERS = Option.integer(
            "server.worker-threads", "0", 0, 1024, "Threads that run the subtasks of all jobs; 0: one per core.");
    public static final Option<Long> MAX_CONNECTIONS =
            Option.integer("server.max-connections", "1000", 1, 1_000_000, "Connections that may be open.");
    public static final Option<Long> MAX_CONNECTIONS_PER_USER = Option.integer(
            "server.max-connections-per-user", "500", 1, 1_000_000, "Connections that one user may have open.");
    public static final Option<Long> MAX_STATEMENTS = Option.integer(
            "server.max-statements-per-connection",
            "1000",
            1,
            1_000_000,
            "Statements that one connection may have open.");
    public static final Option<Long> MAX_QUERIES = Option.integer(
            "server.max-queries", "256", 1, 100_000, "Queries whose result has not been read to its end.");
    public static final Option<Long> MAX_QUERY_MEMORY = Option.sizeFrom(
            "server.max-memory-per-query",
            null,
            1,
            "Memory on the heap for the rows that one query, view or job of state type hashmap keeps; by default half of state.backend.heap.memory.size.");
    public static final Option<Long> MAX_REQUEST_BYTES =
            Option.size("server.max-request-size", "16 mb", "The largest request that is read.");
    public static final Option<Duration> CONNECTION_IDLE_TIMEOUT = Option.duration(
            "server.connection.idle-timeout", "1 h", "A connection of which nothing was heard for so long is closed.");
    public static final Option<Duration> QUERY_IDLE_TIMEOUT = Option.duration(
            "server.query.idle-timeout",
            "5 min",
            "A query of whose result nothing was asked for so long is ended: its client is lost.");
    public static final Option<Long> STATE_HEAP = Option.sizeFrom(
            "state.backend.heap.memory.size",
            null,
            LEAST_STATE_MEGABYTES,
            "Memory on the heap for the keyed state of all jobs together: caches, and state of type hashmap; by default half of the heap beyond 256 MB, at least a quarter.");
    public static final Option<String> ROCKSDB_FOLDER = Option.text(
            "state.backend.rocksdb.localdir",
            null,
            "A folder on a local disk for RocksDB state while jobs run; by default in the data directory.");
    public static final Option<Long> ROCKSDB_MEMORY = Option.sizeFrom(
            "state.backend.rocksdb.memory.size",
            "512 mb",
            LEAST_STATE_MEGABYTES,
            "Memory outside the heap for the RocksDB state of all jobs together.");

    public static final Option<String> LOCAL_BACKUP_DIRS = Option.text(
            "execution.checkpointing.local-backup.dirs",
            null,
            "Local folders for copies of checkpoints, separated by commas; by default one in the data directory.");

    private ServerOptions() {}

    static List<Option<?>> list() {
        return List.of(
                BIND,
                PORT,
                INSECURE,
                USERS_FILE,
                KEY_STORE,
                KEY_STORE_PASSWORD,
                HADOOP_CONFIGURATION,
                WORKERS,
                MAX_CONNECTIONS,
                MAX_CONNECTIONS_PER_USER,
                MAX_STATEMENTS,
                MAX_QUERIES,
                MAX_QUERY_MEMORY,
                MAX_REQUEST_BYTES,
                CONNECTION_IDLE_TIMEOUT,
                QUERY_IDLE_TIMEOUT,
                STATE_HEAP,
                ROCKSDB_FOLDER,
                ROCKSDB_MEMORY,
                LOCAL_BACKUP_DIRS);
    }

    static List<ConfigOption> all() {
        return Stream.concat(list().stream(), TableStoreOptions.all().stream())
                .<ConfigOption>map(option -> new ConfigOption(option, OptionScope.SERVER, ConfigOption.Change.FIXED))
                .toList();
    }
}
