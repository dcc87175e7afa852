package io.weir.connector.nexmark;

import io.weir.connector.base.Draw;
import io.weir.spi.data.BytesColumn;
import java.nio.charset.StandardCharsets;

/** The random strings of the public generator, written as bytes. */
final class RandomText {
    private static final int LEAST_LENGTH = 3;
    // One in 13 characters is the special one, the others are letters, evenly: 13 * 26 equal entries.
    private static final int ALPHABET = 13 * 26;
    private static final byte[] WITH_SPACE = alphabet(' ');
    private static final byte[] WITH_UNDERSCORE = alphabet('_');
    private static final int CHARACTERS_PER_DRAW = 4;
    private static final long FILLER_SEED = 0x5EED;
    // The public generator slices 1 MiB; this much gives as many different values as matter and stays in the cache.
    private static final int FILLER_BYTES = 1 << 16;
    /** The longest text that is sliced from the filler. */
    static final int MAX_FILLER = FILLER_BYTES / 2;
    /** {@link #FILLER_BYTES} to slice from, and as many more as can be copied without being wanted. */
    private static final byte[] FILLER = filler();

    private RandomText() {}

    private static byte[] alphabet(char special) {
        byte[] alphabet = new byte[ALPHABET];
        for (int i = 0; i < ALPHABET; i++) {
            alphabet[i] = (byte) (i < 26 ? special : 'a' + i % 26);
        }
        return alphabet;
    }

    private static byte[] filler() {
        byte[] filler = new byte[FILLER_BYTES + MAX_FILLER];
        for (int i = 0; i < filler.length; i++) {
            filler[i] = (byte) ('a' + Draw.high(Draw.bits(FILLER_SEED, i, 0), 26));
        }
        return filler;
    }

    /**
     * Writes 3 to {@code maxLength - 1} letters and spaces, without those at the ends.
     *
     * @param index the first draw to use; uses at most {@code 1 + maxLength / 4}
     */
    static void words(TextWriter out, int maxLength, long fieldSeed, long event, int index) {
        int from = out.end;
        characters(out, WITH_SPACE, maxLength, fieldSeed, event, index);
        int to = out.end;
        int first = from;
        while (first < to && out.data[first] == ' ') {
            first++;
        }
        while (to > first && out.data[to - 1] == ' ') {
            to--;
        }
        System.arraycopy(out.data, first, out.data, from, to - first);
        out.end = from + to - first;
    }

    private static void characters(
            TextWriter out, byte[] alphabet, int maxLength, long fieldSeed, long event, int index) {
        int length = LEAST_LENGTH + Draw.high(Draw.bits(fieldSeed, event, index), maxLength - LEAST_LENGTH);
        out.reserve(length);
        byte[] data = out.data;
        int end = out.end;
        int draw = index + 1;
        for (int done = 0; done < length; done += CHARACTERS_PER_DRAW) {
            long bits = Draw.bits(fieldSeed, event, draw++);
            int count = Math.min(CHARACTERS_PER_DRAW, length - done);
            for (int i = 0; i < count; i++) {
                data[end++] = alphabet[(int) (((bits & 0xFFFF) * ALPHABET) >>> 16)];
                bits >>>= 16;
            }
        }
        out.end = end;
    }

    /** As {@link #words}, with underscores for the spaces, and keeping them all. */
    static String underscored(int maxLength, long fieldSeed, long event, int index) {
        TextWriter out = new TextWriter(1, maxLength);
        characters(out, WITH_UNDERSCORE, maxLength, fieldSeed, event, index);
        return new String(out.data, 0, out.end, StandardCharsets.US_ASCII);
    }

    /**
     * Writes as many letters as bring a row of {@code currentBytes} to {@code averageBytes}, give or take a fifth of
     * what is missing; nothing if it is longer already.
     */
    static void extra(TextWriter out, int currentBytes, int averageBytes, long bits) {
        if (currentBytes > averageBytes) {
            return;
        }
        int missing = missing(currentBytes, averageBytes);
        int delta = delta(missing);
        int length = missing - delta + Draw.high(bits, 2 * delta);
        out.copy(FILLER, Draw.low(bits, FILLER_BYTES - length), length);
    }

    /**
     * What {@link #extra} writes for rows that all have the same size without it.
     *
     * @param draws {@code long[count or more]}, the bits for each row
     */
    static BytesColumn extras(long[] draws, int count, int currentBytes, int averageBytes) {
        int[] offsets = new int[count + 1];
        if (currentBytes > averageBytes) {
            return new BytesColumn(count, new byte[0], offsets, null);
        }
        int missing = missing(currentBytes, averageBytes);
        int delta = delta(missing);
        int least = missing - delta;
        for (int i = 0; i < count; i++) {
            offsets[i + 1] = Math.addExact(offsets[i], least + Draw.high(draws[i], 2 * delta));
        }
        // As many bytes for each as the longest has: what is too much is overwritten by the next one. Copies of
        // different
        // lengths take longer, because the processor does not know when they end.
        int most = least + 2 * delta;
        byte[] data = new byte[Math.addExact(offsets[count], most)];
        for (int i = 0; i < count; i++) {
            int from = Draw.low(draws[i], FILLER_BYTES - (offsets[i + 1] - offsets[i]));
            System.arraycopy(FILLER, from, data, offsets[i], most);
        }
        return new BytesColumn(count, data, offsets, null);
    }

    private static int missing(int currentBytes, int averageBytes) {
        return Math.min(averageBytes - currentBytes, MAX_FILLER * 3 / 4);
    }

    private static int delta(int missing) {
        return (int) Math.round(missing * 0.2);
    }
}
