package io.weir.connector.base;

import io.weir.spi.connector.Format.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes timestamps as {@link DateTimeText} does, one after the other: of those that come in a row and have the same
 * second only the fraction is written anew. Not thread-safe.
 */
public final class TimestampWriter {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int[] UNITS = {1_000_000, 100_000, 10_000, 1000, 100, 10, 1};

    private final int fractionDigits;
    private final char separator;
    private final byte[] suffix;
    /** All that was written last. */
    private final byte[] text;

    private final int secondStart;
    /** Of the text last written; none has this one. */
    private long second = Long.MIN_VALUE;

    private int fractionStart;

    /**
     * @param fractionDigits 0 to 6
     * @param separator between date and time
     * @param prefix ASCII, written before each timestamp
     * @param suffix ASCII, written behind it
     */
    public TimestampWriter(int fractionDigits, char separator, String prefix, String suffix) {
        this.fractionDigits = fractionDigits;
        this.separator = separator;
        this.suffix = suffix.getBytes(StandardCharsets.US_ASCII);
        byte[] before = prefix.getBytes(StandardCharsets.US_ASCII);
        text = new byte[before.length + DateTimeText.MAX_BYTES + this.suffix.length];
        System.arraycopy(before, 0, text, 0, before.length);
        secondStart = before.length;
    }

    /** @param micros since 1970-01-01T00:00:00 */
    public void write(long micros, ByteBuffer out) {
        long wanted = Math.floorDiv(micros, MICROS_PER_SECOND);
        if (wanted != second) {
            writeSecond(wanted);
        }
        int rest = (int) (micros - wanted * MICROS_PER_SECOND) / UNITS[fractionDigits];
        for (int i = fractionStart + fractionDigits - 1; i >= fractionStart; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        out.write(text, 0, fractionStart + fractionDigits + suffix.length);
    }

    private void writeSecond(long wanted) {
        int end =
                secondStart + DateTimeText.writeTimestamp(wanted * MICROS_PER_SECOND, 0, separator, text, secondStart);
        if (fractionDigits > 0) {
            text[end++] = '.';
        }
        System.arraycopy(suffix, 0, text, end + fractionDigits, suffix.length);
        fractionStart = end;
        second = wanted;
    }
}
