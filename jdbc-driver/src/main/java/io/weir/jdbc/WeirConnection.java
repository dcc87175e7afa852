package io.weir.jdbc;

import io.weir.jdbc.defaults.TransactionlessConnection;
import io.weir.jdbc.defaults.Unwrapping;
import io.weir.jdbc.error.SqlErrors;
import io.weir.jdbc.value.WeirArray;
import io.weir.jdbc.value.WeirStruct;
import io.weir.jdbc.wire.Deadline;
import io.weir.jdbc.wire.DriverVersion;
import io.weir.jdbc.wire.HttpTransport;
import io.weir.jdbc.wire.Rpc;
import java.sql.Array;
import java.sql.ClientInfoStatus;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Struct;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/**
 * A session at the server. Holds no socket: requests go over the shared HTTP client and name the connection by a random
 * id.
 *
 * <p>Weir has no transactions: each statement takes effect on its own. Switching autocommit off is accepted with a
 * warning, because frameworks do it by default; {@code commit} then does nothing, and {@code rollback} succeeds only if
 * there is nothing to undo.
 */
final class WeirConnection implements TransactionlessConnection, Unwrapping {
    private final ConnectionSettings settings;
    private final Rpc rpc;
    private final ZoneId zone;
    private final DatabaseMetaData metaData;
    private final Set<WeirStatement> statements = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ClientInfo clientInfo = new ClientInfo();
    private final Warnings warnings = new Warnings();
    private final AutoCommit autoCommit = new AutoCommit();
    private boolean readOnly;
    private int holdability = ResultSet.HOLD_CURSORS_OVER_COMMIT;

    private WeirConnection(ConnectionSettings settings, Rpc rpc) {
        this.settings = settings;
        this.rpc = rpc;
        this.zone = settings.zone();
        this.metaData = new WeirDatabaseMetaData(this);
        for (String name : settings.ignored()) {
            warnings.add("the connection property \"" + name + "\" is unknown to the driver and was ignored", "01000");
        }
        String application = settings.get(DriverProperty.APPLICATION_NAME);
        if (application != null) {
            clientInfo.set(WeirDatabaseMetaData.APPLICATION_NAME, application);
        }
    }

    static WeirConnection open(ConnectionSettings settings, HttpTransport transport) throws SQLException {
        String id = UUID.randomUUID().toString(); // 122 bits from a secure source: whoever knows it is the session
        int networkTimeoutMillis =
                (int) Math.min(Integer.MAX_VALUE, settings.number(DriverProperty.NETWORK_TIMEOUT) * 1000L);
        Rpc rpc = new Rpc(transport, id, networkTimeoutMillis);
        Map<String, String> info = new HashMap<>(settings.sessionOptions());
        info.put("client", DriverVersion.PRODUCT);
        int heartbeatSeconds = settings.number(DriverProperty.HEARTBEAT);
        if (heartbeatSeconds > 0) {
            info.put("heartbeat", Integer.toString(heartbeatSeconds));
        }
        for (DriverProperty property : new DriverProperty[] {
            DriverProperty.USER,
            DriverProperty.PASSWORD,
            DriverProperty.SCHEMA,
            DriverProperty.CATALOG,
            DriverProperty.APPLICATION_NAME
        }) {
            String value = settings.get(property);
            if (value != null) {
                info.put(property.propertyName(), value);
            }
        }
        try {
            rpc.ask(
                    Deadline.NONE,
                    settings.connectTimeoutSeconds() * 1000L,
                    service -> service.apply(new Service.OpenConnectionRequest(id, info)));
        } catch (SQLException e) {
            // There is no connection yet that could have been lost.
            throw SqlErrors.isConnectionLost(e)
                    ? SqlErrors.create(SqlErrors.CANNOT_CONNECT, e.getMessage(), e.getErrorCode(), e.getCause())
                    : e;
        }
        WeirConnection connection = new WeirConnection(settings, rpc);
        Heartbeat.begin(connection, heartbeatSeconds);
        return connection;
    }

    /** Nothing runs at the server that would be ended for silence unless a statement is open. */
    void tellAlive() {
        if (!statements.isEmpty()) {
            CompletableFuture<@Nullable Void> unused = rpc.tellAlive();
        }
    }

    ConnectionSettings settings() {
        return settings;
    }

    Rpc rpc() {
        return rpc;
    }

    /** The zone of {@code java.sql.Timestamp} and its kin. */
    ZoneId zone() {
        return zone;
    }

    void add(WeirStatement statement) {
        statements.add(statement);
    }

    void remove(WeirStatement statement) {
        statements.remove(statement);
    }

    void checkOpen() throws SQLException {
        if (closed.get()) {
            throw SqlErrors.create(SqlErrors.CONNECTION_CLOSED, "connection is closed");
        }
    }

    // Statements

    @Override
    public Statement createStatement() throws SQLException {
        checkOpen();
        return new WeirStatement(this);
    }

    @Override
    public Statement createStatement(int resultSetType, int resultSetConcurrency) throws SQLException {
        return createStatement(resultSetType, resultSetConcurrency, holdability);
    }

