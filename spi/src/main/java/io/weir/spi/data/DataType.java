package io.weir.spi.data;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A SQL type with everything that a column of it needs to know.
 *
 * <p>A <em>boxed value</em> of a type, used where rows are handled one by one (JDBC, tests, nested values), is:
 * {@code Boolean}; {@code Integer} for TINYINT, SMALLINT, INTEGER, DATE, INTERVAL_YEAR_MONTH; {@code Long} for BIGINT
 * and for all types in microseconds; {@code Double} for REAL and DOUBLE; {@code BigDecimal} for DECIMAL of any
 * precision; {@code String} for CHAR and VARCHAR; {@code byte[]} for BINARY and VARBINARY; {@code List<Object>} for
 * ARRAY and ROW; {@code Map<Object, Object>} for MAP.
 *
 * @param precision digits of a DECIMAL, length of CHAR and BINARY, greatest length of VARCHAR and VARBINARY, fractional
 *     digits of TIME and TIMESTAMP (0 to 6); 0 elsewhere
 * @param scale digits after the point of a DECIMAL; 0 elsewhere
 * @param children element type of an ARRAY, key and value type of a MAP, field types of a ROW; empty elsewhere
 * @param fieldNames names of the fields of a ROW; empty elsewhere
 */
public record DataType(
        TypeKind kind, int precision, int scale, boolean nullable, List<DataType> children, List<String> fieldNames) {

    /** The most digits of a DECIMAL that fit a scaled {@code long}. */
    public static final int MAX_LONG_DECIMAL_PRECISION = 18;

    public static final int UNBOUNDED_LENGTH = Integer.MAX_VALUE;

    public DataType {
        requireNonNull(kind, "kind is null");
        checkArgument(precision >= 0 && scale >= 0, "precision %s and scale %s must not be negative", precision, scale);
        checkArgument(
                kind != TypeKind.DECIMAL || (precision >= 1 && precision <= 38 && scale <= precision),
                "DECIMAL(%s, %s) is out of range",
                precision,
                scale);
        children = List.copyOf(children);
        fieldNames = List.copyOf(fieldNames);
        checkArgument(
                kind != TypeKind.ROW || fieldNames.size() == children.size(),
                "ROW has %s names for %s fields",
                fieldNames.size(),
                children.size());
    }

    /** A nullable type without parameters. VARCHAR and VARBINARY are unbounded, times and timestamps have 6 digits. */
    public static DataType of(TypeKind kind) {
        return switch (kind) {
            case VARCHAR, VARBINARY -> of(kind, UNBOUNDED_LENGTH);
            case CHAR, BINARY -> of(kind, 1);
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> of(kind, 6);
            default -> of(kind, 0);
        };
    }

    /** A nullable type with a length or a precision. */
    public static DataType of(TypeKind kind, int precision) {
        return new DataType(kind, precision, 0, true, List.of(), List.of());
    }

    public static DataType decimal(int precision, int scale) {
        return new DataType(TypeKind.DECIMAL, precision, scale, true, List.of(), List.of());
    }

    public static DataType array(DataType element) {
        return new DataType(TypeKind.ARRAY, 0, 0, true, List.of(element), List.of());
    }

    public static DataType map(DataType key, DataType value) {
        return new DataType(TypeKind.MAP, 0, 0, true, List.of(key, value), List.of());
    }

    public static DataType row(List<String> names, List<DataType> types) {
        return new DataType(TypeKind.ROW, 0, 0, true, types, names);
    }

    public DataType withNullable(boolean nullable) {
        return new DataType(kind, precision, scale, nullable, children, fieldNames);
    }

    public DataType notNull() {
        return withNullable(false);
    }

    /** The form of column in which values of this type are kept. */
    public ColumnForm form() {
        return kind == TypeKind.DECIMAL && precision > MAX_LONG_DECIMAL_PRECISION ? ColumnForm.OBJECTS : kind.form();
    }

    public boolean isText() {
        return kind == TypeKind.CHAR || kind == TypeKind.VARCHAR;
    }

    /** The type as SQL spells it, with NOT NULL where it applies. */
    @Override
    public String toString() {
        String text = switch (kind) {
            case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
            case CHAR, BINARY, TIME, TIMESTAMP, TIMESTAMP_LTZ -> kind + "(" + precision + ")";
            case VARCHAR, VARBINARY -> precision == UNBOUNDED_LENGTH ? kind.toString() : kind + "(" + precision + ")";
            case ARRAY -> "ARRAY<" + children.get(0) + ">";
            case MAP -> "MAP<" + children.get(0) + ", " + children.get(1) + ">";
            case ROW -> "ROW<" + fieldsText() + ">";
            case INTERVAL_YEAR_MONTH -> "INTERVAL YEAR TO MONTH";
            case INTERVAL_DAY_TIME -> "INTERVAL DAY TO SECOND";
            default -> kind.toString();
        };
        return nullable ? text : text + " NOT NULL";
    }

    private String fieldsText() {
        return IntStream.range(0, children.size())
                .mapToObj(i -> "\"" + fieldNames.get(i) + "\" " + children.get(i))
                .collect(Collectors.joining(", "));
    }
}
