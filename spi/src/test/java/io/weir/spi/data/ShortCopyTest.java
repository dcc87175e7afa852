package io.weir.spi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ShortCopyTest {
    private final Random random = new Random(3);

    @Test
    void valuesWrittenOneBehindTheOtherAreWhole() {
        for (int i = 0; i < 2_000; i++) {
            byte[] source = new byte[random.nextInt(60)];
            random.nextBytes(source);
            byte[] target = new byte[200];
            byte[] expected = new byte[200];
            int end = random.nextInt(5);
            while (true) {
                int from = random.nextInt(source.length + 1);
                int length = random.nextInt(source.length - from + 1);
                if (end + length > target.length) {
                    break;
                }
                ShortCopy.append(source, from, length, target, end);
                System.arraycopy(source, from, expected, end, length);
                end += length;
                if (length == 0 && random.nextInt(10) == 0) {
                    break;
                }
            }
            assertThat(Arrays.copyOf(target, end)).isEqualTo(Arrays.copyOf(expected, end));
        }
    }

    @Test
    void nothingBeforeTheValueIsTouchedAndAtMostSixteenBytesFromThere() {
        byte[] source = new byte[40];
        Arrays.fill(source, (byte) 1);
        byte[] target = new byte[40];
        ShortCopy.append(source, 3, 5, target, 10);
        assertThat(Arrays.copyOf(target, 10)).containsOnly(0);
        assertThat(Arrays.copyOfRange(target, 10, 15)).containsOnly(1);
        assertThat(Arrays.copyOfRange(target, 26, 40)).containsOnly(0);
    }

    @Test
    void aValueThatGoesBeyondAnArrayIsAnError() {
        byte[] bytes = new byte[40];
        assertThatThrownBy(() -> ShortCopy.append(bytes, 36, 5, new byte[40], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ShortCopy.append(bytes, 0, 5, new byte[40], 36))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ShortCopy.append(bytes, -1, 5, new byte[40], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
