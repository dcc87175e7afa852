package io.weir.jdbc;

import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.MissingResultsException;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.ProtobufMeta;
import org.apache.calcite.avatica.remote.TypedValue;

/**
 * A server that does what its statements say, by the conventions of {@code docs/internals/jdbc-driver.md}.
 *
 * <pre>
 * rows 10          ten rows (id INTEGER, name VARCHAR), and the end
 * stream           what the test puts into {@link #stream}, without end
 * block            an execute that does not answer until it is cancelled
 * deaf             the same, but a cancel does not wake it
 * fail             an error in execute;  fail later   an error after the first row
 * lost             a result that is gone after its first row
 * types            one row with a column of each type;  nulls   the same columns, all NULL
 * update 5         an update count
 * echo ? ?         prepared: one row with the parameters as text
 * </pre>
 */
final class TestMeta extends MetaImpl implements ProtobufMeta {
    static final long LONG_POLL_MILLIS = 100;

    /** The rows of {@code stream}; an empty row ends it. */
    final BlockingQueue<List<Object>> stream = new LinkedBlockingQueue<>();

    final Map<String, Map<String, String>> connections = new ConcurrentHashMap<>();
    final Map<Integer, TestStatement> statements = new ConcurrentHashMap<>();
    final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final AtomicInteger nextId = new AtomicInteger(1);
    private final ConnectionPropertiesImpl session = new ConnectionPropertiesImpl();

    TestMeta() {
        super(null);
        session.setAutoCommit(true)
                .setReadOnly(false)
                .setSchema("default")
                .setCatalog("weir")
                .setTransactionIsolation(0);
    }

    static AvaticaRuntimeException error(String message, int code, String sqlState) {
        return new AvaticaRuntimeException(message, code, sqlState, AvaticaSeverity.ERROR);
    }

    static AvaticaRuntimeException cancelled() {
        return error("query was cancelled", 7, "57014");
    }

    private void note(String line) {
        synchronized (log) {
            log.add(line);
            log.notifyAll();
        }
    }

    /** Waits until the server has begun what it notes as {@code line}. */
    void awaitNote(String line) throws InterruptedException {
        synchronized (log) {
            while (!log.contains(line)) {
                log.wait();
            }
        }
    }

    // Connections

    @Override
    public void openConnection(ConnectionHandle handle, Map<String, String> given) {
        Map<String, String> info = given == null ? Map.of() : given; // null from Avatica's driver by protobuf
        if ("wrong".equals(info.get("password"))) {
            throw error("user \"" + info.get("user") + "\" may not connect with this password", 28, "28000");
        }
        connections.put(handle.id, info);
        note("open " + info.get("user"));
    }

    @Override
    public void closeConnection(ConnectionHandle handle) {
        connections.remove(handle.id);
        statements.values().removeIf(statement -> {
            boolean mine = statement.connectionId.equals(handle.id);
            if (mine) {
                statement.close();
            }
            return mine;
        });
    }

    private void check(String connectionId) {
        if (!connections.containsKey(connectionId)) {
            throw error("connection not found", 1, "08003");
        }
    }

    @Override
    public ConnectionProperties connectionSync(ConnectionHandle handle, ConnectionProperties changed) {
        check(handle.id);
        return session.merge(changed).setDirty(false);
    }

    @Override
    public Map<DatabaseProperty, Object> getDatabaseProperties(ConnectionHandle handle) {
        check(handle.id);
        Map<DatabaseProperty, Object> properties = new EnumMap<>(DatabaseProperty.class);
        properties.put(DatabaseProperty.GET_DATABASE_PRODUCT_VERSION, "9.8.7");
        properties.put(DatabaseProperty.GET_DATABASE_MAJOR_VERSION, 9);
        properties.put(DatabaseProperty.GET_DATABASE_MINOR_VERSION, 8);
        properties.put(DatabaseProperty.GET_NUMERIC_FUNCTIONS, "ABS,MOD");
        return properties;
    }

    // Statements

    @Override
    public StatementHandle createStatement(ConnectionHandle handle) {
        check(handle.id);
        return register(handle.id, "", null);
    }

    private StatementHandle register(String connectionId, String sql, Signature signature) {
        int id = nextId.getAndIncrement();
        statements.put(id, new TestStatement(connectionId, sql));
        return new StatementHandle(connectionId, id, signature);
    }

    @Override
    public StatementHandle prepare(ConnectionHandle handle, String sql, long maxRowCount) {
        check(handle.id);
        note("prepare " + sql);
        if (sql.startsWith("fail")) {
            throw failure();
        }
        List<AvaticaParameter> parameters = new ArrayList<>();
        for (int i = 0; i < sql.chars().filter(c -> c == '?').count(); i++) {
            parameters.add(
                    new AvaticaParameter(true, 6, 0, Types.TIMESTAMP, "TIMESTAMP", "java.sql.Timestamp", "?" + i));
        }
        return register(handle.id, sql, TestColumns.signature(sql, parameters));
    }

