package io.weir.jdbc.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers as other numbers. A value too large is an error, never another value. */
final class Numbers {
    private Numbers() {}

    static @Nullable Object number(Object value, Class<?> type) {
        if (type == Double.class && value instanceof Number number) {
            return number.doubleValue();
        }
        if (type == Float.class && value instanceof Number number) {
            return number.floatValue();
        }
        if ((value instanceof Double d && (d.isNaN() || d.isInfinite()))
                || (value instanceof Float f && (f.isNaN() || f.isInfinite()))) {
            throw new ArithmeticException();
        }
        if (value instanceof String text && (type == Double.class || type == Float.class)) {
            return type == Double.class ? (Object) Double.valueOf(text.strip()) : (Object) Float.valueOf(text.strip());
        }
        BigDecimal number;
        if (value instanceof Number) {
            number = decimal(value);
        } else if (value instanceof Boolean flag) {
            number = flag ? BigDecimal.ONE : BigDecimal.ZERO;
        } else if (value instanceof String text) {
            number = new BigDecimal(text.strip());
        } else {
            return null;
        }
        if (type == BigDecimal.class) {
            return number;
        }
        if (type == Double.class) {
            return number.doubleValue();
        }
        if (type == Float.class) {
            return number.floatValue();
        }
        // As JDBC has it, a fraction is cut off; but a value too large is an error, never another value.
        BigInteger whole = number.toBigInteger();
        if (type == Long.class) {
            return whole.longValueExact();
        }
        if (type == Integer.class) {
            return whole.intValueExact();
        }
        if (type == Short.class) {
            return whole.shortValueExact();
        }
        if (type == Byte.class) {
            return whole.byteValueExact();
        }
        return type == BigInteger.class ? whole : null;
    }

    static BigDecimal decimal(Object number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (number instanceof Double || number instanceof Float || number instanceof String) {
            return new BigDecimal(number.toString());
        }
        return BigDecimal.valueOf(((Number) number).longValue());
    }
}
