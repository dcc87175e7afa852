package io.weir.sql.parser;

import io.weir.spi.error.WeirException;
import io.weir.sql.statement.SqlOption;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Checks and conversions that the grammar calls where a production alone cannot say it, or not with a good message. */
public final class Grammar {
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_$]*");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]*)?");

    private static final Set<String> QUERY_STARTS = Set.of("SELECT", "WITH", "VALUES", "TABLE", "(");
    private static final Set<String> EXPLAINABLE = Set.of("INSERT", "UPSERT", "UPDATE", "DELETE", "MERGE", "CREATE");
    private static final Set<String> EXPLAIN_DETAILS =
            Set.of("LOGICAL", "PHYSICAL", "JOB", "ALL", "PLAN", "CHECKPOINT");

    private Grammar() {}

    static WeirException at(SqlParserPos position, WeirException error) {
        return error.at(position.getLineNum(), position.getColumnNum());
    }

    /** Whether the token is a word without quotes, be it a name or a keyword. */
    public static boolean isWord(String image) {
        return WORD.matcher(image).matches();
    }

    /** Whether the token may stand without quotes as the value in SET. */
    public static boolean isBareValue(String image) {
        return isWord(image) || NUMBER.matcher(image).matches();
    }

    /** Refuses {@code WITH ('connector' = kafka)} with what should be written instead. */
    public static void requireQuotedValue(SqlLiteral key, String image, int line, int column) {
        boolean quotedName = image.length() > 1 && (image.startsWith("\"") || image.startsWith("`"));
        if (quotedName || isBareValue(image)) {
            String bare = quotedName ? image.substring(1, image.length() - 1) : image;
            throw ParserMessages.optionValueNotQuoted(asText(key), image, bare).at(line, column);
        }
    }

    /** Refuses {@code CREATE JOB j AS SELECT ...}. */
    public static void requireInsert(String image, int line, int column) {
        String word = image.toUpperCase(Locale.ROOT);
        if (word.equals("SELECT") || word.equals("WITH") || word.equals("VALUES")) {
            throw ParserMessages.jobWithoutInsert(word).at(line, column);
        }
    }

    /** Refuses what cannot start a query, where the grammar alone would take it for an expression. */
    public static void requireQuery(String image, int line, int column) {
        if (!QUERY_STARTS.contains(image.toUpperCase(Locale.ROOT))) {
            throw notFound("a query", image, line, column);
        }
    }

    /** @param details whether what says what to explain may come too */
    public static void requireExplainable(boolean details, String image, int line, int column) {
        String word = image.toUpperCase(Locale.ROOT);
        if (details && EXPLAIN_DETAILS.contains(word)) {
            return;
        }
        if (!QUERY_STARTS.contains(word) && !EXPLAINABLE.contains(word)) {
            throw notFound("a query, INSERT, UPDATE, DELETE, MERGE or CREATE to explain", image, line, column);
        }
    }

    private static WeirException notFound(String expected, String image, int line, int column) {
        return image.isEmpty() // the end, which the lexer places on the last character
                ? ParserMessages.expected(expected, "the end of the statement").at(line, column + 1)
                : ParserMessages.expected(expected, '"' + image + '"').at(line, column);
    }

    public static void refuseReplace(boolean replace, SqlParserPos position, String kind) {
        if (replace) {
            throw at(position, ParserMessages.replaceNotAllowed(kind));
        }
    }

    public static SqlNodeList distinctOptions(SqlNodeList options) {
        Set<String> keys = new HashSet<>();
        for (SqlNode node : options) {
            SqlOption option = (SqlOption) node;
            if (!keys.add(option.key())) {
                throw at(option.getParserPosition(), ParserMessages.duplicateOption(option.key()));
            }
        }
        return options;
    }

    /** A string literal, continued on other lines or not, as one literal of characters. */
    public static SqlLiteral string(SqlNode string) {
        SqlLiteral literal = SqlLiteral.unchain(string);
        if (!SqlLiteral.valueMatchesType(literal.getValue(), SqlTypeName.CHAR)) {
            throw at(string.getParserPosition(), ParserMessages.binaryString());
        }
        // Without the character set of N'...' or _latin1'...': everything is Unicode here.
        return SqlLiteral.createCharString(asText(literal), string.getParserPosition());
    }

    public static SqlNumericLiteral number(String image, SqlParserPos position) {
        BigDecimal value = new BigDecimal(image);
        if (value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw at(position, ParserMessages.numberTooLarge(image));
        }
        return SqlLiteral.createExactNumeric(image, position);
    }

    /** A number or a string as a string. */
    public static SqlLiteral asString(SqlNode literal) {
        return SqlLiteral.createCharString(asText((SqlLiteral) literal), literal.getParserPosition());
    }

    private static String asText(SqlLiteral literal) {
        String text = literal.toValue();
        return text == null ? "" : text;
    }
}
