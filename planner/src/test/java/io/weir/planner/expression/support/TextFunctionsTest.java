package io.weir.planner.expression.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lengths and positions that no text has. */
@Timeout(20)
final class TextFunctionsTest {
    private final Text result = new Text();
    private final Text value = Text.of("abc");

    @Test
    void aLengthWhoseBytesOverflowIsRefused() {
        for (long length : new long[] {Long.MAX_VALUE, Long.MAX_VALUE / 2, 1L << 62, 1L << 32, (16 << 20) + 1}) {
            assertThatThrownBy(() -> TextPadding.padLeft(result, value, length))
                    .hasMessageContaining("exceeds the limit of 16777216");
            assertThatThrownBy(() -> TextPadding.padRight(result, value, length, Text.of("xyz")))
                    .hasMessageContaining("exceeds the limit of 16777216");
        }
    }

    @Test
    void aNegativeLengthLeavesNothing() {
        for (long length : new long[] {-1, Long.MIN_VALUE}) {
            TextPadding.padLeft(result, value, length);
            assertThat(result.toString()).isEmpty();
            TextPadding.repeat(result, value, length);
            assertThat(result.toString()).isEmpty();
        }
    }

    @Test
    void aPositionBeforeAllTextIsItsBegin() {
        TextFunctions.substring(result, value, Long.MIN_VALUE);
        assertThat(result.toString()).isEqualTo("abc");
        TextFunctions.overlay(result, value, Text.of("x"), Long.MIN_VALUE);
        assertThat(result.toString()).isEqualTo("xbc");
    }

    @ParameterizedTest
    @CsvSource({"abcabc,b,x", "abcabc,b,''", "bbb,b,''", "bbb,b,yz", "b,b,é", "éèé,b,x", "abc,bc,x", "abcabc,bca,''"})
    void replacesEveryOccurrence(String text, String part, String replacement) {
        TextFunctions.replace(result, Text.of(text), Text.of(part), Text.of(replacement));
        assertThat(result.toString()).isEqualTo(text.replace(part, replacement));
    }
}
