package io.weir.planner.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlOperatorTables;

/**
 * All operators and functions that SQL has here: Calcite's standard ones, chosen ones from the libraries of other
 * databases, and Weir's own. An allow-list: what can read files, the environment or XML is not in it.
 * docs/sql/functions.md is written from this table.
 */
public final class WeirOperatorTable {
    /** Standard functions in whose place Weir has its own, and such as make no sense without Calcite's own server. */
    private static final Set<String> LEFT_OUT = Set.of(
            "CURRENT_TIMESTAMP",
            "LOCALTIMESTAMP",
            "OCTET_LENGTH",
            "ROUND",
            "CURRENT_PATH",
            "CURRENT_ROLE",
            "TYPEOF",
            "VARIANTNULL");

    /** Where an operator comes from, for the documentation. */
    enum Source {
        STANDARD,
        LIBRARY,
        WEIR
    }

    /** The time at which a row is processed; a column made by it is a time attribute. */
    public static final SqlOperator PROCTIME = WeirFunctions.PROCTIME;

    /** Text without the blanks at its end. */
    public static final SqlOperator RTRIM = WeirFunctions.RTRIM;

    private static final Map<SqlOperator, Source> OPERATORS = operators();
    private static final SqlOperatorTable INSTANCE = SqlOperatorTables.of(withEquals());

    private WeirOperatorTable() {}

    /** SYMMETRIC and ASYMMETRIC are no part of what Calcite compares operators by, so that no map holds both. */
    private static List<SqlOperator> withEquals() {
        List<SqlOperator> operators = new ArrayList<>(OPERATORS.keySet());
        operators.add(SqlStdOperatorTable.SYMMETRIC_BETWEEN);
        operators.add(SqlStdOperatorTable.SYMMETRIC_NOT_BETWEEN);
        return operators;
    }

    public static SqlOperatorTable instance() {
        return INSTANCE;
    }

    /** A call for which the parser has taken a function of Calcite's, of Weir's own if there is one in its place. */
    public static SqlCall resolve(SqlCall call) {
        return Aggregates.resolve(TimestampDiff.resolve(call));
    }

    /** All operators in a fixed order. */
    static Map<SqlOperator, Source> sources() {
        return OPERATORS;
    }

    private static Map<SqlOperator, Source> operators() {
        Map<SqlOperator, Source> operators = new LinkedHashMap<>();
        for (SqlOperator operator : SqlStdOperatorTable.instance().getOperatorList()) {
            if (!LEFT_OUT.contains(operator.getName().toUpperCase(Locale.ROOT))) {
                SqlOperator own = TimestampDiff.inPlaceOf(Aggregates.inPlaceOf(operator));
                operators.put(own, Source.STANDARD);
            }
        }
        libraryOperators().forEach(operator -> operators.put(Aggregates.inPlaceOf(operator), Source.LIBRARY));
        WeirFunctions.all().forEach(operator -> operators.put(operator, Source.WEIR));
        return operators;
    }

    private static List<SqlOperator> libraryOperators() {
        List<SqlOperator> operators = new ArrayList<>(List.of(
                // conditions and casts
                SqlLibraryOperators.IF,
                SqlLibraryOperators.NVL,
                SqlLibraryOperators.IFNULL,
                SqlLibraryOperators.NVL2,
                SqlLibraryOperators.GREATEST,
                SqlLibraryOperators.LEAST,
                SqlLibraryOperators.TRY_CAST,
                SqlLibraryOperators.SAFE_CAST,
                SqlLibraryOperators.INFIX_CAST,
                SqlLibraryOperators.ILIKE,
                SqlLibraryOperators.NOT_ILIKE,
                SqlLibraryOperators.RLIKE,
                SqlLibraryOperators.NOT_RLIKE,
                // numbers
                SqlLibraryOperators.POW,
                SqlLibraryOperators.SINH,
                SqlLibraryOperators.COSH,
                SqlLibraryOperators.TANH,
                SqlLibraryOperators.FACTORIAL,
                // text
                SqlLibraryOperators.TRANSLATE3,
                SqlLibraryOperators.LEVENSHTEIN,
                SqlLibraryOperators.SOUNDEX,
                SqlLibraryOperators.DIFFERENCE,
                SqlLibraryOperators.URL_ENCODE,
                SqlLibraryOperators.URL_DECODE,
                SqlLibraryOperators.PARSE_URL,
                SqlLibraryOperators.CRC32,
                // dates
                SqlLibraryOperators.DATE_PART,
                SqlLibraryOperators.DAYNAME,
                SqlLibraryOperators.MONTHNAME,
                SqlLibraryOperators.TO_CHAR_PG));
        operators.addAll(List.of(
                SqlLibraryOperators.JSON_TYPE,
                SqlLibraryOperators.JSON_DEPTH,
                SqlLibraryOperators.JSON_LENGTH,
                SqlLibraryOperators.JSON_KEYS,
                SqlLibraryOperators.JSON_PRETTY,
                SqlLibraryOperators.JSON_REMOVE,
                SqlLibraryOperators.JSON_STORAGE_SIZE,
                SqlLibraryOperators.JSON_INSERT,
                SqlLibraryOperators.JSON_REPLACE,
                SqlLibraryOperators.JSON_SET,
                // arrays and maps
                SqlLibraryOperators.ARRAY_APPEND,
                SqlLibraryOperators.ARRAY_COMPACT,
                SqlLibraryOperators.ARRAY_CONCAT,
                SqlLibraryOperators.ARRAY_CONTAINS,
                SqlLibraryOperators.ARRAY_DISTINCT,
                SqlLibraryOperators.ARRAY_EXCEPT,
                SqlLibraryOperators.ARRAY_INTERSECT,
                SqlLibraryOperators.ARRAY_JOIN,
                SqlLibraryOperators.ARRAY_LENGTH,
                SqlLibraryOperators.ARRAY_MAX,
                SqlLibraryOperators.ARRAY_MIN,
                SqlLibraryOperators.ARRAY_POSITION,
                SqlLibraryOperators.ARRAY_PREPEND,
                SqlLibraryOperators.ARRAY_REMOVE,
                SqlLibraryOperators.ARRAY_REVERSE,
                SqlLibraryOperators.ARRAY_SIZE,
                SqlLibraryOperators.ARRAY_UNION,
                SqlLibraryOperators.ARRAY_TO_STRING,
                SqlLibraryOperators.ARRAYS_OVERLAP,
                SqlLibraryOperators.SORT_ARRAY,
                SqlLibraryOperators.MAP_CONCAT,
                SqlLibraryOperators.MAP_ENTRIES,
                SqlLibraryOperators.MAP_KEYS,
                SqlLibraryOperators.MAP_VALUES,
                SqlLibraryOperators.MAP_CONTAINS_KEY,
                SqlLibraryOperators.MAP_FROM_ARRAYS,
                SqlLibraryOperators.STR_TO_MAP,
                // aggregates
                SqlLibraryOperators.ARRAY_AGG,
                SqlLibraryOperators.STRING_AGG,
                SqlLibraryOperators.BOOL_AND,
                SqlLibraryOperators.BOOL_OR,
                SqlLibraryOperators.COUNTIF,
                SqlLibraryOperators.MAX_BY,
                SqlLibraryOperators.MIN_BY));
        return operators;
    }
}
