package io.weir.spi.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTest {
    private static final Option<Duration> INTERVAL = Option.duration("interval", "10 s", "How often.");
    private static final Option<Long> SIZE = Option.size("size", null, "How much.");
    private static final Option<Long> COUNT = Option.integer("count", null, 1, 128, "How many.");

    private enum Mode {
        EXACTLY_ONCE,
        AT_LEAST_ONCE
    }

    @ParameterizedTest
    @CsvSource({
        "10 s,10000",
        "500ms,500",
        "1 min,60000",
        "2h,7200000",
        "1 d,86400000",
        "PT1M,60000",
        "250,250",
        "0,0",
        " 3 s ,3000"
    })
    void durationsAreRead(String text, long millis) {
        assertThat(INTERVAL.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ten", "-1 s", "10 parsecs", "PT-1S", "999999999999999999 d", "1.5 s"})
    void whatIsNoDurationIsRefused(String text) {
        assertThatThrownBy(() -> INTERVAL.parse(text))
                .isInstanceOf(WeirException.class)
                .hasMessageStartingWith("option 'interval' wants a duration")
                .hasMessageEndingWith("found '" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"20kb,20480", "64 mb,67108864", "1 g,1073741824", "7,7", "2 TB,2199023255552"})
    void sizesAreRead(String text, long bytes) {
        assertThat(SIZE.parse(text)).isEqualTo(bytes);
    }

    @Test
    void numbersOutOfRangeAreRefusedWithTheRange() {
        assertThat(COUNT.parse("128")).isEqualTo(128);
        assertThatThrownBy(() -> COUNT.parse("129"))
                .hasMessage("option 'count' wants a whole number from 1 to 128, found '129'");
    }

    @Test
    void constantsAreReadWithoutRegardToCaseAndDashes() {
        Option<Mode> mode = Option.oneOf("mode", Mode.class, null, "How.");
        assertThat(mode.parse("exactly-once")).isEqualTo(Mode.EXACTLY_ONCE);
        assertThat(mode.parse("AT_LEAST_ONCE")).isEqualTo(Mode.AT_LEAST_ONCE);
        assertThatThrownBy(() -> mode.parse("never"))
                .hasMessage("option 'mode' wants one of 'exactly-once', 'at-least-once', found 'never'");
    }

    @Test
    void secretsAreNotShown() {
        Option<Long> secret = COUNT.asSecret();
        assertThatThrownBy(() -> secret.parse("hunter2")).hasMessageNotContaining("hunter2");
    }

    @Test
    void absentOptionsHaveTheirDefaultOrAreMissed() {
        Options none = Options.empty();
        assertThat(none.get(INTERVAL)).isEqualTo(Duration.ofSeconds(10));
        assertThat(none.find(SIZE)).isEmpty();
        assertThatThrownBy(() -> none.get(SIZE))
                .hasMessage("option 'size' is missing\nDetail: How much.")
                .extracting(e -> ((WeirException) e).code())
                .isEqualTo(ErrorCode.MISSING_OPTION);
    }

    @Test
    void unknownKeysAreRefusedWithTheNearestKnownOne() {
        Options options = new Options(Map.of("intervall", "1 s", "properties.x", "y"));
        assertThatThrownBy(() -> options.checkKnown("connector 'x'", List.of(INTERVAL, SIZE), Set.of("properties.")))
                .hasMessage("connector 'x' has no option 'intervall'\nDetail: The options are 'interval', 'size'.\n"
                        + "Hint: Did you mean 'interval'?");
    }

    @Test
    void prefixedKeysComeWithoutTheirPrefix() {
        Options options = new Options(Map.of("properties.a", "1", "properties.b.c", "2", "other", "3"));
        assertThat(options.withPrefix("properties.")).containsExactly(Map.entry("a", "1"), Map.entry("b.c", "2"));
    }
}
