package io.weir.planner.expression.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitFormatTest {
    private static final long RANGE_MICROS = 200L * 365 * 86_400 * 1_000_000;

    private static @Nullable String print(DigitFormat format, long micros) {
        Text result = new Text();
        return format.print(result, micros) ? result.toString() : null;
    }

    @ParameterizedTest
    @ValueSource(strings = {"yyyy-MM-dd", "HH:mm", "yyyy-MM-dd HH:mm:ss.SSS", "yyyyMMddHH", "dd.MM.yyyy", "ss", "-"})
    void printsWhatTheFormatterPrints(String pattern) {
        DigitFormat format = DigitFormat.of(Text.of(pattern));
        DateTimeFormatter expected = DateTimeFormatter.ofPattern(pattern);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2000; i++) {
            // Far apart, and close together: the latter find what was printed before.
            long micros = i % 2 == 0
                    ? random.nextLong(-RANGE_MICROS, RANGE_MICROS)
                    : random.nextLong(-100_000_000L, 100_000_000L);
            LocalDateTime time = LocalDateTime.ofEpochSecond(
                    Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
            assertThat(print(format, micros)).as("%s", time).isEqualTo(expected.format(time));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yy", "MMM", "h:mm", "'at' HH", "yyyy[-MM]", "SSSSSS", "EEE", "\u00e9yyyy"})
    void otherPatternsAreLeftToTheFormatter(String pattern) {
        assertThat(DigitFormat.of(Text.of(pattern))).isNull();
    }

    @Test
    void aBufferThatNowHoldsAnotherPatternIsNotTakenForTheFormer() {
        Text pattern = new Text();
        pattern.set("yyyy");
        DigitFormat format = DigitFormat.of(pattern);
        pattern.set("HHmm");
        assertThat(format.isFor(pattern)).isFalse();
        assertThat(format.isFor(Text.of("yyyy"))).isTrue();
        assertThat(print(format, 0)).isEqualTo("1970");
    }

    @Test
    void yearsOfOtherLengthsAreLeftToTheFormatter() {
        DigitFormat format = DigitFormat.of(Text.of("yyyy"));
        assertThat(print(format, Long.MAX_VALUE / 2)).isNull();
        assertThat(print(format, Long.MIN_VALUE / 2)).isNull();
        assertThat(print(format, 0)).isEqualTo("1970");
    }

    @Test
    void boundsOfFourDigitYearsArePrinted() {
        DigitFormat format = DigitFormat.of(Text.of("yyyy-MM-dd"));
        assertThat(print(format, -719_162L * 86_400_000_000L)).isEqualTo("0001-01-01");
        assertThat(print(format, 2_932_896L * 86_400_000_000L)).isEqualTo("9999-12-31");
    }
}
