package io.weir.planner.expression.support;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Arithmetic on SQL's numbers. What Java's exact methods do is left to them: {@link RowErrors} turns their
 * {@link ArithmeticException}s into errors for the user.
 */
public final class Arithmetic {
    private static final long[] POWERS = powers();

    private Arithmetic() {}

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    /** 10 to the power of {@code digits}, 0 to 18. */
    public static long powerOfTen(int digits) {
        return POWERS[digits];
    }

    /**
     * The bound of RAND_INTEGER.
     *
     * @throws WeirException (ROW_ERROR) if no number lies below it
     */
    public static int positive(int bound) {
        if (bound < 1) {
            throw new WeirException(ErrorCode.ROW_ERROR, "RAND_INTEGER wants a bound of at least 1, found " + bound);
        }
        return bound;
    }

    public static int toTinyint(long value) {
        if (value != (byte) value) {
            throw overflow("TINYINT", value);
        }
        return (int) value;
    }

    public static int toSmallint(long value) {
        if (value != (short) value) {
            throw overflow("SMALLINT", value);
        }
        return (int) value;
    }

    public static int toInteger(long value) {
        if (value != (int) value) {
            throw overflow("INTEGER", value);
        }
        return (int) value;
    }

    /** Cut off towards zero, as SQL's CAST does here. */
    public static long toBigint(double value) {
        if (!(value >= -0x1p63 && value < 0x1p63)) {
            throw overflow("BIGINT", value);
        }
        return (long) value;
    }

    public static long toBigint(BigDecimal value) {
        BigInteger whole = value.toBigInteger();
        if (whole.bitLength() > 63) {
            throw overflow("BIGINT", value);
        }
        return whole.longValue();
    }

    /** Division of whole numbers; only the least one by -1 overflows. */
    public static long divide(long a, long b) {
        if (b == -1) {
            return Math.negateExact(a);
        }
        return a / b;
    }

    public static int divide(int a, int b) {
        if (b == -1) {
            return Math.negateExact(a);
        }
        return a / b;
    }

    /** {@code unscaled * 10^by}, for {@code by} of 0 to 18. */
    public static long scaleUp(long unscaled, int by) {
        return Math.multiplyExact(unscaled, POWERS[by]);
    }

    /** {@code unscaled / 10^by}, half away from zero, for {@code by} of 1 to 18. */
    public static long scaleDown(long unscaled, int by) {
        long power = POWERS[by];
        long quotient = unscaled / power;
        long remainder = unscaled % power;
        if (Math.abs(remainder) >= power - Math.abs(remainder)) {
            return quotient + (unscaled < 0 ? -1 : 1);
        }
        return quotient;
    }

    /** A decimal of up to 18 digits with another scale; {@code limit} is 10 to the power of its precision. */
    public static long rescale(long unscaled, int fromScale, int toScale, long limit) {
        int by = toScale - fromScale;
        long result;
        if (by >= 0) {
            if (by > 18 && unscaled != 0) {
                throw overflow("DECIMAL", unscaled);
            }
            result = unscaled == 0 ? 0 : scaleUp(unscaled, by);
        } else {
            result = by < -18 ? 0 : scaleDown(unscaled, -by);
        }
        return checked(result, limit);
    }

    /** The value, if it has no more digits than the limit says: {@code -limit < value < limit}. */
    public static long checked(long unscaled, long limit) {
        if (unscaled >= limit || unscaled <= -limit) {
            throw overflow("DECIMAL", unscaled);
        }
        return unscaled;
    }

    /** The unscaled value of a decimal whose type has at most 18 digits. */
    public static long toUnscaled(BigDecimal value, int scale, long limit) {
        BigDecimal scaled = value.scale() == scale ? value : value.setScale(scale, RoundingMode.HALF_UP);
        BigInteger unscaled = scaled.unscaledValue();
        if (unscaled.bitLength() > 63) {
            throw overflow("DECIMAL", value);
        }
        return checked(unscaled.longValue(), limit);
    }

    /** A decimal of a given precision and scale, rounded half away from zero. */
    public static BigDecimal toDecimal(BigDecimal value, int precision, int scale) {
        BigDecimal scaled = value.scale() == scale ? value : value.setScale(scale, RoundingMode.HALF_UP);
        // Up to 18 digits need no counting: the usual case stays cheap.
        if (scaled.precision() > precision) {
            throw overflow("DECIMAL(" + precision + ", " + scale + ")", value);
        }
        return scaled;
    }

