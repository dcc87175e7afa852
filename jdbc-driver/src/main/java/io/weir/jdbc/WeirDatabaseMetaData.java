package io.weir.jdbc;

import io.weir.jdbc.defaults.Unwrapping;
import io.weir.jdbc.metadata.EmptyMetaData;
import io.weir.jdbc.metadata.GrammarFacts;
import io.weir.jdbc.metadata.IdentifierFacts;
import io.weir.jdbc.metadata.LimitFacts;
import io.weir.jdbc.metadata.MetaDataColumns;
import io.weir.jdbc.metadata.ProductFacts;
import io.weir.jdbc.metadata.ResultSetFacts;
import io.weir.jdbc.metadata.TransactionFacts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/**
 * What the server holds. Catalogs, schemas, tables, table types, columns and types are asked for by Avatica's requests,
 * the same that its own client sends; keys and functions, for which it has none, by SQL on INFORMATION_SCHEMA. What
 * Weir does not have (indexes, foreign keys, procedures, privileges) is an empty result with JDBC's columns.
 */
final class WeirDatabaseMetaData
        implements ProductFacts,
                IdentifierFacts,
                GrammarFacts,
                TransactionFacts,
                ResultSetFacts,
                LimitFacts,
                EmptyMetaData,
                Unwrapping {
    static final String APPLICATION_NAME = "ApplicationName";

    private final WeirConnection connection;
    private final MetaDataQueries queries;

    WeirDatabaseMetaData(WeirConnection connection) {
        this.connection = connection;
        this.queries = new MetaDataQueries(connection);
    }

    // Asked of the server by a request

    @Override
    public ResultSet getCatalogs() throws SQLException {
        return ask(service -> service.apply(new Service.CatalogsRequest(id())));
    }

    @Override
    public ResultSet getSchemas() throws SQLException {
        return getSchemas(null, null);
    }

    @Override
    public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern) throws SQLException {
        return ask(service -> service.apply(new Service.SchemasRequest(id(), catalog, schemaPattern)));
    }

    @Override
    public ResultSet getTables(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tableNamePattern,
            String @Nullable [] types)
            throws SQLException {
        List<String> typeList = types == null ? null : Arrays.asList(types);
        return ask(service ->
                service.apply(new Service.TablesRequest(id(), catalog, schemaPattern, tableNamePattern, typeList)));
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        return ask(service -> service.apply(new Service.TableTypesRequest(id())));
    }

    @Override
    public ResultSet getColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tableNamePattern,
            @Nullable String columnNamePattern)
            throws SQLException {
        return ask(service -> service.apply(
                new Service.ColumnsRequest(id(), catalog, schemaPattern, tableNamePattern, columnNamePattern)));
    }

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        return ask(service -> service.apply(new Service.TypeInfoRequest(id())));
    }

    private ResultSet ask(Function<Service, Service.ResultSetResponse> request) throws SQLException {
        connection.checkOpen();
        Service.ResultSetResponse response = connection.rpc().ask(request);
        return WeirStatement.owning(connection, response.statementId).adopt(response);
    }

    private String id() {
        return connection.rpc().connectionId();
    }

    // Asked of the server by SQL

    @Override
    public ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return result(MetaDataColumns.PRIMARY_KEYS, queries.primaryKeys(catalog, schema, table));
    }

    /** The columns of the primary key, with what {@link #getColumns} says of them. */
    @Override
    public ResultSet getBestRowIdentifier(
            @Nullable String catalog, @Nullable String schema, String table, int scope, boolean nullable)
            throws SQLException {
        Set<String> keyColumns = queries.keyColumns(catalog, schema, table);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ResultSet columns =
                getColumns(catalog, MetaDataQueries.escape(schema), MetaDataQueries.escape(table), null)) {
            while (columns.next()) {
                if (keyColumns.contains(columns.getString("COLUMN_NAME"))) {
                    rows.add(rowIdentifier(columns));
                }
            }
        }
        return result(MetaDataColumns.BEST_ROW_IDENTIFIER, rows);
    }

    private static List<@Nullable Object> rowIdentifier(ResultSet column) throws SQLException {
        return Arrays.asList(
                bestRowSession,
                column.getString("COLUMN_NAME"),
                column.getInt("DATA_TYPE"),
                column.getString("TYPE_NAME"),
                column.getInt("COLUMN_SIZE"),
                null,
                column.getInt("DECIMAL_DIGITS"),
                bestRowNotPseudo);
    }

    @Override
    public ResultSet getFunctions(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String functionNamePattern)
            throws SQLException {
        return result(MetaDataColumns.FUNCTIONS, queries.functions(catalog, schemaPattern, functionNamePattern));
    }

    @Override
    public ResultSet getClientInfoProperties() throws SQLException {
        return result(
                MetaDataColumns.CLIENT_INFO_PROPERTIES,
                List.of(Arrays.asList(APPLICATION_NAME, 255, "", "Name of the program, shown to the operator.")));
    }

    @Override
    public ResultSet empty(List<String> columns) throws SQLException {
        return result(columns, List.of());
    }

    private ResultSet result(List<String> columns, List<List<@Nullable Object>> rows) throws SQLException {
        connection.checkOpen();
        return new WeirStatement(connection).adopt(new LocalRows(columns, rows));
    }

    // Facts about server and session

    private Map<Meta.DatabaseProperty, Object> properties() throws SQLException {
        connection.checkOpen();
        return connection.rpc().ask(service -> service.apply(new Service.DatabasePropertyRequest(id()))).map;
    }

    private String property(Meta.DatabaseProperty property) throws SQLException {
        Object value = properties().get(property);
        return value == null ? "" : value.toString();
    }

    @Override
    public String getDatabaseProductVersion() throws SQLException {
        return property(Meta.DatabaseProperty.GET_DATABASE_PRODUCT_VERSION);
    }

    @Override
    public int getDatabaseMajorVersion() throws SQLException {
        return number(Meta.DatabaseProperty.GET_DATABASE_MAJOR_VERSION);
    }

    @Override
    public int getDatabaseMinorVersion() throws SQLException {
        return number(Meta.DatabaseProperty.GET_DATABASE_MINOR_VERSION);
    }

    private int number(Meta.DatabaseProperty property) throws SQLException {
        return properties().get(property) instanceof Number number ? Math.max(0, number.intValue()) : 0;
    }

    @Override
    public String getSQLKeywords() throws SQLException {
        return property(Meta.DatabaseProperty.GET_S_Q_L_KEYWORDS);
    }

    @Override
    public String getNumericFunctions() throws SQLException {
        return property(Meta.DatabaseProperty.GET_NUMERIC_FUNCTIONS);
    }

    @Override
    public String getStringFunctions() throws SQLException {
        return property(Meta.DatabaseProperty.GET_STRING_FUNCTIONS);
    }

    @Override
    public String getSystemFunctions() throws SQLException {
        return property(Meta.DatabaseProperty.GET_SYSTEM_FUNCTIONS);
    }

    @Override
    public String getTimeDateFunctions() throws SQLException {
        return property(Meta.DatabaseProperty.GET_TIME_DATE_FUNCTIONS);
    }

    @Override
    public String getURL() {
        return connection.settings().url();
    }

    @Override
    public String getUserName() {
        String user = connection.settings().get(DriverProperty.USER);
        return user == null ? "" : user;
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return connection.isReadOnly();
    }

    @Override
    public Connection getConnection() {
        return connection;
    }
}
