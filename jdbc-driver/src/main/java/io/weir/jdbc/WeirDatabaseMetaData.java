package io.weir.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/**
 * What the server holds. Catalogs, schemas, tables, table types, columns and types are asked for by Avatica's requests, the same
 * that its own client sends; keys and functions, for which it has none, by SQL on INFORMATION_SCHEMA. What Weir does not have
 * (indexes, foreign keys, procedures, privileges) is an empty result with JDBC's columns.
 */
final class WeirDatabaseMetaData extends FixedDatabaseMetaData {
    static final String APPLICATION_NAME = "ApplicationName";

    private final WeirConnection connection;

    WeirDatabaseMetaData(WeirConnection connection) {
        this.connection = connection;
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
        List<List<@Nullable Object>> rows = query(
                "SELECT TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, CONSTRAINT_NAME"
                        + " FROM INFORMATION_SCHEMA.KEY_COLUMN_USAGE WHERE TABLE_NAME = " + literal(table)
                        + equal("TABLE_SCHEMA", schema) + equal("TABLE_CATALOG", catalog),
                6);
        rows.sort(Comparator.comparing(row -> String.valueOf(row.get(3)))); // JDBC wants them by COLUMN_NAME
        return result(MetaDataColumns.PRIMARY_KEYS, rows);
    }

    /** The columns of the primary key, with what {@link #getColumns} says of them. */
    @Override
    public ResultSet getBestRowIdentifier(
            @Nullable String catalog, @Nullable String schema, String table, int scope, boolean nullable)
            throws SQLException {
        List<String> keyColumns = new ArrayList<>();
        try (ResultSet keys = getPrimaryKeys(catalog, schema, table)) {
            while (keys.next()) {
                keyColumns.add(keys.getString("COLUMN_NAME"));
            }
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        if (!keyColumns.isEmpty()) {
            try (ResultSet columns = getColumns(catalog, escape(schema), escape(table), null)) {
                while (columns.next()) {
                    if (keyColumns.contains(columns.getString("COLUMN_NAME"))) {
                        rows.add(Arrays.asList(
                                bestRowSession,
                                columns.getString("COLUMN_NAME"),
                                columns.getInt("DATA_TYPE"),
                                columns.getString("TYPE_NAME"),
                                columns.getInt("COLUMN_SIZE"),
                                null,
                                columns.getInt("DECIMAL_DIGITS"),
                                bestRowNotPseudo));
                    }
                }
            }
        }
        return result(MetaDataColumns.BEST_ROW_IDENTIFIER, rows);
    }

    @Override
    public ResultSet getFunctions(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String functionNamePattern)
            throws SQLException {
        List<List<@Nullable Object>> routines = query(
                "SELECT ROUTINE_CATALOG, ROUTINE_SCHEMA, ROUTINE_NAME, REMARKS, ROUTINE_TYPE, SPECIFIC_NAME"
                        + " FROM INFORMATION_SCHEMA.ROUTINES WHERE TRUE" + like("ROUTINE_NAME", functionNamePattern)
                        + like("ROUTINE_SCHEMA", schemaPattern) + equal("ROUTINE_CATALOG", catalog),
                6);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> routine : routines) {
            List<@Nullable Object> row = new ArrayList<>(routine);
            row.set(4, "TABLE FUNCTION".equals(routine.get(4)) ? functionReturnsTable : functionNoTable);
            rows.add(row);
        }
        rows.sort(Comparator.comparing((List<@Nullable Object> row) -> String.valueOf(row.get(1)))
                .thenComparing(row -> String.valueOf(row.get(2)))
                .thenComparing(row -> String.valueOf(row.get(5))));
        return result(MetaDataColumns.FUNCTIONS, rows);
    }

    /** All rows of a query, each as its first {@code width} values. */
    private List<List<@Nullable Object>> query(String sql, int width) throws SQLException {
        connection.checkOpen();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>(width);
                for (int i = 1; i <= width; i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String equal(String column, @Nullable String value) {
        return value == null ? "" : " AND " + column + " = " + literal(value);
    }

    private static String like(String column, @Nullable String pattern) {
        return pattern == null || pattern.equals("%")
                ? ""
                : " AND " + column + " LIKE " + literal(pattern) + " ESCAPE '\\'";
    }

    /** A name as a pattern that only it matches. */
    private static @Nullable String escape(@Nullable String name) {
        return name == null
                ? null
                : name.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%");
    }

    // What Weir does not have

    @Override
    public ResultSet getIndexInfo(
            @Nullable String catalog, @Nullable String schema, String table, boolean unique, boolean approximate)
            throws SQLException {
        return empty(MetaDataColumns.INDEX_INFO);
    }

    @Override
    public ResultSet getImportedKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return empty(MetaDataColumns.FOREIGN_KEYS);
    }

    @Override
    public ResultSet getExportedKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return empty(MetaDataColumns.FOREIGN_KEYS);
    }

    @Override
    public ResultSet getCrossReference(
            @Nullable String parentCatalog,
            @Nullable String parentSchema,
            String parentTable,
            @Nullable String foreignCatalog,
            @Nullable String foreignSchema,
            String foreignTable)
            throws SQLException {
        return empty(MetaDataColumns.FOREIGN_KEYS);
    }

    @Override
    public ResultSet getFunctionColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String functionNamePattern,
            @Nullable String columnNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.FUNCTION_COLUMNS);
    }

    @Override
    public ResultSet getProcedures(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String procedureNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.PROCEDURES);
    }

    @Override
    public ResultSet getProcedureColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String procedureNamePattern,
            @Nullable String columnNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.PROCEDURE_COLUMNS);
    }

    @Override
    public ResultSet getTablePrivileges(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.TABLE_PRIVILEGES);
    }

    @Override
    public ResultSet getColumnPrivileges(
            @Nullable String catalog, @Nullable String schema, String table, @Nullable String columnNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.COLUMN_PRIVILEGES);
    }

    @Override
    public ResultSet getVersionColumns(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return empty(MetaDataColumns.BEST_ROW_IDENTIFIER);
    }

    @Override
    public ResultSet getPseudoColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tableNamePattern,
            @Nullable String columnNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.PSEUDO_COLUMNS);
    }

    @Override
    public ResultSet getSuperTables(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.SUPER_TABLES);
    }

    @Override
    public ResultSet getSuperTypes(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String typeNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.SUPER_TYPES);
    }

    @Override
    public ResultSet getAttributes(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String typeNamePattern,
            @Nullable String attributeNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.ATTRIBUTES);
    }

    @Override
    public ResultSet getUDTs(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String typeNamePattern,
            int @Nullable [] types)
            throws SQLException {
        return empty(MetaDataColumns.USER_DEFINED_TYPES);
    }

    @Override
    public ResultSet getClientInfoProperties() throws SQLException {
        return result(
                MetaDataColumns.CLIENT_INFO_PROPERTIES,
                List.of(Arrays.asList(APPLICATION_NAME, 255, "", "Name of the program, shown to the operator.")));
    }

    private ResultSet empty(List<String> columns) throws SQLException {
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

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, "database metadata is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
