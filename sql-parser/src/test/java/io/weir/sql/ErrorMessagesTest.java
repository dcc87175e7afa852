package io.weir.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong statements and what the user reads, word for word; the table is {@code wrong-statements.txt}. */
class ErrorMessagesTest {
    static Stream<Arguments> wrongStatements() {
        return Arrays.stream(resource("/wrong-statements.txt").split("\n\n"))
                .map(entry ->
                        entry.lines().filter(line -> !line.startsWith("#")).toList())
                .filter(lines -> !lines.isEmpty())
                .map(lines -> Arguments.of(lines.get(0), String.join("\n", lines.subList(1, lines.size()))));
    }

    @ParameterizedTest
    @MethodSource("wrongStatements")
    void says(String statement, String message) {
        WeirException error = error(statement.replace("\\n", "\n"));
        assertThat(error).hasMessage(message);
        assertThat(error.position()).isNotNull();
    }

    @Test
    void theTableIsLong() {
        assertThat(wrongStatements()).hasSizeGreaterThan(100);
    }

    @Test
    void errorsHaveTheStateOfTheirKind() {
        assertThat(error("SELECT FROM").code()).isEqualTo(ErrorCode.SYNTAX_ERROR);
        assertThat(error("CREATE TABLE t (a TEXT)").code()).isEqualTo(ErrorCode.UNKNOWN_OBJECT);
        assertThat(error("CREATE TABLE t (a INT, a INT)").code()).isEqualTo(ErrorCode.DUPLICATE_OBJECT);
        assertThat(error("SELECT " + "(".repeat(300)).code()).isEqualTo(ErrorCode.STATEMENT_TOO_COMPLEX);
        assertThat(error("").primary()).isEqualTo("statement is empty");
    }

    @Test
    void charactersThatLookLikeOthersAreNamed() {
        assertThat(error("SELECT\u00A01"))
                .hasMessage("1:7: unexpected character U+00A0\nHint: Replace it by an ordinary space.");
        assertThat(error("SELECT \u2018a\u2019"))
                .hasMessage(
                        "1:8: unexpected character \"\u2018\"\nHint: Strings are written in straight single quotes: 'text'.");
        assertThat(error("SELECT \uD55C"))
                .hasMessage(
                        "1:8: unexpected character \"\uD55C\"\nHint: Names with such characters are written in double quotes.");
        assertThat(error("SELECT a !\n b")).hasMessage("1:10: unexpected character \"!\"");
        assertThat(error("SELECT \u0007")).hasMessageStartingWith("1:8: ");
    }

    /** No message may have Calcite's or JavaCC's form, or any of the words the house style forbids. */
    @ParameterizedTest
    @MethodSource("wrongStatements")
    void messagesHaveTheHouseStyle(String statement, String message) {
        String primary = error(statement.replace("\\n", "\n")).primary();
        assertThat(primary)
                .doesNotContain("Encountered", "Was expecting", "nvalid", "nable to", "bad ")
                .doesNotEndWith(".");
        assertThat(primary.length()).isLessThan(200);
        List<String> hint =
                message.lines().filter(line -> line.startsWith("Hint: ")).toList();
        assertThat(hint).allMatch(line -> line.matches("(?s).*[.?]"));
    }

    private static WeirException error(String sql) {
        return catchThrowableOfType(WeirException.class, () -> new StatementParser().parse(sql));
    }

    private static String resource(String name) {
        try (var stream = ErrorMessagesTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
