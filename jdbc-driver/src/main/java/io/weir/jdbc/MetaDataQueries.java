package io.weir.jdbc;

import io.weir.jdbc.metadata.MetaDataColumns;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What Avatica's protocol has no request for, asked of INFORMATION_SCHEMA by SQL. */
final class MetaDataQueries {
    private static final int WIDTH = 6;
    private final WeirConnection connection;

    MetaDataQueries(WeirConnection connection) {
        this.connection = connection;
    }

    /** Rows of {@link MetaDataColumns#PRIMARY_KEYS}, by COLUMN_NAME as JDBC wants them. */
    List<List<@Nullable Object>> primaryKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        List<List<@Nullable Object>> rows =
                query("SELECT TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, CONSTRAINT_NAME"
                        + " FROM INFORMATION_SCHEMA.KEY_COLUMN_USAGE WHERE TABLE_NAME = " + literal(table)
                        + equal("TABLE_SCHEMA", schema) + equal("TABLE_CATALOG", catalog));
        rows.sort(Comparator.comparing(row -> String.valueOf(row.get(3))));
        return rows;
    }

    /** The names of the columns of the primary key. */
    Set<String> keyColumns(@Nullable String catalog, @Nullable String schema, String table) throws SQLException {
        return primaryKeys(catalog, schema, table).stream()
                .map(row -> String.valueOf(row.get(3)))
                .collect(Collectors.toSet());
    }

    /** Rows of {@link MetaDataColumns#FUNCTIONS}, in JDBC's order. */
    List<List<@Nullable Object>> functions(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
            throws SQLException {
        List<List<@Nullable Object>> rows =
                query("SELECT ROUTINE_CATALOG, ROUTINE_SCHEMA, ROUTINE_NAME, REMARKS, ROUTINE_TYPE, SPECIFIC_NAME"
                        + " FROM INFORMATION_SCHEMA.ROUTINES WHERE TRUE" + like("ROUTINE_NAME", namePattern)
                        + like("ROUTINE_SCHEMA", schemaPattern) + equal("ROUTINE_CATALOG", catalog));
        for (List<@Nullable Object> row : rows) {
            boolean givesTable = "TABLE FUNCTION".equals(row.get(4));
            row.set(4, givesTable ? DatabaseMetaData.functionReturnsTable : DatabaseMetaData.functionNoTable);
        }
        rows.sort(Comparator.comparing((List<@Nullable Object> row) -> String.valueOf(row.get(1)))
                .thenComparing(row -> String.valueOf(row.get(2)))
                .thenComparing(row -> String.valueOf(row.get(5))));
        return rows;
    }

    /** All rows of a query, each of {@link #WIDTH} values. */
    private List<List<@Nullable Object>> query(String sql) throws SQLException {
        connection.checkOpen();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>(WIDTH);
                for (int i = 1; i <= WIDTH; i++) {
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
    static @Nullable String escape(@Nullable String name) {
        return name == null
                ? null
                : name.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%");
    }
}