    public static BigDecimal toDecimal(double value, int precision, int scale) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw overflow("DECIMAL(" + precision + ", " + scale + ")", value);
        }
        return toDecimal(new BigDecimal(Double.toString(value)), precision, scale);
    }

    public static long toUnscaled(double value, int scale, long limit) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw overflow("DECIMAL", value);
        }
        return toUnscaled(new BigDecimal(Double.toString(value)), scale, limit);
    }

    /** The double nearest to a decimal of up to 18 digits. */
    public static double toDouble(long unscaled, int scale) {
        // Both exact as doubles: then one division is correctly rounded.
        if (scale <= 22 && scale < POWERS.length && unscaled <= (1L << 53) && unscaled >= -(1L << 53)) {
            return unscaled / (double) POWERS[scale];
        }
        return BigDecimal.valueOf(unscaled, scale).doubleValue();
    }

    /**
     * The product of two decimals of up to 19 digits as one of more: with a single allocation unless it exceeds a long.
     */
    public static BigDecimal multiply(long a, long b, int scale) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
            return BigDecimal.valueOf(low, scale);
        }
        return new BigDecimal(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)), scale);
    }

    /** The sum of two decimals of up to 19 digits that have the same scale. */
    public static BigDecimal add(long a, long b, int scale) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            return BigDecimal.valueOf(a, scale).add(BigDecimal.valueOf(b, scale));
        }
        return BigDecimal.valueOf(sum, scale);
    }

    public static BigDecimal multiply(BigDecimal a, BigDecimal b, int precision, int scale) {
        return toDecimal(a.multiply(b), precision, scale);
    }

    public static BigDecimal add(BigDecimal a, BigDecimal b, int precision, int scale) {
        return toDecimal(a.add(b), precision, scale);
    }

    public static BigDecimal subtract(BigDecimal a, BigDecimal b, int precision, int scale) {
        return toDecimal(a.subtract(b), precision, scale);
    }

    public static BigDecimal divide(BigDecimal a, BigDecimal b, int precision, int scale) {
        if (b.signum() == 0) {
            throw divisionByZero();
        }
        return toDecimal(a.divide(b, scale, RoundingMode.HALF_UP), precision, scale);
    }

    public static BigDecimal remainder(BigDecimal a, BigDecimal b, int precision, int scale) {
        if (b.signum() == 0) {
            throw divisionByZero();
        }
        return toDecimal(a.remainder(b), precision, scale);
    }

    /** Compares two decimals of up to 19 digits with different scales. */
    public static int compare(long a, int scaleA, long b, int scaleB) {
        if (scaleA == scaleB) {
            return Long.compare(a, b);
        }
        if (scaleA < scaleB) {
            return compareScaled(a, scaleB - scaleA, b);
        }
        return -compareScaled(b, scaleA - scaleB, a);
    }

    private static int compareScaled(long a, int by, long b) {
        if (by < POWERS.length) {
            long high = Math.multiplyHigh(a, POWERS[by]);
            long low = a * POWERS[by];
            if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
                return Long.compare(low, b);
            }
        }
        // The scaled value exceeds a long, and so the other.
        return a == 0 ? Long.compare(0, b) : Long.signum(a);
    }

    /** The nearest float, as REAL columns hold. */
    public static double toReal(double value) {
        return (float) value;
    }

    public static long round(long value, int digits) {
        if (digits >= 0) {
            return value;
        }
        if (digits < -18) {
            return 0;
        }
        return Math.multiplyExact(scaleDown(value, -digits), POWERS[-digits]);
    }

    public static double round(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value) || digits > 300) {
            return value;
        }
        return new BigDecimal(Double.toString(value))
                .setScale(digits, RoundingMode.HALF_UP)
                .doubleValue();
    }

    public static BigDecimal round(BigDecimal value, int digits) {
        return digits >= value.scale()
                ? value
                : value.setScale(digits, RoundingMode.HALF_UP).setScale(value.scale());
    }

    public static long truncate(long value, int digits) {
        if (digits >= 0) {
            return value;
        }
        return digits < -18 ? 0 : value / POWERS[-digits] * POWERS[-digits];
    }

    public static double truncate(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value) || digits > 300) {
            return value;
        }
        return new BigDecimal(Double.toString(value))
                .setScale(digits, RoundingMode.DOWN)
                .doubleValue();
    }

    public static BigDecimal truncate(BigDecimal value, int digits) {
        return digits >= value.scale()
                ? value
                : value.setScale(digits, RoundingMode.DOWN).setScale(value.scale());
    }

    public static BigDecimal floor(BigDecimal value) {
        return value.setScale(0, RoundingMode.FLOOR);
    }

    public static BigDecimal ceil(BigDecimal value) {
        return value.setScale(0, RoundingMode.CEILING);
    }

    static WeirException divisionByZero() {
        return new WeirException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
    }

    static WeirException overflow(String type, Object value) {
        return new WeirException(ErrorCode.NUMERIC_OVERFLOW, "value " + value + " is out of range of " + type);
    }
}