    @Override
    public void closeStatement(StatementHandle handle) {
        TestStatement statement = statements.remove(handle.id);
        note("close " + (statement == null ? "nothing" : statement.running));
        if (statement != null) {
            statement.close();
        }
    }

    private TestStatement statement(StatementHandle handle) throws NoSuchStatementException {
        check(handle.connectionId);
        TestStatement statement = statements.get(handle.id);
        if (statement == null || !statement.connectionId.equals(handle.connectionId)) {
            throw new NoSuchStatementException(handle);
        }
        return statement;
    }

    @Deprecated
    @Override
    public ExecuteResult prepareAndExecute(StatementHandle handle, String sql, long max, PrepareCallback callback)
            throws NoSuchStatementException {
        return prepareAndExecute(handle, sql, max, 100, callback);
    }

    @Override
    public ExecuteResult prepareAndExecute(
            StatementHandle handle, String sql, long maxRows, int firstFrameRows, PrepareCallback callback)
            throws NoSuchStatementException {
        return run(handle, sql, List.of(), (int) maxRows, firstFrameRows);
    }

    @Deprecated
    @Override
    public ExecuteResult execute(StatementHandle handle, List<TypedValue> values, long max)
            throws NoSuchStatementException {
        return execute(handle, values, (int) max);
    }

    @Override
    public ExecuteResult execute(StatementHandle handle, List<TypedValue> values, int firstFrameRows)
            throws NoSuchStatementException {
        return run(handle, statement(handle).sql, values, -1, firstFrameRows);
    }

    private ExecuteResult run(
            StatementHandle handle, String sql, List<TypedValue> values, int maxRows, int firstFrameRows)
            throws NoSuchStatementException {
        TestStatement statement = statement(handle);
        note("execute " + sql);
        statement.running = sql;
        statement.maxRows = maxRows;
        if (sql.equals("fail")) {
            throw failure();
        }
        if (sql.equals("block") || sql.equals("deaf")) {
            statement.awaitClosed(sql.equals("deaf"));
            throw cancelled();
        }
        if (sql.startsWith("update ")) {
            return new ExecuteResult(List.of(MetaResultSet.count(
                    handle.connectionId,
                    handle.id,
                    Long.parseLong(sql.substring("update ".length()).split(" ")[0]))));
        }
        Frame frame;
        if (sql.startsWith("rows ") || sql.equals("lost") || sql.equals("fail later")) {
            frame = sql.startsWith("rows ")
                    ? rows(sql, 0, firstFrameRows < 0 ? 100 : firstFrameRows)
                    : new Frame(0, false, List.of(List.of(1, "first")));
        } else if (sql.equals("stream")) {
            frame = new Frame(0, false, List.of());
        } else if (sql.equals("types")) {
            frame = new Frame(0, true, List.of(TestColumns.typesRow()));
        } else if (sql.equals("nulls")) {
            frame = new Frame(
                    0,
                    true,
                    List.of(Collections.nCopies(TestColumns.typesColumns().size(), null)));
        } else if (sql.startsWith("echo")) {
            List<Object> texts = new ArrayList<>();
            for (TypedValue value : values) {
                texts.add(value.type + ":" + value.value);
            }
            frame = new Frame(0, true, List.of(texts));
        } else if (sql.contains("KEY_COLUMN_USAGE")) {
            frame = new Frame(
                    0,
                    true,
                    sql.contains("'orders'")
                            ? List.of(
                                    List.of("weir", "default", "orders", "region", 1, "PK_orders"),
                                    List.of("weir", "default", "orders", "id", 2, "PK_orders"))
                            : List.of());
        } else if (sql.contains("ROUTINES")) {
            frame = new Frame(
                    0, true, List.of(Arrays.asList("weir", "default", "TUMBLE", null, "TABLE FUNCTION", "TUMBLE")));
        } else {
            throw error("1:1: what is \"" + sql + "\"", 3, "42601");
        }
        return new ExecuteResult(List.of(MetaResultSet.create(
                handle.connectionId, handle.id, false, TestColumns.signature(sql, List.of()), frame)));
    }

    static AvaticaRuntimeException failure() {
        return error("1:15: table \"clicks\" does not exist\nHint: Did you mean \"click\"?", 1234, "42S02");
    }

    private static Frame rows(String sql, long offset, int max) {
        long count = Long.parseLong(sql.substring("rows ".length()));
        List<Object> rows = new ArrayList<>();
        for (long i = offset; i < Math.min(count, offset + max); i++) {
            rows.add(List.of((int) i, "name " + i));
        }
        return new Frame(offset, offset + rows.size() >= count, rows);
    }

