package io.weir.sql;

import static io.weir.sql.Parsing.parse;
import static io.weir.sql.Parsing.printed;
import static io.weir.sql.Parsing.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlSet;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlSelect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "a | a",
                "Abc_1$x | Abc_1$x",
                "\"a b\" | a b",
                "\"a\"\"b\" | a\"b",
                "`a b` | a b",
                "`a``b` | a`b",
                "`a\"b` | a\"b",
                "\"order\" | order",
                "`order` | order",
                "größe | größe",
                "\"한국\" | 한국",
                "\"😀\" | 😀",
            })
    void namesKeepWhatIsWritten(String written, String name) {
        assertThat(selected("SELECT " + written + " FROM t").names).containsExactly(name);
        assertThat(roundTrip(SqlCreateTable.class, "CREATE TABLE " + written + " (a INT)")
                        .name()
                        .names)
                .containsExactly(name);
    }

    private static SqlIdentifier selected(String sql) {
        return (SqlIdentifier) ((SqlSelect) roundTrip(sql)).getSelectList().get(0);
    }

    @Test
    void quotesArePrintedWhereTheyAreNeeded() {
        assertThat(printed("SELECT `a`, `b c`, `select`, `value`, \"Date\" FROM \"t\""))
                .isEqualTo("SELECT a, \"b c\", \"select\", value, \"Date\"\nFROM t");
        assertThat(StatementPrinter.quoted("plain")).isEqualTo("plain");
        assertThat(StatementPrinter.quoted("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(StatementPrinter.quoted("ORDER")).isEqualTo("\"ORDER\"");
    }

    static Set<String> words() {
        return Keywords.NON_RESERVED;
    }

    @ParameterizedTest
    @MethodSource("words")
    void wordsThatAreNotReservedAreNames(String word) {
        roundTrip("SELECT " + word + ", t." + word + " AS " + word + " FROM " + word + " AS " + word + " WHERE " + word
                + " = 1");
        roundTrip("CREATE TABLE " + word + " (" + word + " INT, b AS " + word + " + 1, PRIMARY KEY (" + word + "))");
        roundTrip("INSERT INTO " + word + " (" + word + ") SELECT a FROM t GROUP BY " + word + " ORDER BY " + word);
        roundTrip("DROP TABLE IF EXISTS " + word);
    }

    @Test
    void theWordsWeirAddsAreNotReserved() {
        assertThat(StatementParser.reservedWords())
                .contains("SELECT", "TABLE", "ORDER")
                .doesNotContain(
                        "JOB",
                        "WATERMARK",
                        "METADATA",
                        "SAVEPOINT",
                        "SECRET",
                        "VALUE",
                        "OUT",
                        "IF",
                        "STRING",
                        "COMMENT");
    }

    @Test
    void stringsKeepEveryCharacter() {
        assertThat(((SqlSet) parse("SET 'a' = 'it''s \"x\" `y` ; -- z\n\t\uD83D\uDE00'")
                                .node())
                        .value())
                .isEqualTo("it's \"x\" `y` ; -- z\n\t\uD83D\uDE00");
        assertThat(((SqlSet) parse("SET 'a' = 'x'\n'y'").node()).value()).isEqualTo("xy");
        assertThat(((SqlSet) parse("SET 'a' = U&'\\0041\\00e9'").node()).value())
                .isEqualTo("A\u00e9");
        assertThat(((SqlSet) parse("SET 'a' = E'a\\tb\\'c'").node()).value()).isEqualTo("a\tb'c");
    }

    @Test
    void commentsAndBlanksSeparate() {
        assertThat(printed("SELECT/**/1--x\n+/* -- */2// y\r\n,3")).isEqualTo("SELECT 1 + 2, 3");
    }
}
