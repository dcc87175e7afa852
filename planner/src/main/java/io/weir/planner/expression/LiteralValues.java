package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** Reads Calcite's literals. */
final class LiteralValues {
    private static final long MICROS_PER_MILLI = 1000;
    private static final int NANO_DIGITS = 9;

    private LiteralValues() {}

    /** The value of a literal, boxed as {@link DataType} says for the literal's type. */
    static @Nullable Object boxed(RexLiteral literal, DataType type) {
        if (literal.isNull() || type.kind() == TypeKind.NULL) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> literal.getValueAs(Boolean.class);
            case TINYINT, SMALLINT, INTEGER -> number(literal).intValueExact();
            case BIGINT -> number(literal).longValueExact();
            case REAL -> (double) literalDouble(literal).floatValue();
            case DOUBLE -> literalDouble(literal);
            case DECIMAL -> number(literal).setScale(type.scale(), RoundingMode.HALF_UP);
            case CHAR -> padded(string(literal), type.precision());
            case VARCHAR -> string(literal);
            case BINARY, VARBINARY ->
                required(literal.getValueAs(ByteString.class)).getBytes();
            case DATE -> (int) required(literal.getValueAs(DateString.class)).getDaysSinceEpoch();
            case TIME -> micros(required(literal.getValueAs(TimeString.class)));
            case TIMESTAMP, TIMESTAMP_LTZ -> micros(required(literal.getValueAs(TimestampString.class)));
            case INTERVAL_YEAR_MONTH -> number(literal).intValueExact();
            case INTERVAL_DAY_TIME ->
                number(literal).multiply(BigDecimal.valueOf(MICROS_PER_MILLI)).longValueExact();
            case ARRAY, ROW -> elements(literal, type);
            default ->
                throw new WeirException(ErrorCode.UNSUPPORTED_FEATURE, "literal of type " + type + " is not supported");
        };
    }

    private static List<@Nullable Object> elements(RexLiteral literal, DataType type) {
        List<?> values = required(literal.getValueAs(List.class));
        List<@Nullable Object> elements = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            DataType child = type.children().get(type.kind() == TypeKind.ROW ? i : 0);
            elements.add(boxed((RexLiteral) values.get(i), child));
        }
        return elements;
    }

    private static BigDecimal number(RexLiteral literal) {
        return required(literal.getValueAs(BigDecimal.class));
    }

    private static Double literalDouble(RexLiteral literal) {
        return required(literal.getValueAs(Double.class));
    }

    private static String string(RexLiteral literal) {
        return required(literal.getValueAs(String.class));
    }

    private static String padded(String value, int length) {
        // Calcite counts UTF-16 units where it gives a literal its length.
        int missing = length - value.length();
        return missing <= 0 ? value : value + " ".repeat(missing);
    }

    private static <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value, "literal has no value");
    }

    private static long micros(TimeString time) {
        String text = time.toString();
        return time.getMillisOfDay() / MICROS_PER_MILLI * 1_000_000L + fractionMicros(text);
    }

    private static long micros(TimestampString timestamp) {
        return Math.floorDiv(timestamp.getMillisSinceEpoch(), MICROS_PER_MILLI) * 1_000_000L
                + fractionMicros(timestamp.toString());
    }

    // Calcite's own getters stop at milliseconds; the text has all digits.
    private static long fractionMicros(String text) {
        int point = text.indexOf('.');
        if (point < 0) {
            return 0;
        }
        String digits = (text.substring(point + 1) + "0".repeat(NANO_DIGITS)).substring(0, 6);
        return Long.parseLong(digits);
    }
}
