package io.weir.sqltests.logictest;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the databases that made the corpus accept and SQL does not: refused by decision, and counted apart from what is
 * merely missing. docs/internals/sql-tests.md says why.
 */
enum Difference {
    DIVISION_BY_ZERO("22012", ".*", "division by zero is an error, not NULL"),
    OVERFLOW("22003", ".*", "a number that is out of range of its type"),
    UNGROUPED_COLUMN("42000", ".* neither grouped nor aggregated.*", "a column that is neither grouped nor aggregated"),
    TEXT_AS_NUMBER("22018", "text '.*' is no .*", "text in the place of a number"),
    TEXT_AS_OPERAND("42804", ".*does not take the types in .*VARCHAR.*", "arithmetic on a column of text"),
    TEXT_TOO_LONG("22001", ".*", "text that is longer than its column"),
    DIFFERENT_TYPES("42804", ".*operands of (NOT )?IN .*", "bytes compared with text"),
    EMPTY_LIST("42601", ".*expected an expression, found \"\\)\".*", "IN with an empty list"),
    DROP_OF_USED("55006", ".*cannot be dropped: .* uses it.*", "a view is dropped that another one uses"),
    SET_TWICE("42710", ".*is set twice.*", "a column that UPDATE sets twice");

    /** Why a value may differ. */
    static final String TYPES =
            "a value that is computed as DOUBLE, because AVG is one of those that may come out of COALESCE, CASE or NULLIF";

    private static final Pattern MIXED = Pattern.compile("(?is).*\\b(COALESCE|CASE|NULLIF)\\b.*\\bAVG\\b.*");

    private final String state;
    private final Pattern message;
    private final String reason;

    Difference(String state, String message, String reason) {
        this.state = state;
        this.message = Pattern.compile(message, Pattern.DOTALL);
        this.reason = reason;
    }

    static Optional<Difference> of(SQLException error) {
        return Arrays.stream(values())
                .filter(difference -> difference.state.equals(error.getSQLState())
                        && difference.message.matcher(text(error)).matches())
                .findFirst();
    }

    /**
     * Whether what comes out depends on static types: SQLite takes the type of the value that was chosen, and divides
     * as integers what SQL divides as DOUBLE.
     */
    static boolean isOfTypes(LogicRecord.Query query) {
        return MIXED.matcher(query.sql()).matches();
    }

    /** Why a statement was refused: by decision, or the error with what is particular to the statement left out. */
    static String reason(SQLException error) {
        return of(error)
                .map(difference ->
                        difference.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + difference.reason)
                .orElseGet(() -> general(error));
    }

    private static String general(SQLException error) {
        String message = text(error)
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("^\\d+:\\d+: ", "")
                .replaceAll("\"[^\"]*\"", "\"...\"")
                .replaceAll("'[^']*'", "'...'")
                .replaceAll("-?\\d+(\\.\\d+)?", "n");
        String reason = error.getSQLState() + " " + message;
        return reason.length() > 160 ? reason.substring(0, 160) : reason;
    }

    private static String text(SQLException error) {
        return Objects.requireNonNullElse(error.getMessage(), "");
    }
}
