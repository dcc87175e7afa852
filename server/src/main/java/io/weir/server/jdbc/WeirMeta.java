package io.weir.server.jdbc;

import io.weir.planner.StatementDescription;
import io.weir.planner.catalog.Catalog;
import io.weir.server.jdbc.ServerStatement.Open;
import io.weir.server.jdbc.ServerStatement.Prepared;
import io.weir.server.session.StatementExecutor;
import io.weir.server.session.StatementResult;
import io.weir.server.sys.InformationSchema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.ParsedStatement;
import io.weir.sql.StatementParser;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.ProtobufMeta;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * What Avatica's requests do. Every method is called on a thread of the HTTP server, side by side with others for the
 * same connection and even the same statement, and throws {@link AvaticaRuntimeException} only, apart from what the
 * protocol has a flag for.
 */
public final class WeirMeta extends MetaImpl implements ProtobufMeta {
    private final Connections connections;
    private final StatementExecutor executor;
    private final StatementRunner runner;
    private final Batches batches;
    private final WireErrors errors;
    private final Supplier<Catalog> catalog;
    private final Supplier<String> queryIds;
    private final String version;
    private final List<InformationSchema.Function> functions;

    WeirMeta(
            Connections connections,
            StatementExecutor executor,
            StatementThreads threads,
            WireErrors errors,
            Supplier<Catalog> catalog,
            Supplier<String> queryIds,
            String version,
            List<InformationSchema.Function> functions) {
        super(null);
        this.connections = connections;
        this.executor = executor;
        this.runner = new StatementRunner(threads);
        this.batches = new Batches(executor, runner, errors, queryIds);
        this.errors = errors;
        this.catalog = catalog;
        this.queryIds = queryIds;
        this.version = version;
        this.functions = functions;
    }

    // Connections

    @Override
    public void openConnection(ConnectionHandle handle, @Nullable Map<String, String> info) {
        errors.guarded(() -> {
            connections.open(handle.id, info == null ? Map.of() : info);
            return true;
        });
    }

    @Override
    public void closeConnection(ConnectionHandle handle) {
        connections.close(handle.id);
    }

    /** Clients that are not Weir's may leave anything out. */
    private static <T> T given(@Nullable T field, String name) {
        if (field == null) {
            throw new WeirException(ErrorCode.PARAMETER_VALUE, "request has no " + name);
        }
        return field;
    }

    private ServerConnection connection(String id) {
        ServerConnection connection = connections.find(id);
        if (connection == null) {
            throw WireErrors.unknownConnection();
        }
        return connection;
    }

    @Override
    public ConnectionProperties connectionSync(ConnectionHandle handle, ConnectionProperties changed) {
        return errors.guarded(() -> {
            connection(handle.id);
            if (changed.getSchema() != null) {
                SessionNames.check("schema", changed.getSchema());
            }
            if (changed.getCatalog() != null) {
                SessionNames.check("catalog", changed.getCatalog());
            }
            ConnectionPropertiesImpl current = new ConnectionPropertiesImpl();
            current.setAutoCommit(true);
            current.setReadOnly(false);
            current.setTransactionIsolation(java.sql.Connection.TRANSACTION_NONE);
            current.setSchema(Catalog.DEFAULT_SCHEMA);
            current.setCatalog(InformationSchema.CATALOG);
            return current.setDirty(false);
        });
    }

    @Override
    public Map<DatabaseProperty, Object> getDatabaseProperties(ConnectionHandle handle) {
        connection(handle.id);
        Map<DatabaseProperty, Object> properties = new EnumMap<>(DatabaseProperty.class);
        String[] numbers = version.split("[.-]");
        properties.put(DatabaseProperty.GET_DATABASE_PRODUCT_VERSION, version);
        properties.put(DatabaseProperty.GET_DATABASE_MAJOR_VERSION, number(numbers, 0));
        properties.put(DatabaseProperty.GET_DATABASE_MINOR_VERSION, number(numbers, 1));
        properties.put(DatabaseProperty.GET_S_Q_L_KEYWORDS, String.join(",", StatementParser.reservedWords()));
        String names = String.join(
                ",", functions.stream().map(InformationSchema.Function::name).toList());
        properties.put(DatabaseProperty.GET_NUMERIC_FUNCTIONS, names);
        properties.put(DatabaseProperty.GET_STRING_FUNCTIONS, names);
        properties.put(DatabaseProperty.GET_SYSTEM_FUNCTIONS, names);
        properties.put(DatabaseProperty.GET_TIME_DATE_FUNCTIONS, names);
        return properties;
    }

    private static int number(String[] parts, int index) {
        return index < parts.length && parts[index].matches("\\d{1,6}") ? Integer.parseInt(parts[index]) : 0;
    }

    // Statements

