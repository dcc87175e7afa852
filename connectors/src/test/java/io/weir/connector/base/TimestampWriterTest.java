package io.weir.connector.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.connector.Format.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimestampWriterTest {
    private static final long YEAR_MICROS = 31_556_952_000_000L;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 6})
    void writesWhatDateTimeTextWritesWhateverWasWrittenBefore(int digits) {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        var writer = new TimestampWriter(digits, 'T', "<", ">>");
        ByteBuffer out = new ByteBuffer(16);
        byte[] expected = new byte[DateTimeText.MAX_BYTES];
        long micros = 0;
        for (int i = 0; i < 100_000; i++) {
            micros = random.nextInt(10) == 0
                    ? random.nextLong(-20_000 * YEAR_MICROS, 20_000 * YEAR_MICROS)
                    : micros + random.nextLong(-1_000_000, 1_000_000);
            out.reset();
            writer.write(micros, out);
            int length = DateTimeText.writeTimestamp(micros, digits, 'T', expected, 0);
            assertThat(new String(out.array(), 0, out.size(), StandardCharsets.US_ASCII))
                    .as("seed %s, %s", seed, micros)
                    .isEqualTo("<" + new String(expected, 0, length, StandardCharsets.US_ASCII) + ">>");
        }
    }
}
