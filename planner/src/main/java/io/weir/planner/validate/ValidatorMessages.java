package io.weir.planner.validate;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The messages of statements that do not make sense, each beside the text in which Calcite says the same. The first
 * that matches counts; in a message, {@code $1} is what the first group found.
 */
final class ValidatorMessages {
    static final Pattern COLUMN_NOT_FOUND = Pattern.compile(
            "(?:Column|Unknown field|Unknown identifier) '([^']*)'(?: not found in (?:any table|table '([^']*)'))?(?:; did you mean .*)?",
            Pattern.DOTALL);
    static final Pattern OBJECT_NOT_FOUND = Pattern.compile(
            "(?:Table|Object) '([^']*)' not found(?: within '([^']*)')?(?:; did you mean .*)?", Pattern.DOTALL);
    static final Pattern FUNCTION_NOT_FOUND = Pattern.compile(
            "(?:No match found for function signature (.*)|Function '.*' is not defined)", Pattern.DOTALL);

    static final String CAST_HINT =
            "Text, numbers and other types are not turned into each other by themselves: write CAST(... AS ...).";

    private record Message(
            Pattern calcite,
            ErrorCode code,
            String primary,
            @Nullable String hint) {}

    private static final List<Message> MESSAGES = List.of(
            message(
                    "Expression '(.*)' is not being grouped",
                    ErrorCode.VALIDATION_ERROR,
                    "$1 is neither grouped nor aggregated",
                    "Add it to GROUP BY, or take one value of the group, for instance with MAX."),
            message(
                    "Column '(.*)' is ambiguous",
                    ErrorCode.AMBIGUOUS_NAME,
                    "column \"$1\" is there more than once",
                    "Write the table, or the row that it is a field of, in front of it."),
            message(
                    "Cannot apply '(.*)' to arguments of type '?(.*\\bV?A?R?CHAR\\b.*?)'?\\. Supported form\\(s\\): (.*)",
                    ErrorCode.TYPE_MISMATCH,
                    "$1 does not take the types in $2",
                    CAST_HINT),
            message(
                    "Cannot apply '(.*)' to arguments of type '?(.*?)'?\\. Supported form\\(s\\): (.*)",
                    ErrorCode.TYPE_MISMATCH,
                    "$1 does not take the types in $2",
                    null),
            message(
                    "Cast function cannot convert value of type (.*) to type (.*)",
                    ErrorCode.TYPE_MISMATCH,
                    "$1 cannot be cast to $2",
                    null),
            message(
                    "Invalid number of arguments to function '(TUMBLE|HOP|CUMULATE|SESSION)'\\. Was expecting ([0-9,]+) arguments",
                    ErrorCode.UNKNOWN_FUNCTION,
                    "function \"$1\" takes $2 argument(s)",
                    "The table, the column of its time, and the length: TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE)."),
            message(
                    "Invalid number of arguments to function '(.*)'\\. Was expecting ([0-9,]+) arguments",
                    ErrorCode.UNKNOWN_FUNCTION,
                    "function \"$1\" takes $2 argument(s)",
                    null),
            message(
                    "Encountered (.*) with ([0-9,]+) parameter\\(s\\); was expecting (.*)",
                    ErrorCode.UNKNOWN_FUNCTION,
                    "$1 has $2 arguments, and takes $3",
                    null),
            message(
                    "Values passed to (IN|NOT IN) operator must have compatible types",
                    ErrorCode.TYPE_MISMATCH,
                    "the operands of $1 have types that do not go together",
                    "A query of $1 gives as many columns as stand before $1, each of a type that can be compared."),
            message(
                    "Values passed to (.*) operator must have compatible types",
                    ErrorCode.TYPE_MISMATCH,
                    "the operands of $1 have types that do not go together",
                    null),
            message(
                    "Values in expression list must have compatible types",
                    ErrorCode.TYPE_MISMATCH,
                    "the values of the list have types that do not go together",
                    null),
            message(
                    "Illegal mixing of types in CASE or COALESCE statement",
                    ErrorCode.TYPE_MISMATCH,
                    "the results of CASE or COALESCE have types that do not go together",
                    null),
            message(
                    "Cannot compare values of types '(.*)', '(.*)'",
                    ErrorCode.TYPE_MISMATCH,
                    "$1 cannot be compared with $2",
                    null),
            message("(.*) is not comparable to (.*)", ErrorCode.TYPE_MISMATCH, "$1 cannot be compared with $2", null),
            message(
                    "Operands (.*) not comparable to each other",
                    ErrorCode.TYPE_MISMATCH,
                    "operands $1 cannot be compared",
                    null),
            message(
                    "Column count mismatch in (.*)",
                    ErrorCode.VALIDATION_ERROR,
                    "the two sides of $1 have different numbers of columns",
                    null),
            message(
                    "Type mismatch in column ([0-9,]+) of (.*)",
                    ErrorCode.TYPE_MISMATCH,
                    "column $1 has different types on the two sides of $2",
                    "Cast one of them."),
            message(
                    "(WHERE|HAVING|ON|QUALIFY|FILTER) clause must be a condition",
                    ErrorCode.TYPE_MISMATCH,
                    "$1 wants a condition",
                    null),
            message(
                    "FILTER expression must be of type BOOLEAN",
                    ErrorCode.TYPE_MISMATCH,
                    "FILTER wants a condition",
                    null),
            message("Expected a boolean type", ErrorCode.TYPE_MISMATCH, "a condition is wanted here", null),
            message("Expected a character type", ErrorCode.TYPE_MISMATCH, "text is wanted here", null),
            message(
                    "Aggregate expressions cannot be nested",
                    ErrorCode.VALIDATION_ERROR,
                    "aggregate functions cannot be nested",
                    "Put the inner one into a sub-query."),
            message(
                    "Aggregate expression is illegal in (.*) clause",
                    ErrorCode.VALIDATION_ERROR,
                    "aggregate functions are not allowed in $1",
                    "Conditions on aggregates go into HAVING."),
            message(
                    "Windowed aggregate expression is illegal in (.*) clause",
                    ErrorCode.VALIDATION_ERROR,
                    "window functions are not allowed in $1",
                    "Use QUALIFY, or a sub-query."),
            message(
                    "Window expressions are not permitted in the HAVING clause.*",
                    ErrorCode.VALIDATION_ERROR,
                    "window functions are not allowed in HAVING",
                    "Use QUALIFY."),
            message(
                    "OVER clause is necessary for window functions",
                    ErrorCode.VALIDATION_ERROR,
                    "this function needs OVER (...)",
                    null),
            message(
                    "OVER must be applied to aggregate function",
                    ErrorCode.VALIDATION_ERROR,
                    "OVER wants an aggregate or window function before it",
                    null),
            message(
                    "FILTER must be applied to aggregate function",
                    ErrorCode.VALIDATION_ERROR,
                    "FILTER wants an aggregate function before it",
                    null),
            message(
                    "(RANK or DENSE_RANK functions require|Window specification must contain an) ORDER BY clause.*",
                    ErrorCode.VALIDATION_ERROR,
                    "the window needs ORDER BY",
                    null),
            message(
                    "ROW/RANGE not allowed with .*",
                    ErrorCode.VALIDATION_ERROR,
                    "ranking functions take no ROWS or RANGE",
                    null),
            message("Window '(.*)' not found", ErrorCode.UNKNOWN_OBJECT, "window \"$1\" does not exist", null),
            message(
                    "QUALIFY expression '(.*)' must contain a window function",
                    ErrorCode.VALIDATION_ERROR,
                    "QUALIFY wants a window function in its condition",
                    "Conditions on rows go into WHERE."),
            message(
                    "INNER, LEFT, RIGHT, FULL, or ASOF join requires a condition.*",
                    ErrorCode.SYNTAX_ERROR,
                    "the join has no condition",
                    "Add ON or USING, or write CROSS JOIN."),
            message(
                    "Cannot specify condition .* following CROSS JOIN",
                    ErrorCode.SYNTAX_ERROR,
                    "CROSS JOIN takes no condition",
                    "Write JOIN."),
            message(
                    "Column name '(.*)' in NATURAL join or USING clause is not unique on one side of join",
                    ErrorCode.AMBIGUOUS_NAME,
                    "column \"$1\" of USING is twice on one side of the join",
                    null),
            message(
                    "Column '(.*)' matched using NATURAL keyword or USING clause has incompatible types.*",
                    ErrorCode.TYPE_MISMATCH,
                    "column \"$1\" of USING has types that cannot be compared",
                    null),
            message(
                    "Duplicate relation name '(.*)' in FROM clause",
                    ErrorCode.DUPLICATE_OBJECT,
                    "table name \"$1\" stands twice in FROM",
                    "Give one of them an alias."),
            message(
                    "Duplicate (?:column )?name '(.*)' in (?:output|column list|column alias list)",
                    ErrorCode.DUPLICATE_OBJECT,
                    "column name \"$1\" stands twice",
                    null),
            message(
                    "List of column aliases must have same degree as table; table has ([0-9,]+) columns .*, whereas alias list has ([0-9,]+) columns",
                    ErrorCode.VALIDATION_ERROR,
                    "$2 column names are given for $1 columns",
                    null),
            message(
                    "Number of columns must match number of query columns",
                    ErrorCode.VALIDATION_ERROR,
                    "the number of column names is not that of the query's columns",
                    null),
            message("Ordinal out of range", ErrorCode.VALIDATION_ERROR, "there is no column with this number", null),
            message(
                    "Expression '(.*)' is not in the select clause",
                    ErrorCode.VALIDATION_ERROR,
                    "$1 of ORDER BY is not selected, which DISTINCT wants",
                    null),
            message(
                    "ORDER BY (?:is only allowed on top-level SELECT|unexpected)",
                    ErrorCode.VALIDATION_ERROR,
                    "ORDER BY is not allowed here",
                    null),
            message(
                    "Only scalar sub-queries allowed in select list\\.",
                    ErrorCode.VALIDATION_ERROR,
                    "a sub-query in place of a value must have one column",
                    null),
            message(
                    "Illegal use of dynamic parameter",
                    ErrorCode.TYPE_MISMATCH,
                    "the type of this parameter is not known",
                    "Say it: CAST(? AS INTEGER)."),
            message(
                    "Illegal use of 'NULL'",
                    ErrorCode.TYPE_MISMATCH,
                    "the type of this NULL is not known",
                    "Say it: CAST(NULL AS INTEGER)."),
            message(
                    "ELSE clause or at least one THEN clause must be non-NULL",
                    ErrorCode.TYPE_MISMATCH,
                    "all results of CASE are NULL",
                    "Say the type of one: CAST(NULL AS INTEGER)."),
            message(
                    "Numeric literal '(.*)' out of range",
                    ErrorCode.NUMERIC_OVERFLOW,
                    "number $1 is out of range",
                    null),
            message("Date literal '(.*)' out of range", ErrorCode.DATETIME_VALUE, "date '$1' is out of range", null),
            message("Literal '(.*)' can not be parsed to type '(.*)'", ErrorCode.CAST_FAILURE, "'$1' is no $2", null),
            message(
                    "Illegal (.*) literal '(.*)': not in format '(.*)'",
                    ErrorCode.DATETIME_VALUE,
                    "'$2' is no $1, which is written as '$3'",
                    null),
            message(
                    "Illegal interval literal format (.*) for (.*)",
                    ErrorCode.DATETIME_VALUE,
                    "interval $1 is not written as $2 wants",
                    null),
            message(
                    "Interval field value ([0-9,]+) exceeds precision of (.*) field",
                    ErrorCode.DATETIME_VALUE,
                    "interval value $1 has too many digits for $2",
                    null),
            message("Unknown datatype name '(.*)'", ErrorCode.UNKNOWN_OBJECT, "type \"$1\" does not exist", null),
            message(
                    "Type '(.*)' (?:is not supported|not found)",
                    ErrorCode.UNKNOWN_OBJECT,
                    "type \"$1\" does not exist",
                    null),
            message(
                    "DECIMAL precision ([0-9,-]+) must be between 1 and ([0-9,]+)",
                    ErrorCode.VALIDATION_ERROR,
                    "DECIMAL takes 1 to $2 digits, found $1",
                    null),
            message(
                    "DECIMAL scale ([0-9,-]+) must be between ([0-9,-]+) and ([0-9,]+)",
                    ErrorCode.VALIDATION_ERROR,
                    "the scale of this DECIMAL must be from $2 to $3, found $1",
                    null),
            message(
                    "Argument to function '(.*)' must be a (literal|boolean literal|positive integer literal)",
                    ErrorCode.VALIDATION_ERROR,
                    "function \"$1\" wants a $2 here",
                    null),
            message(
                    "Argument to function '(.*)' must not be NULL",
                    ErrorCode.VALIDATION_ERROR,
                    "function \"$1\" does not take NULL here",
                    null),
            message(
                    "DISTINCT/ALL not allowed with (.*) function",
                    ErrorCode.VALIDATION_ERROR,
                    "function \"$1\" takes no DISTINCT",
                    null),
            message(
                    "(?:WITHIN GROUP|WITHIN DISTINCT) not allowed with (.*) function",
                    ErrorCode.VALIDATION_ERROR,
                    "function \"$1\" takes no WITHIN GROUP",
                    null),
            message(
                    "Cannot call table function here: '(.*)'",
                    ErrorCode.VALIDATION_ERROR,
                    "table function \"$1\" must stand in FROM",
                    "Write FROM TABLE($1(...))."),
            message(
                    "Table '(.*)' is not a temporal table.*",
                    ErrorCode.VALIDATION_ERROR,
                    "FOR SYSTEM_TIME AS OF wants a table, \"$1\" is a view",
                    null),
            message(
                    "The system time period specification expects Timestamp type but is '(.*)'",
                    ErrorCode.TYPE_MISMATCH,
                    "FOR SYSTEM_TIME AS OF wants a TIMESTAMP, found $1",
                    null),
            message("SELECT \\* requires a FROM clause", ErrorCode.SYNTAX_ERROR, "SELECT * needs FROM", null),
            message(
                    "UNNEST argument must be a collection",
                    ErrorCode.TYPE_MISMATCH,
                    "UNNEST wants an ARRAY or a MAP",
                    null),
            message(
                    "A recursive query only supports .*",
                    ErrorCode.UNSUPPORTED_FEATURE,
                    "WITH RECURSIVE is not supported on streams",
                    null),
            message("'(.*)' is not a valid time frame.*", ErrorCode.SYNTAX_ERROR, "\"$1\" is no unit of time", null),
            message(
                    "The definition of column '(.*)' depends on itself.*",
                    ErrorCode.VALIDATION_ERROR,
                    "the definition of column \"$1\" depends on itself",
                    null));