    @Override
    public StatementHandle createStatement(ConnectionHandle handle) {
        return errors.guarded(() -> new StatementHandle(
                handle.id, connection(handle.id).create(null).id(), null));
    }

    @Override
    public StatementHandle prepare(ConnectionHandle handle, String sql, long maxRowCount) {
        return errors.guarded(() -> {
            ServerConnection connection = connection(handle.id);
            Prepared prepared = runner.call(() -> {
                ParsedStatement parsed = executor.parse(given(sql, "SQL text"));
                return new Prepared(parsed, executor.describe(connection.session(), parsed));
            });
            ServerStatement statement = connection.create(prepared);
            StatementDescription described = prepared.description();
            return new StatementHandle(
                    handle.id,
                    statement.id(),
                    Frames.signature(
                            sql, described.result(), described.parameters(), executor.givesRows(prepared.statement())));
        });
    }

    @Override
    public void closeStatement(StatementHandle handle) {
        ServerConnection connection = connections.find(handle.connectionId);
        if (connection != null) {
            connection.closeStatement(handle.id);
        }
    }

    private ServerStatement statement(@Nullable StatementHandle handle) throws NoSuchStatementException {
        StatementHandle given = given(handle, "statement handle");
        ServerStatement statement = connection(given.connectionId).find(given.id);
        if (statement == null) {
            throw new NoSuchStatementException(given);
        }
        return statement;
    }

    @Deprecated
    @Override
    public ExecuteResult prepareAndExecute(StatementHandle handle, String sql, long maxRows, PrepareCallback callback)
            throws NoSuchStatementException {
        return prepareAndExecute(handle, sql, maxRows, Frames.USUAL_FRAME_ROWS, callback);
    }

    @Override
    public ExecuteResult prepareAndExecute(
            StatementHandle handle, String sql, long maxRows, int firstFrameRows, PrepareCallback callback)
            throws NoSuchStatementException {
        ServerStatement statement = statement(handle);
        return errors.guarded(() -> {
            ServerConnection connection = connection(handle.connectionId);
            Queue<String> warnings = new ConcurrentLinkedQueue<>();
            StatementResult result = runner.run(
                    statement,
                    () -> executor.execute(
                            connection.session(),
                            executor.parse(given(sql, "SQL text")),
                            List.of(),
                            queryIds.get(),
                            warnings::add));
            ResponseWarnings.add(warnings);
            return answer(handle, statement, sql, result, maxRows, firstFrameRows);
        });
    }

    @Deprecated
    @Override
    public ExecuteResult execute(StatementHandle handle, List<TypedValue> values, long maxRows)
            throws NoSuchStatementException {
        return execute(handle, values, (int) Math.min(Integer.MAX_VALUE, maxRows));
    }

    @Override
    public ExecuteResult execute(StatementHandle handle, List<TypedValue> values, int firstFrameRows)
            throws NoSuchStatementException {
        ServerStatement statement = statement(handle);
        Prepared prepared = statement.prepared();
        if (prepared == null) {
            throw new NoSuchStatementException(handle);
        }
        return errors.guarded(() -> {
            ServerConnection connection = connection(handle.connectionId);
            Queue<String> warnings = new ConcurrentLinkedQueue<>();
            StatementResult result =
                    runner.run(statement, () -> executePrepared(connection, prepared, values, warnings::add));
            ResponseWarnings.add(warnings);
            return answer(handle, statement, prepared.statement().sql(), result, -1, firstFrameRows);
        });
    }

    private StatementResult executePrepared(
            ServerConnection connection, Prepared prepared, List<TypedValue> values, Consumer<String> warnings) {
        List<@Nullable Object> parameters = ParameterValues.boxed(
                values == null ? List.of() : values, prepared.description().parameters());
        return executor.execute(connection.session(), prepared.statement(), parameters, queryIds.get(), warnings);
    }

    private ExecuteResult answer(
            StatementHandle handle,
            ServerStatement statement,
            String sql,
            StatementResult result,
            long maxRows,
            int firstFrameRows)
            throws InterruptedException {
        if (!(result instanceof StatementResult.Rows rows)) {
            long count = result instanceof StatementResult.Count counted ? counted.rows() : 0;
            return new ExecuteResult(List.of(MetaResultSet.count(handle.connectionId, handle.id, count)));
        }
        Open open = new Open(rows.schema(), rows.cursor(), maxRows > 0 ? maxRows : -1);
        statement.open(open);
        // The client of a stream is answered before there is a row: it may wait long for one.
        Frame first =
                rows.isUnbounded() ? new Frame(0, false, List.of()) : Frames.next(statement, open, 0, firstFrameRows);
        return new ExecuteResult(List.of(MetaResultSet.create(
                handle.connectionId, handle.id, false, Frames.signature(sql, rows.schema(), List.of(), true), first)));
    }

