package io.weir.jdbc;

import io.weir.jdbc.defaults.Unwrapping;
import io.weir.jdbc.error.SqlErrors;
import io.weir.jdbc.value.JdbcTypes;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/** The columns of a result, as the server described them. */
final class WeirResultSetMetaData implements ResultSetMetaData, Unwrapping {
    private final List<ColumnMetaData> columns;

    WeirResultSetMetaData(List<ColumnMetaData> columns) {
        this.columns = columns;
    }

    private ColumnMetaData column(int index) throws SQLException {
        if (index < 1 || index > columns.size()) {
            throw SqlErrors.create(
                    SqlErrors.NO_SUCH_COLUMN, "column " + index + " of a result set with " + columns.size());
        }
        return columns.get(index - 1);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public int getColumnCount() {
        return columns.size();
    }

    @Override
    public boolean isAutoIncrement(int index) throws SQLException {
        return column(index).autoIncrement;
    }

    @Override
    public boolean isCaseSensitive(int index) throws SQLException {
        return column(index).caseSensitive;
    }

    @Override
    public boolean isSearchable(int index) throws SQLException {
        return column(index).searchable;
    }

    @Override
    public boolean isCurrency(int index) throws SQLException {
        return column(index).currency;
    }

    @Override
    public int isNullable(int index) throws SQLException {
        return column(index).nullable;
    }

    @Override
    public boolean isSigned(int index) throws SQLException {
        return column(index).signed;
    }

    @Override
    public int getColumnDisplaySize(int index) throws SQLException {
        return column(index).displaySize;
    }

    @Override
    public String getColumnLabel(int index) throws SQLException {
        return column(index).label;
    }

    @Override
    public String getColumnName(int index) throws SQLException {
        return column(index).columnName;
    }

    @Override
    public String getSchemaName(int index) throws SQLException {
        return orEmpty(column(index).schemaName);
    }

    /** Digits of a number, characters of text, and of a time as it is shown; 0 for text without a bound. */
    @Override
    public int getPrecision(int index) throws SQLException {
        ColumnMetaData column = column(index);
        int fraction = column.precision == 0 ? 0 : column.precision + 1;
        return switch (column.type.id) {
            case Types.TIME -> "hh:mm:ss".length() + fraction;
            case Types.TIMESTAMP -> "yyyy-mm-dd hh:mm:ss".length() + fraction;
            case Types.TIMESTAMP_WITH_TIMEZONE -> "yyyy-mm-dd hh:mm:ssZ".length() + fraction;
            default -> column.precision;
        };
    }

    /** Digits behind the point, of a number or of a second. */
    @Override
    public int getScale(int index) throws SQLException {
        ColumnMetaData column = column(index);
        return switch (column.type.id) {
            case Types.TIME, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> column.precision;
            default -> column.scale;
        };
    }

    @Override
    public String getTableName(int index) throws SQLException {
        return orEmpty(column(index).tableName);
    }

    @Override
    public String getCatalogName(int index) throws SQLException {
        return orEmpty(column(index).catalogName);
    }

    @Override
    public int getColumnType(int index) throws SQLException {
        return column(index).type.id;
    }

    @Override
    public String getColumnTypeName(int index) throws SQLException {
        return column(index).type.getName();
    }

    @Override
    public boolean isReadOnly(int index) throws SQLException {
        column(index);
        return true;
    }

    @Override
    public boolean isWritable(int index) throws SQLException {
        column(index);
        return false;
    }

    @Override
    public boolean isDefinitelyWritable(int index) throws SQLException {
        column(index);
        return false;
    }

    @Override
    public String getColumnClassName(int index) throws SQLException {
        return JdbcTypes.jdbcClass(column(index).type.id).getName();
    }
}