    @Override
    public Frame fetch(StatementHandle handle, long offset, int max)
            throws NoSuchStatementException, MissingResultsException {
        TestStatement statement = statement(handle);
        String sql = statement.running;
        if (sql.equals("fail later")) {
            throw failure();
        }
        if (sql.equals("lost")) {
            throw new MissingResultsException(handle);
        }
        if (sql.startsWith("rows ")) {
            return rows(sql, offset, max);
        }
        try {
            for (long waited = 0; waited < LONG_POLL_MILLIS; waited += 10) {
                if (statement.closed) {
                    throw cancelled();
                }
                List<Object> row = stream.poll(10, TimeUnit.MILLISECONDS);
                if (row != null) {
                    return row.isEmpty() ? new Frame(offset, true, List.of()) : new Frame(offset, false, List.of(row));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Frame(offset, false, List.of());
    }

    /** A live stream cannot be run again. */
    @Override
    public boolean syncResults(StatementHandle handle, QueryState state, long offset) {
        note("syncResults");
        throw error("the result is gone and is not computed again", 5, "24000");
    }

    @Override
    public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle handle, List<String> commands)
            throws NoSuchStatementException {
        statement(handle);
        note("batch of " + commands.size());
        if (commands.contains("fail")) {
            throw failure();
        }
        return new ExecuteBatchResult(commands.stream()
                .mapToLong(sql -> Long.parseLong(sql.substring("update ".length())))
                .toArray());
    }

    @Override
    public ExecuteBatchResult executeBatch(StatementHandle handle, List<List<TypedValue>> rows)
            throws NoSuchStatementException {
        statement(handle);
        note("batch of " + rows.size());
        return new ExecuteBatchResult(rows.stream().mapToLong(List::size).toArray());
    }

    @Override
    public ExecuteBatchResult executeBatchProtobuf(StatementHandle handle, List<Requests.UpdateBatch> rows)
            throws NoSuchStatementException {
        statement(handle);
        return new ExecuteBatchResult(rows.stream()
                .mapToLong(Requests.UpdateBatch::getParameterValuesCount)
                .toArray());
    }

    @Override
    public void commit(ConnectionHandle handle) {
        throw error("no transactions", 6, "0A000");
    }

    @Override
    public void rollback(ConnectionHandle handle) {
        throw error("no transactions", 6, "0A000");
    }

    // The six metadata requests

    private MetaResultSet metadata(ConnectionHandle handle, Class<?> type, List<Object> rows) {
        check(handle.id);
        StatementHandle statement = register(handle.id, "metadata", null);
        return MetaResultSet.create(
                handle.id,
                statement.id,
                true,
                new Signature(
                        fieldMetaData(type).columns, "", List.of(), Map.of(), CursorFactory.LIST, StatementType.SELECT),
                new Frame(0, true, rows));
    }

    @Override
    public MetaResultSet getCatalogs(ConnectionHandle handle) {
        return metadata(handle, MetaCatalog.class, List.of(List.of("weir")));
    }

    @Override
    public MetaResultSet getSchemas(ConnectionHandle handle, String catalog, Pat schemaPattern) {
        return metadata(handle, MetaSchema.class, List.of(List.of("default", "weir")));
    }

    @Override
    public MetaResultSet getTableTypes(ConnectionHandle handle) {
        return metadata(
                handle,
                MetaTableType.class,
                List.of(List.of("MATERIALIZED VIEW"), List.of("SYSTEM TABLE"), List.of("TABLE"), List.of("VIEW")));
    }

    @Override
    public MetaResultSet getTables(
            ConnectionHandle handle, String catalog, Pat schemaPattern, Pat tablePattern, List<String> types) {
        note("tables " + catalog + " " + schemaPattern.s + " " + tablePattern.s + " " + types);
        return metadata(
                handle,
                MetaTable.class,
                List.of(Arrays.asList("weir", "default", "orders", "TABLE", "", null, null, null, null, null)));
    }

    @Override
    public MetaResultSet getColumns(
            ConnectionHandle handle, String catalog, Pat schemaPattern, Pat tablePattern, Pat columnPattern) {
        List<Object> rows = new ArrayList<>();
        for (String name : List.of("id", "region", "amount")) {
            rows.add(Arrays.asList(
                    "weir",
                    "default",
                    "orders",
                    name,
                    Types.BIGINT,
                    "BIGINT",
                    19,
                    null,
                    0,
                    10,
                    0,
                    null,
                    null,
                    null,
                    null,
                    null,
                    1,
                    "NO",
                    null,
                    null,
                    null,
                    null,
                    "NO",
                    "NO"));
        }
        return metadata(handle, MetaColumn.class, rows);
    }

    @Override
    public MetaResultSet getTypeInfo(ConnectionHandle handle) {
        return metadata(handle, MetaTypeInfo.class, List.of());
    }
}