    @Override
    public Frame fetch(StatementHandle handle, long offset, int maxRows) throws NoSuchStatementException {
        ServerStatement statement = statement(handle);
        return errors.guarded(() -> {
            Open open = statement.opened();
            if (open == null) {
                throw statement.isClosed()
                        ? ServerStatement.cancelled()
                        : new WeirException(ErrorCode.UNKNOWN_STATEMENT, "result is not open any more");
            }
            return Frames.next(statement, open, offset, maxRows);
        });
    }

    /** A live stream cannot be run again, and a result that was computed again may be another. */
    @Override
    public boolean syncResults(StatementHandle handle, QueryState state, long offset) {
        throw new AvaticaRuntimeException(
                "result is not open any more, and is not computed again",
                ErrorCode.UNKNOWN_STATEMENT.number(),
                "24000",
                org.apache.calcite.avatica.AvaticaSeverity.ERROR);
    }

    // Batches

    @Override
    public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle handle, List<String> commands)
            throws NoSuchStatementException {
        ServerStatement statement = statement(handle);
        return errors.guarded(() -> new ExecuteBatchResult(
                batches.execute(statement, connection(handle.connectionId).session(), given(commands, "statements"))));
    }

    @Override
    public ExecuteBatchResult executeBatch(StatementHandle handle, List<List<TypedValue>> rows)
            throws NoSuchStatementException {
        ServerStatement statement = statement(handle);
        Prepared prepared = statement.prepared();
        if (prepared == null) {
            throw new NoSuchStatementException(handle);
        }
        return errors.guarded(() -> new ExecuteBatchResult(
                batches.execute(statement, connection(handle.connectionId).session(), prepared, given(rows, "rows"))));
    }

    @Override
    public ExecuteBatchResult executeBatchProtobuf(StatementHandle handle, List<Requests.UpdateBatch> rows)
            throws NoSuchStatementException {
        return executeBatch(
                handle,
                rows.stream()
                        .map(row -> row.getParameterValuesList().stream()
                                .map(TypedValue::fromProto)
                                .toList())
                        .toList());
    }

    @Override
    public void commit(ConnectionHandle handle) {
        // Each statement has taken effect when it returned: there is nothing left to do.
        connection(handle.id);
    }

    @Override
    public void rollback(ConnectionHandle handle) {
        connection(handle.id);
        throw errors.translate(new WeirException(
                ErrorCode.UNSUPPORTED_FEATURE, "there are no transactions, nothing can be rolled back"));
    }

    // Metadata

    private MetaResultSet metadata(ConnectionHandle handle, Class<?> type, Supplier<List<Object>> rows) {
        return errors.guarded(() -> {
            ServerStatement statement = connection(handle.id).create(null);
            Signature signature = new Signature(
                    fieldMetaData(type).columns, "", List.of(), Map.of(), CursorFactory.LIST, StatementType.SELECT);
            return MetaResultSet.create(handle.id, statement.id(), true, signature, new Frame(0, true, rows.get()));
        });
    }

    private Catalog seen(ConnectionHandle handle) {
        return connection(handle.id).session().over(catalog.get());
    }

    @Override
    public MetaResultSet getCatalogs(ConnectionHandle handle) {
        return metadata(handle, MetaCatalog.class, Metadata::catalogs);
    }

    @Override
    public MetaResultSet getSchemas(ConnectionHandle handle, @Nullable String ofCatalog, Pat schemaPattern) {
        return metadata(handle, MetaSchema.class, () -> Metadata.schemas(ofCatalog, schemaPattern));
    }

    @Override
    public MetaResultSet getTableTypes(ConnectionHandle handle) {
        return metadata(handle, MetaTableType.class, Metadata::tableTypes);
    }

    @Override
    public MetaResultSet getTables(
            ConnectionHandle handle,
            @Nullable String ofCatalog,
            Pat schemaPattern,
            Pat tableNamePattern,
            @Nullable List<String> typeList) {
        return metadata(
                handle,
                MetaTable.class,
                () -> Metadata.tables(seen(handle), ofCatalog, schemaPattern, tableNamePattern, typeList));
    }

    @Override
    public MetaResultSet getColumns(
            ConnectionHandle handle,
            @Nullable String ofCatalog,
            Pat schemaPattern,
            Pat tableNamePattern,
            Pat columnNamePattern) {
        return metadata(
                handle,
                MetaColumn.class,
                () -> Metadata.columns(seen(handle), ofCatalog, schemaPattern, tableNamePattern, columnNamePattern));
    }

    @Override
    public MetaResultSet getTypeInfo(ConnectionHandle handle) {
        return metadata(handle, MetaTypeInfo.class, Metadata::types);
    }
}
