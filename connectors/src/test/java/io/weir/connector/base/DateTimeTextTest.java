package io.weir.connector.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.connector.Format.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DateTimeTextTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String timestamp(long micros, int digits) {
        byte[] out = new byte[DateTimeText.MAX_BYTES];
        return new String(out, 0, DateTimeText.writeTimestamp(micros, digits, ' ', out, 0), StandardCharsets.UTF_8);
    }

    @Test
    void datesAreThoseOfTheCalendar() throws MalformedRecordException {
        byte[] out = new byte[DateTimeText.MAX_BYTES];
        for (int day = -800_000; day < 3_000_000; day += 13) {
            int length = DateTimeText.writeDate(day, out, 0);
            if (day > -719_528) {
                String expected = LocalDate.ofEpochDay(day).toString().replace("+", "");
                assertThat(new String(out, 0, length, StandardCharsets.UTF_8)).isEqualTo(expected);
            }
            assertThat(DateTimeText.readDate(out, 0, length)).isEqualTo(day);
        }
    }

    @Test
    void timestampsAreReadAsTheyWereWritten() throws MalformedRecordException {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            long micros = random.nextLong(-62_135_596_800_000_000L, 253_402_300_799_999_999L);
            String text = timestamp(micros, 6);
            var parsed = LocalDateTime.parse(text.replace(' ', 'T'));
            long expected = ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), parsed);
            assertThat(micros).as("seed %s", seed).isEqualTo(expected);
            byte[] bytes = bytes(text);
            assertThat(DateTimeText.readTimestamp(bytes, 0, bytes.length))
                    .as("seed %s", seed)
                    .isEqualTo(micros);
        }
    }

    @Test
    void fractionsAreCutToTheDigitsAskedFor() {
        assertThat(timestamp(1_700_000_000_123_456L, 0)).isEqualTo("2023-11-14 22:13:20");
        assertThat(timestamp(1_700_000_000_123_456L, 3)).isEqualTo("2023-11-14 22:13:20.123");
        assertThat(timestamp(-1, 6)).isEqualTo("1969-12-31 23:59:59.999999");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29 12:00:00Z, 1709208000000000",
        "2024-02-29T12:00:00.5+01:00, 1709204400500000",
        "2024-02-29T12:00-0130, 1709213400000000",
        "1970-01-01 00:00:00.1234567Z, 123456"
    })
    void instantsHaveAZone(String text, long micros) throws MalformedRecordException {
        assertThat(DateTimeText.readInstant(bytes(text), 0, text.length())).isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024",
                "2024-02-30",
                "2023-02-29 00:00:00",
                "2024-13-01 00:00:00",
                "2024-00-01 00:00:00",
                "2024-01-01 24:00:00",
                "2024-01-01 00:60:00",
                "2024-01-01 00:00:60",
                "2024-01-01 00:00:00.",
                "2024-01-01 00:00:00Z",
                "2024-01-01  00:00:00",
                "2024-1-1 00:00:00",
                " 2024-01-01 00:00:00",
                "1234567-01-01 00:00:00",
                "2024-01-01 00:00:00 ",
                "２０２４-01-01 00:00:00"
            })
    void whatIsNoTimestampIsRefusedWithBothSides(String text) {
        byte[] bytes = bytes(text);
        assertThatThrownBy(() -> DateTimeText.readTimestamp(bytes, 0, bytes.length))
                .hasMessage(
                        "wanted a timestamp without zone such as '2024-02-29 23:59:59.123', found \"" + text + "\"");
    }
}
