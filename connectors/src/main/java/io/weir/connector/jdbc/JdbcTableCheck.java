package io.weir.connector.jdbc;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a table of another database can be looked up as it is declared: it answers, the table is there, the columns
 * are, and their types fit. Blocks, with a bound.
 */
final class JdbcTableCheck {
    private final JdbcTarget target;
    private final List<Integer> keyColumns;

    JdbcTableCheck(JdbcTarget target, List<Integer> keyColumns) {
        this.target = target;
        this.keyColumns = List.copyOf(keyColumns);
    }

    /** A column as the other database describes it; {@code jdbcType} is of {@link Types}. */
    private record Found(String name, int jdbcType, String typeName) {}

    /** Types whose values are read from each other. */
    private enum Family {
        TRUTH,
        NUMBER,
        TEXT,
        BYTES,
        DATE,
        TIME,
        TIMESTAMP
    }

    void run() {
        Connection connection;
        try {
            connection = target.connect();
        } catch (SQLException e) {
            throw unreachable(e);
        }
        try {
            List<Found> columns = BoundedCalls.run(() -> columns(connection), target.timeoutSeconds(), late -> {});
            target.schema().fields().forEach(field -> check(field, columns));
            boolean unused = BoundedCalls.run(() -> ask(connection), target.timeoutSeconds(), late -> {});
        } catch (SQLException e) {
            throw unreadable(e);
        } finally {
            JdbcTarget.close(connection);
        }
    }

    private List<Found> columns(Connection connection) throws SQLException {
        String sql = "SELECT * FROM " + target.quotedTable(connection) + " WHERE 1 = 0";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            ResultSetMetaData metadata = rows.getMetaData();
            List<Found> found = new ArrayList<>();
            for (int i = 1; i <= metadata.getColumnCount(); i++) {
                found.add(
                        new Found(metadata.getColumnName(i), metadata.getColumnType(i), metadata.getColumnTypeName(i)));
            }
            return found;
        }
    }

    /** The names as they are spelled here must be those of the other database, which may tell upper from lower case. */
    private boolean ask(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        for (String name : target.schema().names()) {
            names.add(JdbcTarget.quoted(name, connection));
        }
        String sql = "SELECT " + String.join(", ", names) + " FROM " + target.quotedTable(connection) + " WHERE 1 = 0";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    private void check(Field field, List<Found> columns) {
        Found found = columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(field.name()))
                .findFirst()
                .orElseThrow(() -> unknown(field, columns));
        Family there = family(found.jdbcType());
        Family here = family(field.type());
        boolean isKey = keyColumns.contains(target.schema().indexOf(field.name()));
        // Everything can be read as text, but text is not compared with everything.
        boolean isReadAsText = here == Family.TEXT && !isKey;
        if (there != null && there != here && !isReadAsText && !areTruthAndNumber(here, there)) {
            throw new WeirException(
                            ErrorCode.TYPE_MISMATCH,
                            "column \"" + field.name() + "\" of table \"" + target.name() + "\" is "
                                    + field.type().withNullable(true) + ", and that of table \"" + target.tableName()
                                    + "\" in the database is " + found.typeName())
                    .withHint("Declare the column with a type of the same kind.");
        }
    }

    /** Many databases keep truth values as numbers. */
    private static boolean areTruthAndNumber(Family here, Family there) {
        return here == Family.TRUTH && there == Family.NUMBER;
    }

    private WeirException unknown(Field field, List<Found> columns) {
        List<String> names = columns.stream().map(Found::name).toList();
        WeirException error = new WeirException(
                        ErrorCode.UNKNOWN_COLUMN,
                        "table \"" + target.tableName() + "\" in the database has no column \"" + field.name()
                                + "\", which table \"" + target.name() + "\" declares")
                .withDetail("The columns there are "
                        + names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", ")) + ".");
        String hint = NearestName.hint(field.name(), names);
        return hint.isEmpty() ? error : error.withHint(hint);
    }

    private WeirException unreachable(SQLException cause) {
        return withHint(new WeirException(
                ErrorCode.CONNECTOR_UNREACHABLE,
                "the database of table \"" + target.name() + "\" cannot be reached: " + cause.getMessage(),
                cause));
    }

    private WeirException unreadable(SQLException cause) {
        return withHint(new WeirException(
                ErrorCode.CONNECTOR_FAILURE,
                "table \"" + target.tableName() + "\" in the database, which table \"" + target.name()
                        + "\" stands for, cannot be read: " + cause.getMessage(),
                cause));
    }

    private static WeirException withHint(WeirException error) {
        return error.withHint("Options 'url', 'table-name', 'username' and 'password' say where it is, and who asks.");
    }

    /** Null for types of the database's own, of which nobody knows what they are read as. */
    private static @Nullable Family family(int jdbcType) {
        return switch (jdbcType) {
            case Types.BOOLEAN, Types.BIT -> Family.TRUTH;
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.DECIMAL,
                    Types.NUMERIC -> Family.NUMBER;
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NCLOB -> Family.TEXT;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Family.BYTES;
            case Types.DATE -> Family.DATE;
            case Types.TIME, Types.TIME_WITH_TIMEZONE -> Family.TIME;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> Family.TIMESTAMP;
            default -> null;
        };
    }

    private static Family family(DataType type) {
        return requireNonNull(
                switch (type.kind()) {
                    case BOOLEAN -> Family.TRUTH;
                    case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> Family.NUMBER;
                    case CHAR, VARCHAR -> Family.TEXT;
                    case BINARY, VARBINARY -> Family.BYTES;
                    case DATE -> Family.DATE;
                    case TIME -> Family.TIME;
                    case TIMESTAMP, TIMESTAMP_LTZ -> Family.TIMESTAMP;
                    default -> null;
                },
                "a column of type " + type.kind() + " was let through");
    }
}
