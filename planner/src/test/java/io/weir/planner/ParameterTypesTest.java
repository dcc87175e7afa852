package io.weir.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.data.DataType;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which type a parameter gets from what stands around it. */
class ParameterTypesTest {
    private final PlannerFixture fixture = new PlannerFixture();

    @BeforeEach
    void createTables() {
        fixture.execute(
                "CREATE TABLE t (n INT, b BIGINT, dc DECIMAL(10, 2), db DOUBLE, s STRING, c CHAR(5), v VARCHAR(5),"
                        + " d DATE, ts TIMESTAMP(3), bo BOOLEAN) WITH ('connector' = 'test')");
    }

    private List<String> types(String sql) {
        return fixture.planner.describe(fixture.parse(sql).node(), false, fixture.context()).parameters().stream()
                .map(type -> type.withNullable(true))
                .map(DataType::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "MOD(n, ?)                                 | INTEGER",
                "MOD(?, dc)                                | DECIMAL(10, 2)",
                "MOD(?, 5) = MOD(b, ?)                     | INTEGER, BIGINT",
                "? = MOD(n, ?)                             | INTEGER, INTEGER",
                "n % ?                                     | INTEGER",
                "n + ? * 2                                 | INTEGER",
                "CAST(? AS BIGINT) + ?                     | BIGINT, BIGINT",
                "ABS(?)                                    | DOUBLE",
                "POWER(n, ?)                               | DOUBLE",
                "ROUND(db, ?)                              | INTEGER",
                "? IN (1, 2)                               | INTEGER",
                "? IN (n, b)                               | INTEGER",
                "? IN (SELECT b FROM t)                    | BIGINT",
                "COALESCE(?, n)                            | INTEGER",
                "NULLIF(?, n)                              | INTEGER",
                "COALESCE(?, 'x')                          | VARCHAR",
                "UPPER(CASE WHEN bo THEN ? ELSE 'x' END)   | VARCHAR",
                "CASE n WHEN ? THEN ? ELSE 1.5 END         | INTEGER, DECIMAL(2, 1)",
                "'a' = ?                                   | VARCHAR",
                "c = ?                                     | VARCHAR",
                "(n, v) = (?, ?)                           | INTEGER, VARCHAR",
                "UPPER(?)                                  | VARCHAR",
                "SUBSTRING(? FROM ? FOR ?)                 | VARCHAR, INTEGER, INTEGER",
                "SUBSTR(s, ?)                              | INTEGER",
                "LPAD(s, ?, ?)                             | INTEGER, VARCHAR",
                "POSITION(? IN s)                          | VARCHAR",
                "ts + ? * INTERVAL '1' DAY                 | INTEGER",
                "TIMESTAMPADD(DAY, ?, ts)                  | INTEGER",
                "DATE_TRUNC(?, ts)                         | VARCHAR",
                "EXTRACT(YEAR FROM ?)                      | TIMESTAMP(6)",
                "DATE_FORMAT(ts, ?)                        | VARCHAR",
                "JSON_VALUE(s, ?)                          | VARCHAR",
                "ARRAY[1, 2][?]                            | INTEGER",
                "ARRAY_CONTAINS(ARRAY[1, 2], ?)            | INTEGER",
                "IF(?, n, ?)                               | BOOLEAN, INTEGER",
            })
    void aParameterTakesTheTypeOfWhatStandsBesideIt(String expression, String expected) {
        assertThat(String.join(", ", types("SELECT " + expression + " AS x FROM t")))
                .isEqualTo(expected);
    }

    @Test
    void parametersOfEachClauseAreKnown() {
        assertThat(types("SELECT MOD(n, ?) FROM t WHERE MOD(n, ?) = 1 ORDER BY MOD(b, ?)"))
                .containsExactly("INTEGER", "INTEGER", "BIGINT");
        assertThat(
                        types(
                                "SELECT COUNT(*) FILTER (WHERE MOD(n, ?) = 2), SUM(MOD(b, ?)) FROM t HAVING MOD(MAX(n), ?) = 1"))
                .containsExactly("INTEGER", "BIGINT", "INTEGER");
    }

    /** Text cut to the length of what it is compared with would be equal to it. */
    @Test
    void textIsNotCutToTheLengthOfWhatItMeets() {
        assertThat(rows("SELECT 'a' = ?, COALESCE(?, 'x'), NULLIF(?, 'a')", "abc", "yes", "ab"))
                .containsExactly("+I false yes ab");
    }

    @Test
    void aParameterOfNothingKnownIsNamed() {
        assertThatThrownBy(() -> types("SELECT ? FROM t"))
                .hasMessageContaining("the type of this parameter is not known");
    }

    private List<String> rows(String sql, Object... parameters) {
        return QueryPlannerTest.rows(fixture.planner.planQuery(
                "q",
                fixture.parse(sql).node(),
                false,
                (schema, changelog) -> new DiscardingSink(),
                fixture.context(parameters)));
    }
}
