package io.weir.sql;

import io.weir.spi.error.NearestName;
import io.weir.sql.StatementText.Bracket;
import io.weir.sql.parser.Grammar;
import io.weir.sql.parser.impl.Token;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Guesses the frequent mistake behind a token that does not fit. Each method is one guess; the first that applies is
 * the hint.
 */
final class SyntaxHints {
    private static final int MIN_GUESSED_LENGTH = 3;
    private static final int SURE_LENGTH = 5;
    private static final int FEW = 4;

    /** Words that start a clause or statement: where one is out of place, nobody meant it as a name. */
    private static final Set<String> STRUCTURE = Set.of(
            "SELECT",
            "FROM",
            "WHERE",
            "HAVING",
            "INSERT",
            "INTO",
            "VALUES",
            "UPDATE",
            "DELETE",
            "MERGE",
            "SET",
            "CREATE",
            "DROP",
            "ALTER",
            "AS",
            "ON",
            "AND",
            "OR",
            "NOT",
            "IS",
            "IN",
            "BETWEEN",
            "LIKE",
            "WITH",
            "UNION",
            "EXCEPT",
            "INTERSECT",
            "JOIN",
            "INNER",
            "LEFT",
            "RIGHT",
            "FULL",
            "CROSS",
            "BY",
            "WHEN",
            "THEN",
            "ELSE",
            "END",
            "BEGIN",
            "STREAM",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "ORDER",
            "GROUP",
            "FOR",
            "TABLE",
            "LATERAL",
            "UNNEST",
            "ROW",
            "OVER",
            "USING",
            "EXPLAIN");

    private static final List<String> TYPES_WITH_LENGTH =
            List.of("CHAR", "VARCHAR", "BINARY", "VARBINARY", "DECIMAL", "TIME", "TIMESTAMP");

    private final ExpectedTokens tokens;
    private final StatementText statement;
    private final String found;
    private final String before;

    SyntaxHints(ExpectedTokens tokens, StatementText statement) {
        this.tokens = tokens;
        this.statement = statement;
        this.found = tokens.found().image;
        Token previous = tokens.previous();
        this.before = previous == null || previous.image == null ? "" : previous.image;
    }

    @Nullable String hint() {
        String hint = brackets();
        hint = hint == null ? misspelling() : hint;
        hint = hint == null ? operators() : hint;
        hint = hint == null ? quotes() : hint;
        hint = hint == null ? placement() : hint;
        hint = hint == null ? reservedWord() : hint;
        return hint == null ? comma() : hint;
    }

    private @Nullable String brackets() {
        Bracket unclosed = statement.unclosed();
        boolean wordInside = tokens.has(")") && isStructure(found);
        if (unclosed != null && (tokens.atEnd() || wordInside)) {
            return "The \"" + unclosed.symbol() + "\" at " + unclosed.position().line() + ":"
                    + unclosed.position().column() + " is not closed.";
        }
        Bracket unopened = statement.unopened();
        boolean closesNothing = unopened != null
                && found.equals(String.valueOf(unopened.symbol()))
                && (isAt(unopened, 1, 1) || isAt(unopened, statement.line(), statement.column()));
        return closesNothing ? "This \"" + found + "\" closes nothing." : null;
    }

    /** The bracket's place counts from the start of the text, the token's from where parsing began. */
    private boolean isAt(Bracket bracket, int startLine, int startColumn) {
        Token token = tokens.found();
        int line = token.beginLine + startLine - 1;
        int column = token.beginLine == 1 ? token.beginColumn + startColumn - 1 : token.beginColumn;
        return line == bracket.position().line() && column == bracket.position().column();
    }

    /** A keyword that was nearly written: here, or just before, where it was taken for a name (SELECT a FORM t). */
    private @Nullable String misspelling() {
        Set<String> keywords = new TreeSet<>();
        for (String image : tokens.images()) {
            boolean alsoName = tokens.has("<IDENTIFIER>") && Keywords.NON_RESERVED.contains(image);
            if (Grammar.isWord(image) && !alsoName) {
                keywords.add(image);
            }
        }
        String here = nearest(found, keywords);
        if (here != null) {
            return "Did you mean " + here + "?";
        }
        String there = nearest(before, keywords);
        return there == null ? null : "Did you mean " + there + " instead of \"" + before + "\"?";
    }

