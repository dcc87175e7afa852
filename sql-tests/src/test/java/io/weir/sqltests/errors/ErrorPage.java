package io.weir.sqltests.errors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of wrong statements: first a block of statements that make what the others are about, then a heading for each
 * wrong one, the statement, and what is said of it.
 */
final class ErrorPage {
    private static final Path FILE = Path.of("../docs/sql/errors.md");
    private static final Pattern SET_UP = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CASE =
            Pattern.compile("### ([^\n]+)\n\n```sql\n([^`]*?)\n```\n\n```text\n([^`]*?)\n?```\n", Pattern.DOTALL);

    private final String text;

    private ErrorPage(String text) {
        this.text = text;
    }

    /** @param answer SQLSTATE and message as they stand on the page */
    record Case(String title, String statement, String answer) {
        private static Case of(MatchResult match) {
            return new Case(match.group(1), match.group(2), match.group(3));
        }
    }

    static ErrorPage read() throws IOException {
        return new ErrorPage(Files.readString(FILE));
    }

    List<String> setUp() {
        Matcher block = SET_UP.matcher(text);
        if (!block.find()) {
            throw new IllegalStateException("no statements at the beginning of " + FILE);
        }
        return List.of(block.group(1).split(";\n"));
    }

    List<Case> cases() {
        return new ArrayList<>(CASE.matcher(text).results().map(Case::of).toList());
    }

    /** Writes the page with other answers. */
    void write(UnaryOperator<Case> answered) throws IOException {
        String written = CASE.matcher(text).replaceAll(match -> {
            Case next = answered.apply(Case.of(match));
            return Matcher.quoteReplacement("### " + next.title() + "\n\n```sql\n" + next.statement()
                    + "\n```\n\n```text\n" + next.answer() + "\n```\n");
        });
        Files.writeString(FILE, written);
    }
}
