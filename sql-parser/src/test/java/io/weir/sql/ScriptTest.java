package io.weir.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.error.WeirException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private final StatementParser parser = new StatementParser();

    @Test
    void cutsAtSemicolonsAndSkipsEmptyStatements() {
        assertThat(texts(";; SELECT 1;\n-- nothing\n;SELECT 2")).containsExactly("SELECT 1", "SELECT 2");
        assertThat(texts("")).isEmpty();
        assertThat(texts(" -- only a comment\n/* and another */ ; ")).isEmpty();
    }

    @Test
    void semicolonsInStringsNamesAndCommentsAreText() {
        assertThat(texts("SELECT ';', \"a;b\", `c;d` -- e;f\n/* g;h */ FROM t; SELECT E'\\';' "))
                .containsExactly("SELECT ';', \"a;b\", `c;d` -- e;f\n/* g;h */ FROM t", "SELECT E'\\';'");
        assertThat(texts("SELECT 'it''s; here'; SELECT \"a\"\";\"")).hasSize(2);
    }

    @Test
    void aBlockIsOneStatement() {
        assertThat(texts("""
                CREATE JOB j AS BEGIN
                  INSERT INTO a SELECT CASE WHEN x THEN 1 END FROM t;
                  INSERT INTO b SELECT 2;
                END;
                SHOW JOBS""")).hasSize(2).last().isEqualTo("SHOW JOBS");
    }

    @Test
    void tellsWhetherABlockIsOpen() {
        assertThat(parser.endsInBlock("CREATE JOB j AS BEGIN\n INSERT INTO a SELECT 1;"))
                .isTrue();
        assertThat(parser.endsInBlock("CREATE JOB j AS begin INSERT INTO a SELECT CASE WHEN x THEN 1 END FROM t;"))
                .isTrue();
        assertThat(parser.endsInBlock("CREATE JOB j AS BEGIN INSERT INTO a SELECT 1; END;"))
                .isFalse();
        assertThat(parser.endsInBlock("SELECT 'AS BEGIN' -- AS BEGIN")).isFalse();
        assertThat(parser.endsInBlock("SELECT a AS \"BEGIN\";")).isFalse();
    }

    @Test
    void tellsWhereAStatementStands() {
        List<ParsedStatement> statements = parser.parseScript("SELECT 1;\n\n  SELECT 2;  SELECT 3");
        assertThat(statements).extracting(ParsedStatement::line).containsExactly(1, 3, 3);
        assertThat(statements).extracting(ParsedStatement::column).containsExactly(1, 3, 14);
    }

    @Test
    void errorsAreAtTheirPlaceInTheScript() {
        assertThatThrownBy(() -> parser.parseScript("SELECT 1;\n  SELECT FROM t;"))
                .isInstanceOf(WeirException.class)
                .hasMessageStartingWith("2:10: ");
        assertThatThrownBy(() -> parser.parseScript("SELECT 1;\n  SELECT\n a b c;"))
                .isInstanceOf(WeirException.class)
                .hasMessageStartingWith("3:6: ");
        assertThatThrownBy(() -> parser.parseScript("SELECT 1;\n  SELECT 'a;"))
                .isInstanceOf(WeirException.class)
                .hasMessageStartingWith("2:10: ");
    }

    @Test
    void positionsOfOneStatementCountFromItsText() {
        assertThatThrownBy(() -> parser.parse("-- comment\n\n SELECT FROM t;;")).hasMessageStartingWith("3:9: ");
        ParsedStatement statement = parser.parse("\n  SELECT 1 ;\n");
        assertThat(statement.line()).isEqualTo(1);
        assertThat(statement.node().getParserPosition().getLineNum()).isEqualTo(2);
    }

    private List<String> texts(String script) {
        return parser.parseScript(script).stream().map(ParsedStatement::sql).toList();
    }
}
