package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * An expression that has been translated: where generated code finds its value.
 *
 * @param type the SQL type; its nullability is not used, {@code isNull} says more
 * @param isNull Java expression without side effects, of type boolean: {@code "false"} if it is never null
 * @param code Java expression without side effects, of the type's {@link JavaKind}; unspecified while {@code isNull}
 *     holds, but harmless to read
 * @param wide the value of a DECIMAL beyond 18 digits as two {@code long}s, if it was computed like that: {@code code}
 *     then makes the object; null for all other values
 */
record Value(
        DataType type, String isNull, String code, @Nullable Wide wide) {
    static final String NEVER = "false";
    static final String ALWAYS = "true";

    /**
     * A whole number of 128 bits: Java expressions without side effects, of type {@code long}, for its upper half and
     * for its lower one, which has no sign.
     */
    record Wide(String high, String low) {}

    Value(DataType type, String isNull, String code) {
        this(type, isNull, code, null);
    }

    static Value ofNull(DataType type) {
        return new Value(type, ALWAYS, JavaKind.of(type).whenNull());
    }

    JavaKind kind() {
        return JavaKind.of(type);
    }

    boolean isNeverNull() {
        return isNull.equals(NEVER);
    }

    boolean isAlwaysNull() {
        return isNull.equals(ALWAYS);
    }

    /** Java expression: whether a BOOLEAN is true, neither false nor null. */
    String isTrue() {
        return isNeverNull() ? code : "(!" + isNull + " && " + code + ")";
    }

    /** Java expression: whether a BOOLEAN is false, neither true nor null. */
    String isFalse() {
        return isNeverNull() ? "!" + code : "(!" + isNull + " && !" + code + ")";
    }

    boolean isDecimal() {
        return type.kind() == TypeKind.DECIMAL;
    }

    boolean isText() {
        return type.isText();
    }

    boolean isWholeNumber() {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
            default -> false;
        };
    }

    boolean isFloatingPoint() {
        return type.kind() == TypeKind.REAL || type.kind() == TypeKind.DOUBLE;
    }

    boolean isNumeric() {
        return isWholeNumber() || isFloatingPoint() || isDecimal();
    }

    /** Whether the number is a whole {@code int} or {@code long} in Java, perhaps scaled. */
    boolean isScaledLong() {
        return isWholeNumber() || (isDecimal() && kind() == JavaKind.LONG);
    }

    /** Digits after the point of an exact number. */
    int scale() {
        return isDecimal() ? type.scale() : 0;
    }

    /** The most digits that an exact number can have. */
    int digits() {
        return switch (type.kind()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            default -> type.precision();
        };
    }

    String asLong() {
        return kind() == JavaKind.INT ? "(long) " + code : code;
    }

    String asDouble() {
        if (isFloatingPoint()) {
            return code;
        }
        if (isWholeNumber()) {
            return "(double) " + code;
        }
        return kind() == JavaKind.LONG ? "Arithmetic.toDouble(" + code + ", " + scale() + ")" : code + ".doubleValue()";
    }

    String asDecimal() {
        if (isFloatingPoint()) {
            return "new java.math.BigDecimal(Double.toString(" + code + "))";
        }
        if (isScaledLong()) {
            return "java.math.BigDecimal.valueOf(" + asLong() + ", " + scale() + ")";
        }
        return code;
    }

    /** The unscaled value of an exact number with more digits after the point; the caller knows that it fits a long. */
    String scaledTo(int scale) {
        return scale == scale() ? asLong() : "Arithmetic.scaleUp(" + code + ", " + (scale - scale()) + ")";
    }
}
