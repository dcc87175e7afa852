package io.weir.planner.expression.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the same on strings, for ranges that begin and end anywhere in a word. */
final class ByteScanTest {
    private static final String[] CHARACTERS = {
        "a", "b", "c", "\u0001", "\u007f", "é", "߿", "€", "\uffff", "😀", "\udbff\udfff"
    };

    private final Random random = new Random(7);

    @Test
    void countsCharactersAndTellsAscii() {
        for (int i = 0; i < 5_000; i++) {
            Range range = range(random.nextInt(40), random.nextBoolean() ? 5 : CHARACTERS.length);
            String text = range.text();
            assertThat(ByteScan.characters(range.data, range.from, range.to))
                    .as("characters of %s", text)
                    .isEqualTo(text.codePointCount(0, text.length()));
            assertThat(ByteScan.isAscii(range.data, range.from, range.to))
                    .as("whether %s is ASCII", text)
                    .isEqualTo(text.chars().allMatch(c -> c < 128));
        }
    }

    @Test
    void findsTheFirstByteOfAValueInTheRange() {
        for (int i = 0; i < 5_000; i++) {
            Range range = range(random.nextInt(40), CHARACTERS.length);
            byte wanted = random.nextInt(3) > 0 && range.to > range.from
                    ? range.data[range.from + random.nextInt(range.to - range.from)]
                    : (byte) random.nextInt(256);
            int expected = range.from;
            while (expected < range.to && range.data[expected] != wanted) {
                expected++;
            }
            assertThat(ByteScan.indexOf(range.data, range.from, range.to, wanted))
                    .as("byte %s in %s", wanted, range.text())
                    .isEqualTo(expected == range.to ? -1 : expected);
        }
    }

    @Test
    void replacesBytesAndTakesThemOut() {
        for (int i = 0; i < 5_000; i++) {
            Range range = range(random.nextInt(60), 5);
            String replacement = random.nextBoolean() ? "" : "x";
            byte[] target = new byte[range.to - range.from + 3];
            int end = ByteScan.replace(
                    range.data, range.from, range.to, (byte) 'b', (byte) 'x', replacement.length(), target, 3);
            assertThat(new String(target, 3, end - 3, StandardCharsets.UTF_8))
                    .isEqualTo(range.text().replace("b", replacement));
        }
    }

    /** A text with bytes around it that are none of its own. */
    private Range range(int length, int alphabet) {
        StringBuilder built = new StringBuilder();
        for (int i = 0; i < length; i++) {
            built.append(CHARACTERS[random.nextInt(alphabet)]);
        }
        byte[] text = built.toString().getBytes(StandardCharsets.UTF_8);
        int from = random.nextInt(10);
        byte[] data = new byte[from + text.length + random.nextInt(10)];
        Arrays.fill(data, (byte) (random.nextBoolean() ? 'b' : 0x80));
        System.arraycopy(text, 0, data, from, text.length);
        return new Range(data, from, from + text.length);
    }

    private record Range(byte[] data, int from, int to) {
        String text() {
            return new String(data, from, to - from, StandardCharsets.UTF_8);
        }
    }
}
