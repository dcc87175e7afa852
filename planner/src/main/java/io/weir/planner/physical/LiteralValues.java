package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** Literals as boxed values. */
final class LiteralValues {
    private static final long MICROS_PER_MILLI = 1_000L;

    private LiteralValues() {}

    /** The value of a literal in a column of this type. */
    static @Nullable Object boxed(RexLiteral literal, DataType type) {
        if (literal.isNull()) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> literal.getValueAs(Boolean.class);
            case TINYINT, SMALLINT, INTEGER, INTERVAL_YEAR_MONTH ->
                number(literal).intValueExact();
            case BIGINT -> number(literal).longValueExact();
            case INTERVAL_DAY_TIME -> number(literal).longValueExact() * MICROS_PER_MILLI;
            case REAL, DOUBLE -> requireNonNull(literal.getValueAs(Double.class));
            case DECIMAL -> number(literal).setScale(type.scale(), RoundingMode.HALF_UP);
            case CHAR -> padded(requireNonNull(literal.getValueAs(String.class)), type.precision());
            case VARCHAR -> literal.getValueAs(String.class);
            case BINARY, VARBINARY ->
                requireNonNull(literal.getValueAs(ByteString.class)).getBytes();
            case DATE -> requireNonNull(literal.getValueAs(DateString.class)).getDaysSinceEpoch();
            case TIME -> {
                TimeString time = requireNonNull(literal.getValueAs(TimeString.class));
                yield time.getMillisOfDay() / 1000 * 1_000_000L + fractionMicros(time.toString());
            }
            case TIMESTAMP, TIMESTAMP_LTZ -> {
                TimestampString timestamp = requireNonNull(literal.getValueAs(TimestampString.class));
                yield Math.floorDiv(timestamp.getMillisSinceEpoch(), 1000L) * 1_000_000L
                        + fractionMicros(timestamp.toString());
            }
            case ARRAY, MAP, ROW, NULL ->
                throw new WeirException(ErrorCode.UNSUPPORTED_FEATURE, "a literal cannot be of type " + type);
        };
    }

    private static BigDecimal number(RexLiteral literal) {
        return requireNonNull(literal.getValueAs(BigDecimal.class));
    }

    private static String padded(String text, int length) {
        int missing = length - text.codePointCount(0, text.length());
        return missing > 0 ? text + " ".repeat(missing) : text;
    }

    /** Calcite counts milliseconds; the text has all digits. */
    private static long fractionMicros(String text) {
        int point = text.indexOf('.');
        if (point < 0) {
            return 0;
        }
        String digits = (text.substring(point + 1) + "000000").substring(0, 6);
        return Long.parseLong(digits);
    }
}