    /** Results are forward-only and read-only; what asks for more gets that and a warning, as JDBC has it. */
    @Override
    public Statement createStatement(int resultSetType, int resultSetConcurrency, int resultSetHoldability)
            throws SQLException {
        checkOpen();
        noteResultKind(resultSetType, resultSetConcurrency);
        return new WeirStatement(this);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        checkOpen();
        return WeirPreparedStatement.prepare(this, sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency)
            throws SQLException {
        return prepareStatement(sql, resultSetType, resultSetConcurrency, holdability);
    }

    @Override
    public PreparedStatement prepareStatement(
            String sql, int resultSetType, int resultSetConcurrency, int resultSetHoldability) throws SQLException {
        checkOpen();
        noteResultKind(resultSetType, resultSetConcurrency);
        return prepareStatement(sql);
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        checkOpen();
        return sql; // the server's parser knows the JDBC escapes
    }

    // Transactions

    /** Called for each statement that may have changed something. */
    void noteChange() {
        autoCommit.noteChange();
    }

    @Override
    public void setAutoCommit(boolean newAutoCommit) throws SQLException {
        checkOpen();
        if (autoCommit.set(newAutoCommit)) {
            warnings.add("Weir has no transactions: each statement takes effect on its own", "01000");
        }
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        checkOpen();
        return autoCommit.isOn();
    }

    @Override
    public void commit() throws SQLException {
        checkOpen();
        autoCommit.commit();
    }

    @Override
    public void rollback() throws SQLException {
        checkOpen();
        autoCommit.rollback();
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        checkOpen();
        if (level != TRANSACTION_NONE) {
            throw SqlErrors.notSupported("a transaction isolation level other than TRANSACTION_NONE");
        }
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        checkOpen();
        return TRANSACTION_NONE;
    }

    /** A hint that is kept for {@code isReadOnly} and otherwise has no effect. */
    @Override
    public void setReadOnly(boolean newReadOnly) throws SQLException {
        checkOpen();
        readOnly = newReadOnly;
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        checkOpen();
        return readOnly;
    }

    @Override
    public void setHoldability(int newHoldability) throws SQLException {
        checkOpen();
        if (newHoldability != ResultSet.HOLD_CURSORS_OVER_COMMIT
                && newHoldability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, "holdability " + newHoldability + " is none of JDBC's");
        }
        holdability = newHoldability;
    }

    @Override
    public int getHoldability() throws SQLException {
        checkOpen();
        return holdability;
    }

    // Session

    @Override
    public void setSchema(String schema) throws SQLException {
        sync(new ConnectionPropertiesImpl().setSchema(schema));
    }

    @Override
    public @Nullable String getSchema() throws SQLException {
        return sync(new ConnectionPropertiesImpl()).getSchema();
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        sync(new ConnectionPropertiesImpl().setCatalog(catalog));
    }

    @Override
    public @Nullable String getCatalog() throws SQLException {
        return sync(new ConnectionPropertiesImpl()).getCatalog();
    }

    private Meta.ConnectionProperties sync(Meta.ConnectionProperties changed) throws SQLException {
        checkOpen();
        return rpc.ask(service -> service.apply(new Service.ConnectionSyncRequest(rpc.connectionId(), changed)))
                .connProps;
    }

    @Override
    public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
        if (closed.get()) {
            throw new SQLClientInfoException(
                    "connection is closed", SqlErrors.CONNECTION_CLOSED, Map.of(name, ClientInfoStatus.REASON_UNKNOWN));
        }
        clientInfo.set(name, value);
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        for (String name : properties.stringPropertyNames()) {
            setClientInfo(name, properties.getProperty(name));
        }
    }

    @Override
    public @Nullable String getClientInfo(String name) throws SQLException {
        checkOpen();
        return clientInfo.get(name);
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        checkOpen();
        return clientInfo.all();
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        checkOpen();
        return metaData;
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return warnings.first();
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
        warnings.clear();
    }

    private void noteResultKind(int resultSetType, int resultSetConcurrency) {
        if (resultSetType != ResultSet.TYPE_FORWARD_ONLY || resultSetConcurrency != ResultSet.CONCUR_READ_ONLY) {
            warnings.add("results of Weir are forward-only and read-only", "01S02");
        }
    }

    // Life

    /** Asks the server whether it knows this connection; never throws for a server that is gone. */
    @Override
    public boolean isValid(int timeoutSeconds) throws SQLException {
        if (timeoutSeconds < 0) {
            throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, "timeout " + timeoutSeconds + " is negative");
        }
        if (closed.get()) {
            return false;
        }
        try {
            rpc.ask(
                    Deadline.after(timeoutSeconds),
                    0,
                    service -> service.apply(new Service.DatabasePropertyRequest(rpc.connectionId())));
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            statements.forEach(WeirStatement::connectionClosed);
            statements.clear();
            rpc.closeConnection();
        }
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, "executor is null");
        }
        if (closed.compareAndSet(false, true)) {
            CompletableFuture<@Nullable Void> told = rpc.abandonConnection();
            executor.execute(() -> {
                statements.forEach(WeirStatement::connectionClosed);
                statements.clear();
                told.join();
            });
        }
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void setNetworkTimeout(@Nullable Executor executor, int milliseconds) throws SQLException {
        checkOpen();
        if (milliseconds < 0) {
            throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, "timeout " + milliseconds + " is negative");
        }
        rpc.setNetworkTimeoutMillis(milliseconds);
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        checkOpen();
        return rpc.networkTimeoutMillis();
    }

    // Values

    @Override
    public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
        checkOpen();
        return new WeirArray(typeName, Arrays.asList(elements.clone()), zone).with(this::arrayRows);
    }

    /** The result set of an array. */
    ResultSet arrayRows(List<List<@Nullable Object>> indexed) throws SQLException {
        checkOpen();
        return new WeirStatement(this).adopt(new LocalRows(List.of("INDEX INTEGER", "VALUE JAVA_OBJECT"), indexed));
    }

    @Override
    public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
        checkOpen();
        return new WeirStruct(typeName, Arrays.asList(attributes.clone()), zone);
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        checkOpen();
        return new HashMap<>();
    }

    @Override
    public void setTypeMap(@Nullable Map<String, Class<?>> map) throws SQLException {
        checkOpen();
        if (map != null && !map.isEmpty()) {
            throw SqlErrors.notSupported("a type map");
        }
    }
}
