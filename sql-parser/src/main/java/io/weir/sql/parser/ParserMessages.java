package io.weir.sql.parser;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Every message that reading a statement can end in, one method each. The caller adds the position. */
public final class ParserMessages {
    private ParserMessages() {}

    // What the text is made of

    public static WeirException emptyStatement() {
        return syntax("statement is empty");
    }

    public static WeirException severalStatements() {
        return syntax("expected one statement, found a second one").withHint("Send the statements one by one.");
    }

    public static WeirException statementSet() {
        return syntax("several INSERTs of one job are not written as a STATEMENT SET")
                .withHint("CREATE JOB name AS BEGIN INSERT INTO ...; INSERT INTO ...; END runs them together.");
    }

    /** @param nearest the keyword that was probably meant */
    public static WeirException unknownStatement(String word, @Nullable String nearest, Collection<String> known) {
        return syntax("unknown statement \"" + word + "\"")
                .withHint(
                        nearest == null
                                ? "A statement starts with one of " + String.join(", ", known) + "."
                                : "Did you mean " + nearest + "?");
    }

    public static WeirException unclosedString() {
        return syntax("string is not closed").withHint("A single quote inside a string is written twice: 'it''s'.");
    }

    public static WeirException unclosedName(char quote) {
        return syntax("quoted name is not closed on its line").withHint("Close it with " + quote + ".");
    }

    public static WeirException emptyName() {
        return syntax("quoted name is empty");
    }

    public static WeirException unclosedComment() {
        return syntax("comment is not closed").withHint("Close it with */.");
    }

    public static WeirException unclosedBlock() {
        return syntax("BEGIN without END").withHint("Close the list of INSERT statements with END.");
    }

    public static WeirException unexpectedCharacter(int codePoint) {
        String shown = Character.isISOControl(codePoint) || Character.isWhitespace(codePoint) || codePoint == 0xA0
                ? String.format("U+%04X", codePoint)
                : "\"" + Character.toString(codePoint) + "\"";
        return syntax("unexpected character " + shown);
    }

    public static WeirException unexpectedCharacter(int codePoint, String hint) {
        return unexpectedCharacter(codePoint).withHint(hint);
    }

    // Grammar

    /**
     * @param expected what could come here, as a phrase
     * @param found what came, as a phrase
     */
    public static WeirException expected(String expected, String found) {
        return syntax("expected " + expected + ", found " + found);
    }

    public static WeirException unexpected(String found) {
        return syntax("unexpected " + found);
    }

    /** A rule that Calcite's grammar checks, in Calcite's words. */
    public static WeirException rule(String message) {
        return syntax(message);
    }

    public static WeirException queryNotAllowed() {
        return syntax("expected an expression, found a query")
                .withHint("A query inside an expression is put in parentheses.");
    }

    public static WeirException queryWanted() {
        return syntax("expected a query, found an expression");
    }

    public static WeirException misplacedOperator(String operator) {
        return syntax("operator " + operator + " has nothing to apply to")
                .withHint("Put parentheses around the conditions that are meant.");
    }

    public static WeirException stringAsName() {
        return syntax("expected a name, found a string").withHint("Names are written in double quotes.");
    }

    public static WeirException unreadable(Throwable cause) {
        return new WeirException(ErrorCode.SYNTAX_ERROR, "statement cannot be read: " + cause.getMessage(), cause);
    }

    // Tables

    public static WeirException tableWithoutColumns(String table) {
        return syntax("table \"" + table + "\" has no columns")
                .withHint("List them in parentheses, or take them from LIKE another table or AS a query.");
    }

    public static WeirException columnsAndQuery(String table) {
        return syntax("table \"" + table + "\" has both a list of columns and a query")
                .withHint("With AS, the query makes the columns; leave the list out.");
    }

    public static WeirException declaredTwice(String table, String what) {
        return syntax("table \"" + table + "\" has a second " + what);
    }

