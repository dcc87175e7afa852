package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Between Calcite's types and those of columns. Nullability goes both ways. */
public final class TypeMapping {
    private TypeMapping() {}

    /**
     * The column type for a Calcite type. FLOAT is DOUBLE; a MULTISET is kept as an ARRAY.
     *
     * @throws WeirException (UNSUPPORTED_FEATURE) for types that no column can hold, such as GEOMETRY
     */
    public static DataType toDataType(RelDataType type) {
        return convert(type).withNullable(type.isNullable());
    }

    /** The column types of the fields of a row type, in order. */
    public static List<DataType> toDataTypes(RelDataType rowType) {
        List<DataType> types = new ArrayList<>(rowType.getFieldCount());
        for (RelDataTypeField field : rowType.getFieldList()) {
            types.add(toDataType(field.getType()));
        }
        return types;
    }

    private static DataType convert(RelDataType type) {
        SqlTypeName name = type.getSqlTypeName();
        return switch (name) {
            case BOOLEAN -> DataType.of(TypeKind.BOOLEAN);
            case TINYINT -> DataType.of(TypeKind.TINYINT);
            case SMALLINT -> DataType.of(TypeKind.SMALLINT);
            case INTEGER -> DataType.of(TypeKind.INTEGER);
            case BIGINT -> DataType.of(TypeKind.BIGINT);
            case REAL -> DataType.of(TypeKind.REAL);
            case FLOAT, DOUBLE -> DataType.of(TypeKind.DOUBLE);
            case DECIMAL -> decimal(type);
            case CHAR -> DataType.of(TypeKind.CHAR, Math.max(0, type.getPrecision()));
            case VARCHAR -> DataType.of(TypeKind.VARCHAR, length(type));
            case BINARY -> DataType.of(TypeKind.BINARY, Math.max(0, type.getPrecision()));
            case VARBINARY -> DataType.of(TypeKind.VARBINARY, length(type));
            case DATE -> DataType.of(TypeKind.DATE);
            case TIME -> DataType.of(TypeKind.TIME, fraction(type));
            case TIMESTAMP -> DataType.of(TypeKind.TIMESTAMP, fraction(type));
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> DataType.of(TypeKind.TIMESTAMP_LTZ, fraction(type));
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> DataType.of(TypeKind.INTERVAL_YEAR_MONTH);
            case INTERVAL_DAY,
                    INTERVAL_DAY_HOUR,
                    INTERVAL_DAY_MINUTE,
                    INTERVAL_DAY_SECOND,
                    INTERVAL_HOUR,
                    INTERVAL_HOUR_MINUTE,
                    INTERVAL_HOUR_SECOND,
                    INTERVAL_MINUTE,
                    INTERVAL_MINUTE_SECOND,
                    INTERVAL_SECOND -> DataType.of(TypeKind.INTERVAL_DAY_TIME);
            case ARRAY, MULTISET -> DataType.array(toDataType(component(type)));
            case MAP -> DataType.map(toDataType(key(type)), toDataType(value(type)));
            case ROW, STRUCTURED -> row(type);
            case NULL, UNKNOWN -> DataType.of(TypeKind.NULL);
            default ->
                throw new WeirException(
                        ErrorCode.UNSUPPORTED_FEATURE, "type " + type + " cannot be stored in a column");
        };
    }

    private static DataType decimal(RelDataType type) {
        int precision = type.getPrecision() < 1 ? WeirTypeSystem.MAX_DECIMAL_PRECISION : type.getPrecision();
        return DataType.decimal(precision, Math.max(0, type.getScale()));
    }

    private static int length(RelDataType type) {
        return type.getPrecision() < 0 ? DataType.UNBOUNDED_LENGTH : type.getPrecision();
    }

    private static int fraction(RelDataType type) {
        return type.getPrecision() < 0 ? WeirTypeSystem.MAX_DATETIME_PRECISION : type.getPrecision();
    }

    private static RelDataType component(RelDataType type) {
        return Objects.requireNonNull(type.getComponentType(), "component type is null");
    }

    private static RelDataType key(RelDataType type) {
        return Objects.requireNonNull(type.getKeyType(), "key type is null");
    }

    private static RelDataType value(RelDataType type) {
        return Objects.requireNonNull(type.getValueType(), "value type is null");
    }

    private static DataType row(RelDataType type) {
        return DataType.row(type.getFieldNames(), toDataTypes(type));
    }

    /**
     * The Calcite type for a column type. Day-time intervals become INTERVAL DAY TO SECOND, others INTERVAL YEAR TO
     * MONTH.
     */
    public static RelDataType toRelDataType(DataType type, RelDataTypeFactory factory) {
        return factory.createTypeWithNullability(convert(type, factory), type.nullable());
    }

    /** A row type of named columns. */
    public static RelDataType toRowType(List<String> names, List<DataType> types, RelDataTypeFactory factory) {
        return rowType(StructKind.FULLY_QUALIFIED, names, types, factory);
    }

    private static RelDataType rowType(
            StructKind kind, List<String> names, List<DataType> types, RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder builder = factory.builder().kind(kind);
        for (int i = 0; i < names.size(); i++) {
            builder.add(names.get(i), toRelDataType(types.get(i), factory));
        }
        return builder.build();
    }

    private static RelDataType convert(DataType type, RelDataTypeFactory factory) {
        return switch (type.kind()) {
            case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
            case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
            case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
            case INTEGER -> factory.createSqlType(SqlTypeName.INTEGER);
            case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
            case REAL -> factory.createSqlType(SqlTypeName.REAL);
            case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
            case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
            case CHAR -> factory.createSqlType(SqlTypeName.CHAR, type.precision());
            case VARCHAR -> varying(SqlTypeName.VARCHAR, type, factory);
            case BINARY -> factory.createSqlType(SqlTypeName.BINARY, type.precision());
            case VARBINARY -> varying(SqlTypeName.VARBINARY, type, factory);
            case DATE -> factory.createSqlType(SqlTypeName.DATE);
            case TIME -> factory.createSqlType(SqlTypeName.TIME, type.precision());
            case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, type.precision());
            case TIMESTAMP_LTZ -> factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, type.precision());
            case INTERVAL_YEAR_MONTH ->
                factory.createSqlIntervalType(
                        new SqlIntervalQualifier(TimeUnit.YEAR, TimeUnit.MONTH, SqlParserPos.ZERO));
            case INTERVAL_DAY_TIME ->
                factory.createSqlIntervalType(
                        new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO));
            case ARRAY -> factory.createArrayType(toRelDataType(type.children().get(0), factory), -1);
            case MAP ->
                factory.createMapType(
                        toRelDataType(type.children().get(0), factory),
                        toRelDataType(type.children().get(1), factory));
            // So that a field can be named by its column alone, r.x, without the table.
            case ROW -> rowType(StructKind.PEEK_FIELDS_NO_EXPAND, type.fieldNames(), type.children(), factory);
            case NULL -> factory.createSqlType(SqlTypeName.NULL);
        };
    }

    private static RelDataType varying(SqlTypeName name, DataType type, RelDataTypeFactory factory) {
        return type.precision() == DataType.UNBOUNDED_LENGTH
                ? factory.createSqlType(name)
                : factory.createSqlType(name, type.precision());
    }
}
