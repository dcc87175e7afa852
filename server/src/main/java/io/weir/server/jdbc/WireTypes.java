package io.weir.server.jdbc;

import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.AvaticaType;
import org.apache.calcite.avatica.ColumnMetaData.Rep;

/** SQL types as Avatica describes them; the table in docs/internals/jdbc-driver.md. */
final class WireTypes {
    private WireTypes() {}

    static List<ColumnMetaData> columns(Schema schema) {
        List<ColumnMetaData> columns = new ArrayList<>();
        for (Field field : schema.fields()) {
            columns.add(column(columns.size(), field));
        }
        return columns;
    }

    private static ColumnMetaData column(int index, Field field) {
        DataType type = field.type();
        AvaticaType avatica = type(type);
        return new ColumnMetaData(
                index,
                false,
                true,
                true,
                false,
                type.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
                isSigned(type),
                displaySize(type),
                field.name(),
                field.name(),
                "",
                precision(type),
                type.scale(),
                "",
                "",
                avatica,
                true,
                false,
                false,
                avatica.columnClassName());
    }

    static AvaticaType type(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> scalar(Types.BOOLEAN, "BOOLEAN", Rep.BOOLEAN);
            case TINYINT -> scalar(Types.TINYINT, "TINYINT", Rep.BYTE);
            case SMALLINT -> scalar(Types.SMALLINT, "SMALLINT", Rep.SHORT);
            case INTEGER -> scalar(Types.INTEGER, "INTEGER", Rep.INTEGER);
            case BIGINT -> scalar(Types.BIGINT, "BIGINT", Rep.LONG);
            case REAL -> scalar(Types.REAL, "REAL", Rep.FLOAT);
            case DOUBLE -> scalar(Types.DOUBLE, "DOUBLE", Rep.DOUBLE);
            case DECIMAL -> scalar(Types.DECIMAL, "DECIMAL", Rep.NUMBER);
            case CHAR -> scalar(Types.CHAR, "CHAR", Rep.STRING);
            case VARCHAR, NULL -> scalar(Types.VARCHAR, "VARCHAR", Rep.STRING);
            case BINARY, VARBINARY -> scalar(Types.VARBINARY, "VARBINARY", Rep.BYTE_STRING);
            case DATE -> scalar(Types.DATE, "DATE", Rep.INTEGER);
            case TIME -> scalar(Types.TIME, "TIME", Rep.NUMBER);
            case TIMESTAMP -> scalar(Types.TIMESTAMP, "TIMESTAMP", Rep.NUMBER);
            case TIMESTAMP_LTZ -> scalar(Types.TIMESTAMP_WITH_TIMEZONE, "TIMESTAMP_LTZ", Rep.STRING);
            case INTERVAL_YEAR_MONTH -> scalar(Types.OTHER, "INTERVAL_YEAR_TO_MONTH", Rep.INTEGER);
            case INTERVAL_DAY_TIME -> scalar(Types.OTHER, "INTERVAL_DAY_TO_SECOND", Rep.LONG);
            case ARRAY -> {
                AvaticaType element = type(type.children().get(0));
                yield ColumnMetaData.array(element, element.name + " ARRAY", Rep.ARRAY);
            }
            case MAP -> scalar(Types.JAVA_OBJECT, type.withNullable(true).toString(), Rep.OBJECT);
            case ROW -> struct(type);
        };
    }

    private static AvaticaType scalar(int id, String name, Rep rep) {
        return ColumnMetaData.scalar(id, name, rep);
    }

    private static AvaticaType struct(DataType type) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < type.children().size(); i++) {
            fields.add(new Field(type.fieldNames().get(i), type.children().get(i)));
        }
        return ColumnMetaData.struct(columns(new Schema(fields)));
    }

    /** As JDBC means it: digits, characters, fractional digits of times. */
    static int precision(DataType type) {
        return switch (type.kind()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER, DATE -> 10;
            case BIGINT -> 19;
            case REAL -> 7;
            case DOUBLE -> 15;
            case VARCHAR, VARBINARY -> type.precision() == DataType.UNBOUNDED_LENGTH ? 0 : type.precision();
            default -> type.precision();
        };
    }

    private static int displaySize(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> 5;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> precision(type) + 1;
            case REAL, DOUBLE -> 24;
            case DECIMAL -> type.precision() + 2;
            case CHAR -> type.precision();
            case DATE -> 10;
            case TIME -> 15;
            case TIMESTAMP, TIMESTAMP_LTZ -> 27;
            default -> 40;
        };
    }

    private static boolean isSigned(DataType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> true;
            default -> false;
        };
    }

    static List<AvaticaParameter> parameters(List<DataType> types) {
        List<AvaticaParameter> parameters = new ArrayList<>();
        for (DataType type : types) {
            AvaticaType avatica = type(type);
            parameters.add(new AvaticaParameter(
                    isSigned(type),
                    precision(type),
                    type.scale(),
                    avatica.id,
                    avatica.name,
                    avatica.columnClassName(),
                    "?" + parameters.size()));
        }
        return parameters;
    }
}
