package io.weir.server.table;

import io.weir.spi.data.DataType;
import java.math.BigDecimal;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/** Literals as values of the columns that they are written to, where that is no question. */
final class LiteralValue {
    private LiteralValue() {}

    /** Boxed as {@link DataType} says; null if it is no such literal, or one that has to be converted. */
    static @Nullable Object of(SqlNode node, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN ->
                node instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.BOOLEAN
                        ? literal.booleanValue()
                        : null;
            case VARCHAR ->
                node instanceof SqlCharStringLiteral literal
                                && literal.getValueAs(NlsString.class).getCharset() == null
                                && !hasHalf(literal.getValueAs(String.class))
                        ? literal.getValueAs(String.class)
                        : null;
            case INTEGER, BIGINT, DOUBLE, DECIMAL -> {
                BigDecimal number = number(node);
                yield number == null ? null : number(number, type);
            }
            default -> null;
        };
    }

    /** Half of a surrogate pair: the planner refuses it. */
    private static boolean hasHalf(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static @Nullable BigDecimal number(SqlNode node) {
        if (node.getKind() == SqlKind.MINUS_PREFIX
                && ((SqlCall) node).operand(0) instanceof SqlNumericLiteral literal) {
            return literal.bigDecimalValue().negate();
        }
        return node instanceof SqlNumericLiteral literal ? literal.bigDecimalValue() : null;
    }

    private static @Nullable Object number(BigDecimal number, DataType type) {
        try {
            return switch (type.kind()) {
                case INTEGER -> number.intValueExact();
                case BIGINT -> number.longValueExact();
                case DOUBLE -> number.doubleValue();
                default -> number;
            };
        } catch (ArithmeticException e) {
            return null; // a fraction, or too large: the planner knows what to say
        }
    }
}