    private ValidatorMessages() {}

    private static Message message(String calcite, ErrorCode code, String primary, @Nullable String hint) {
        return new Message(Pattern.compile(calcite, Pattern.DOTALL), code, primary, hint);
    }

    static WeirException translate(String text, Throwable cause) {
        for (Message message : MESSAGES) {
            Matcher matcher = message.calcite.matcher(text);
            if (matcher.matches()) {
                WeirException error = new WeirException(message.code, fill(message.primary, matcher), cause);
                return message.hint == null ? error : error.withHint(fill(message.hint, matcher));
            }
        }
        return new WeirException(ErrorCode.VALIDATION_ERROR, plain(text), cause);
    }

    private static String fill(String template, Matcher matcher) {
        String filled = template;
        for (int group = 1; group <= matcher.groupCount(); group++) {
            String found = matcher.group(group);
            filled = filled.replace("$" + group, found == null ? "" : plainTypes(found));
        }
        return filled;
    }

    /** Calcite prints types as {@code <VARCHAR CHARACTER SET "UTF-8">}; SQL needs neither. */
    private static String plainTypes(String text) {
        return text.replaceAll(" CHARACTER SET \"?[A-Za-z0-9-]+\"?", "")
                .replaceAll(" NOT NULL", "")
                .replaceAll(" COLLATE \"[^\"]*\"", "")
                .replaceAll("<([A-Z_]+(?:\\([0-9, ]+\\))?[A-Z ]*)>", "$1");
    }

    /**
     * A message that has no words of ours, in our form: first letter small, no full stop, double quotes around names.
     */
    private static String plain(String text) {
        String plain = plainTypes(text)
                .replaceAll("'([A-Za-z_][A-Za-z0-9_$.]*)'", "\"$1\"")
                .strip();
        while (plain.endsWith(".")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        if (plain.isEmpty()) {
            return "statement does not make sense";
        }
        boolean isWord = plain.length() > 1 && Character.isLowerCase(plain.charAt(1));
        return isWord ? plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1) : plain;
    }
}
