package io.weir.connector.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.connector.Format.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** It must read what {@link DateTimeText} reads, whatever it has read before. */
final class TimestampReaderTest {
    private static final String CHARACTERS = "0123456789-:. TZ+x\0";
    private static final List<String> TEXTS = List.of(
            "2024-02-29 23:59:58.123",
            "2024-02-29 23:59:59.1234567",
            "2024-02-29T23:59:59",
            "2024-02-29 23:59:07.5Z",
            "2024-02-29 23:59:07+02:00",
            "2024-02-29 23:59",
            "1970-01-01 00:00:00.000001",
            "12024-02-29 23:59:59.9",
            "-2024-02-29 23:59:59.9Z");

    private final TimestampReader reader = new TimestampReader();

    @Test
    void readsTextsThatWereChangedAtRandom() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 500_000; i++) {
            StringBuilder text = new StringBuilder(TEXTS.get(random.nextInt(TEXTS.size())));
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                char changed = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
                text.setCharAt(random.nextInt(text.length()), changed);
            }
            text.setLength(random.nextInt(4) == 0 ? random.nextInt(text.length()) : text.length());
            byte[] data = (" " + text + "1").getBytes(StandardCharsets.US_ASCII);
            int to = data.length - 1;
            assertThat(read(() -> reader.readTimestamp(data, 1, to)))
                    .as("seed %s, \"%s\"", seed, text)
                    .isEqualTo(read(() -> DateTimeText.readTimestamp(data, 1, to)));
            assertThat(read(() -> reader.readInstant(data, 1, to)))
                    .as("seed %s, instant \"%s\"", seed, text)
                    .isEqualTo(read(() -> DateTimeText.readInstant(data, 1, to)));
        }
    }

    private interface Read {
        long get() throws MalformedRecordException;
    }

    private static Object read(Read read) {
        try {
            return read.get();
        } catch (MalformedRecordException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
