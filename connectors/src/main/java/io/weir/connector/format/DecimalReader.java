package io.weir.connector.format;

import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Reads decimals exactly, never by way of a {@code double}. Digits beyond the scale are rounded half up, as an
 * assignment in SQL does; more digits before the point than the type holds are refused.
 */
final class DecimalReader {
    private static final int MAX_BYTES = 1000;
    private static final int MAX_FAST_DIGITS = 18;

    private final DataType type;
    private final long bound;

    DecimalReader(DataType type) {
        this.type = type;
        long limit = 1;
        for (int i = 0; i < Math.min(type.precision(), MAX_FAST_DIGITS); i++) {
            limit *= 10;
        }
        this.bound = limit;
    }

    void read(byte[] data, int from, int to, ColumnBuilder out) throws MalformedRecordException {
        if (type.form() != ColumnForm.LONGS || !readFast(data, from, to, out)) {
            readAny(data, from, to, out);
        }
    }

    /**
     * The usual case, without objects: at most 18 digits, no exponent, no more digits behind the point than the scale.
     */
    private boolean readFast(byte[] data, int from, int to, ColumnBuilder out) {
        int position = from;
        boolean negative = position < to && data[position] == '-';
        if (negative) {
            position++;
        }
        long value = 0;
        int digits = 0;
        int fraction = -1; // digits behind the point; -1 before it
        for (; position < to; position++) {
            int digit = data[position] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                digits++;
                fraction += fraction >= 0 ? 1 : 0;
            } else if (data[position] == '.' && fraction < 0 && digits > 0) {
                fraction = 0;
            } else {
                return false;
            }
        }
        int missing = type.scale() - Math.max(fraction, 0);
        if (digits == 0 || fraction == 0 || missing < 0 || digits + missing > MAX_FAST_DIGITS) {
            return false;
        }
        for (; missing > 0; missing--) {
            value *= 10;
        }
        if (value >= bound) {
            return false;
        }
        out.addLong(negative ? -value : value);
        return true;
    }

    private void readAny(byte[] data, int from, int to, ColumnBuilder out) throws MalformedRecordException {
        BigDecimal value;
        try {
            if (to - from > MAX_BYTES) {
                throw new NumberFormatException("too long");
            }
            value = new BigDecimal(new String(data, from, to - from, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            throw ScalarReader.wanted(type.toString(), data, from, to);
        }
        // Looked at before rounding: 1e999999999 would take a gigabyte to be written out.
        long digitsBeforePoint = (long) value.precision() - value.scale();
        if (value.signum() != 0 && digitsBeforePoint > type.precision() - type.scale()) {
            throw ScalarReader.wanted(type.toString(), data, from, to);
        }
        BigDecimal rounded = value.signum() == 0 || digitsBeforePoint < -type.scale()
                ? BigDecimal.ZERO.setScale(type.scale())
                : value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (rounded.precision() > type.precision()) {
            throw ScalarReader.wanted(type.toString(), data, from, to);
        }
        if (type.form() == ColumnForm.LONGS) {
            out.addLong(rounded.unscaledValue().longValueExact());
        } else {
            out.addObject(rounded);
        }
    }
}