    /** Short words are near to many others, so they must at least start alike. */
    static @Nullable String nearest(String word, Set<String> keywords) {
        if (word.length() < MIN_GUESSED_LENGTH || !Grammar.isWord(word) || Keywords.isKeyword(word)) {
            return null;
        }
        Set<String> alike = new TreeSet<>(keywords);
        alike.removeIf(keyword -> !keyword.regionMatches(true, 0, word, 0, 1));
        String near = NearestName.of(word, alike).orElse(null);
        if (near == null && word.length() >= SURE_LENGTH) {
            near = NearestName.of(word, keywords).orElse(null);
        }
        return near;
    }

    private @Nullable String operators() {
        if (found.equals("=") && before.equals("=")) {
            return "Equality is written with one \"=\".";
        }
        if (found.equals("&") && before.equals("&")) {
            return "Write AND.";
        }
        if (found.equals("=") && before.startsWith("'") && tokens.has(",")) {
            return "Is there a comma missing before " + Phrases.shorten(before) + "?";
        }
        return null;
    }

    private @Nullable String quotes() {
        boolean nameForString = found.startsWith("\"") && tokens.has("<QUOTED_STRING>") && !tokens.has("<IDENTIFIER>");
        return nameForString ? "Strings are written in single quotes; double quotes are for names." : null;
    }

    private @Nullable String placement() {
        if (before.equals(",")) {
            return isStructure(found) || found.equals(")") ? "Is the comma before it one too many?" : null;
        }
        if (before.equalsIgnoreCase("TOP") && found.matches("[0-9]+")) {
            return "The number of rows stands at the end of a query: LIMIT " + found + ".";
        }
        boolean isBehindType = tokens.has("METADATA") && !tokens.has("<IDENTIFIER>");
        if (found.equals("(") && isBehindType && Grammar.isWord(before)) {
            return NearestName.of(before, TYPES_WITH_LENGTH)
                    .map(type -> "\"" + before + "\" is no type with a length. Did you mean " + type + "?")
                    .orElse("\"" + before + "\" is no type with a length.");
        }
        if (found.equalsIgnoreCase("STREAM")) {
            return "STREAM comes directly after SELECT.";
        }
        if (found.equalsIgnoreCase("SELECT") && tokens.has("CASE")) {
            return "A query inside an expression is put in parentheses.";
        }
        return null;
    }

    private @Nullable String reservedWord() {
        if (tokens.has("<IDENTIFIER>") && isReservedName(found)) {
            return reserved(found);
        }
        // Taken for a function or the start of a literal, but for what is missing after it: SELECT rank FROM t.
        boolean function = tokens.has("(") && tokens.images().size() <= FEW && !found.equals("(");
        return function && !isStructure(before) && isReservedName(before) ? reserved(before) : null;
    }

    private static String reserved(String word) {
        return "\"" + word + "\" is a reserved word; as a name it is written in double quotes.";
    }

    private boolean isReservedName(String word) {
        boolean clause = isStructure(word) && !(tokens.has("BIGINT") || isNameOnly());
        return Keywords.RESERVED.contains(word.toUpperCase(Locale.ROOT)) && !clause;
    }

    /** Whether nothing but a name could stand here, so that even ORDER may have been meant as one. */
    private boolean isNameOnly() {
        return !tokens.has("CASE") && !tokens.has("=");
    }

    private static boolean isStructure(String word) {
        return STRUCTURE.contains(word.toUpperCase(Locale.ROOT));
    }

    private @Nullable String comma() {
        boolean startsElement = !found.isEmpty()
                && (Character.isLetterOrDigit(found.charAt(0)) || "'\"`".indexOf(found.charAt(0)) >= 0)
                && !Keywords.RESERVED.contains(found.toUpperCase(Locale.ROOT));
        return tokens.has(",") && startsElement ? "Is there a comma missing before it?" : null;
    }
}
