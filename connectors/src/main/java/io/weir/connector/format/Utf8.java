package io.weir.connector.format;

import io.weir.spi.connector.Format.MalformedRecordException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells text from bytes that are none. What is let in here is compared, cut and counted byte by byte later, which takes
 * for granted that it is UTF-8.
 *
 * <p>Source: table 3-7 of the Unicode standard, "Well-formed UTF-8 byte sequences".
 */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NOT_ASCII = 0x8080808080808080L;

    private Utf8() {}

    /** @throws MalformedRecordException if {@code data[from .. to)} is not UTF-8 */
    static void check(byte[] data, int from, int to) throws MalformedRecordException {
        int position = from;
        while (position <= to - Long.BYTES && ((long) LONGS.get(data, position) & NOT_ASCII) == 0) {
            position += Long.BYTES;
        }
        while (position < to) {
            int length = data[position] >= 0 ? 1 : sequenceLength(data, position, to);
            if (length == 0) {
                throw new MalformedRecordException(
                        String.format("wanted UTF-8, found byte 0x%02X at byte %d", data[position], position - from));
            }
            position += length;
        }
    }

    /** How many bytes the character of more than one byte at a place has; 0 if it is none. */
    private static int sequenceLength(byte[] data, int position, int to) {
        int first = data[position] & 0xFF;
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || position + length > to) {
            return 0;
        }
        int second = data[position + 1] & 0xFF;
        // Neither longer forms than needed, nor halves of pairs, nor what is behind the last character.
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((data[position + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
