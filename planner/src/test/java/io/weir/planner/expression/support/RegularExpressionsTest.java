package io.weir.planner.expression.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class RegularExpressionsTest {
    private static final List<String> EXPRESSIONS = List.of(
            "(&|^)ab=([^&]*)",
            "ab",
            "^ab",
            "ab$",
            "a.b",
            "a?b=",
            "ab+=",
            "ab*=",
            "(ab)?=",
            "(a|b|ab)=&",
            "[ab]=a",
            "[ab]+=a",
            "[^a]{1,2}?ba",
            "\\wab",
            "a\\&b",
            "(?i)AB=",
            "ab|=&",
            "((a)b)=",
            "(a[)]|b)=",
            "a(?=b)b",
            "\\bab",
            "\\Qab\\E=",
            "(a)\\1b",
            "é=a",
            "a{2}b",
            "ab{0}=");

    @Test
    void everyExpressionFindsWhatJavaFinds() {
        Random random = new Random(7);
        RegularExpressions expressions = new RegularExpressions();
        for (int i = 0; i < 20_000; i++) {
            String value = text(random);
            String expression = EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size()));
            Matcher matcher = Pattern.compile(expression).matcher(value);
            String found = matcher.find() ? matcher.group() : null;
            int position = found == null ? 0 : matcher.start() + 1;
            String where = "'" + expression + "' in '" + value + "'";
            assertThat(expressions.extract(Text.of(value), Text.of(expression), 0))
                    .as(where)
                    .isEqualTo(found);
            assertThat(expressions.position(Text.of(value), Text.of(expression)))
                    .as(where)
                    .isEqualTo(position);
            assertThat(expressions.count(Text.of(value), Text.of(expression)))
                    .as(where)
                    .isEqualTo((int) matcher.reset().results().count());
            assertThat(expressions.replace(Text.of(value), Text.of(expression), Text.of("_")))
                    .as(where)
                    .isEqualTo(matcher.reset().replaceAll("_"));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        String letters = random.nextBoolean() ? "ab=&" : "abé=";
        for (int length = random.nextInt(10); length > 0; length--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    void theLongestRunOfPlainCharactersIsRequired() {
        assertThat(required("(&|^)channel_id=([^&]*)")).isEqualTo("channel_id= behind 1");
        assertThat(required("a.*bcd")).isEqualTo("bcd behind -1");
        assertThat(required("\\d\\.\\dab?")).isEqualTo(". behind 1");
        assertThat(RequiredText.of("ab|cd")).isNull();
        assertThat(RequiredText.of("(?i)ab")).isNull();
        assertThat(RequiredText.of("(ab)*")).isNull();
    }

    private static String required(String expression) {
        RequiredText found = RequiredText.of(expression);
        return found == null ? "none" : found.text() + " behind " + found.charactersBefore();
    }
}
