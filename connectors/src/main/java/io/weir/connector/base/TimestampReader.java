package io.weir.connector.base;

import io.weir.spi.connector.Format.MalformedRecordException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads timestamps as {@link DateTimeText} does, one after the other: those that come in a row mostly have the same
 * minute, which is then read once. Not thread-safe.
 */
public final class TimestampReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final byte[] FIRST_MINUTE = "1970-01-01 00:00".getBytes(StandardCharsets.US_ASCII);
    private static final int SECOND_BYTES = FIRST_MINUTE.length + ":00".length();
    private static final int MOST_FRACTION_DIGITS = 9;
    private static final int MICRO_DIGITS = 6;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int[] MICROS = {1_000_000, 100_000, 10_000, 1000, 100, 10, 1};
    private static final long NOT_KNOWN = Long.MIN_VALUE;

    // The minute last read: its text, and what it means.
    private long firstHalf = (long) LONGS.get(FIRST_MINUTE, 0);
    private long secondHalf = (long) LONGS.get(FIRST_MINUTE, Long.BYTES);
    private long minuteMicros;

    /** As {@link DateTimeText#readTimestamp}. */
    public long readTimestamp(byte[] data, int from, int to) throws MalformedRecordException {
        long known = readKnown(data, from, to);
        if (known != NOT_KNOWN) {
            return known;
        }
        long micros = DateTimeText.readTimestamp(data, from, to);
        remember(data, from, to);
        return micros;
    }

    /** As {@link DateTimeText#readInstant}. */
    public long readInstant(byte[] data, int from, int to) throws MalformedRecordException {
        boolean isUtc = to > from && data[to - 1] == 'Z';
        long known = isUtc ? readKnown(data, from, to - 1) : NOT_KNOWN;
        if (known != NOT_KNOWN) {
            return known;
        }
        long micros = DateTimeText.readInstant(data, from, to);
        if (isUtc) {
            remember(data, from, to - 1);
        }
        return micros;
    }

    /** @param to behind a timestamp without zone that was read without an error */
    private void remember(byte[] data, int from, int to) throws MalformedRecordException {
        boolean hasUsualYear = to - from >= SECOND_BYTES && data[from + 4] == '-' && data[from + 13] == ':';
        if (hasUsualYear) {
            minuteMicros = DateTimeText.readTimestamp(data, from, from + FIRST_MINUTE.length);
            firstHalf = (long) LONGS.get(data, from);
            secondHalf = (long) LONGS.get(data, from + Long.BYTES);
        }
    }

    private long readKnown(byte[] data, int from, int to) {
        if (to - from < SECOND_BYTES
                || (long) LONGS.get(data, from) != firstHalf
                || (long) LONGS.get(data, from + Long.BYTES) != secondHalf
                || data[from + 16] != ':') {
            return NOT_KNOWN;
        }
        int tens = data[from + 17] - '0';
        int ones = data[from + 18] - '0';
        int fraction = fractionMicros(data, from + SECOND_BYTES, to);
        if (tens < 0 || tens > 5 || ones < 0 || ones > 9 || fraction < 0) {
            return NOT_KNOWN;
        }
        return minuteMicros + (tens * 10 + ones) * MICROS_PER_SECOND + fraction;
    }

    /** @return -1 if there is something else than a point and digits, or nothing */
    private static int fractionMicros(byte[] data, int from, int to) {
        if (from == to) {
            return 0;
        }
        int digits = to - from - 1;
        if (data[from] != '.' || digits < 1 || digits > MOST_FRACTION_DIGITS) {
            return -1;
        }
        int micros = 0;
        for (int i = 0; i < digits; i++) {
            int digit = data[from + 1 + i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            micros = i < MICRO_DIGITS ? micros * 10 + digit : micros;
        }
        return micros * MICROS[Math.min(digits, MICRO_DIGITS)];
    }
}