    public static WeirException duplicateColumn(String column) {
        return new WeirException(ErrorCode.DUPLICATE_OBJECT, "column \"" + column + "\" is declared twice")
                .withHint("Names match without regard to case.");
    }

    public static WeirException unknownType(String name, @Nullable String nearest) {
        WeirException error = new WeirException(ErrorCode.UNKNOWN_OBJECT, "unknown type \"" + name + "\"");
        return nearest == null ? error : error.withHint("Did you mean " + nearest + "?");
    }

    /** @param what is counted: "digits", "as length" */
    public static WeirException lengthOfType(String type, String what, int least, int most, int found) {
        return syntax(type + " takes " + least + " to " + most + " " + what + ", found " + found);
    }

    public static WeirException nullAndNotNull(String column) {
        return syntax("column \"" + column + "\" is declared both NULL and NOT NULL");
    }

    public static WeirException metadataWithDefault(String column) {
        return syntax("metadata column \"" + column + "\" has a default")
                .withHint("Its values come from the connector.");
    }

    public static WeirException replaceNotAllowed(String kind) {
        return syntax("OR REPLACE does not apply to a " + kind).withHint("Drop it first, or use IF NOT EXISTS.");
    }

    // Options and literals

    /**
     * @param found as it is written
     * @param bare the same without quotes of the wrong kind
     */
    public static WeirException optionValueNotQuoted(String key, String found, String bare) {
        return syntax("value of option \"" + key + "\" is not a string: " + found)
                .withHint("Write it in single quotes: '" + bare + "'.");
    }

    public static WeirException duplicateOption(String key) {
        return syntax("option \"" + key + "\" is given twice");
    }

    public static WeirException binaryString() {
        return syntax("expected a string of characters, found one of bytes");
    }

    public static WeirException numberTooLarge(String number) {
        return syntax("number " + number + " is greater than " + Long.MAX_VALUE);
    }

    public static WeirException noInteger(String number) {
        return syntax("expected a whole number up to " + Integer.MAX_VALUE + ", found " + number);
    }

    // Jobs and streams

    public static WeirException jobWithoutInsert(String found) {
        return syntax("expected INSERT INTO or BEGIN after AS, found \"" + found + "\"")
                .withHint("A job writes to a table. To keep a result to read from, use CREATE MATERIALIZED VIEW.");
    }

    public static WeirException orderedSession() {
        return syntax("SESSION does not take ORDER BY").withHint("Its rows are ordered by the time in DESCRIPTOR.");
    }

    public static WeirException partitionedTwice() {
        return syntax("SESSION has both PARTITION BY and a DESCRIPTOR of keys").withHint("Use one of the two.");
    }

    // Limits

    public static WeirException tooLarge(int limit) {
        return new WeirException(ErrorCode.STATEMENT_TOO_LARGE, "statement is longer than " + limit + " characters");
    }

    public static WeirException scriptTooLarge(int limit) {
        return new WeirException(ErrorCode.STATEMENT_TOO_LARGE, "script is longer than " + limit + " characters");
    }

    public static WeirException tooManyTokens(int limit) {
        return new WeirException(
                ErrorCode.STATEMENT_TOO_LARGE, "statement has more than " + limit + " words and symbols");
    }

    public static WeirException nestedTooDeep(int limit) {
        return new WeirException(ErrorCode.STATEMENT_TOO_COMPLEX, "statement is nested more than " + limit + " deep");
    }

    public static WeirException treeTooDeep(int limit) {
        return new WeirException(
                        ErrorCode.STATEMENT_TOO_COMPLEX,
                        "statement chains more than " + limit + " operators or joins that depend on one another")
                .withHint("Chains of AND, OR and UNION may be longer; break the others into views.");
    }

    public static WeirException stackExhausted() {
        return new WeirException(ErrorCode.STATEMENT_TOO_COMPLEX, "statement is nested too deep to be read");
    }

    private static WeirException syntax(String message) {
        return new WeirException(ErrorCode.SYNTAX_ERROR, message);
    }
}
