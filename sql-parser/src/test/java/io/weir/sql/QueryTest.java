package io.weir.sql;

import static io.weir.sql.Parsing.parse;
import static io.weir.sql.Parsing.printed;
import static io.weir.sql.Parsing.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT * FROM t",
                "SELECT t.*, a AS b, \"select\" FROM s.t AS t WHERE a = 1 AND b <> 'x' OR NOT c",
                "SELECT DISTINCT a FROM t ORDER BY a DESC NULLS LAST LIMIT 10 OFFSET 5",
                "SELECT a FROM t OFFSET 5 ROWS FETCH NEXT 10 ROWS ONLY",
                "SELECT a, COUNT(*), SUM(b) FILTER (WHERE c > 0), COUNT(DISTINCT d) FROM t GROUP BY a HAVING COUNT(*) > 1",
                "SELECT a FROM t HAVING NOT EXISTS (SELECT 1) AND COUNT(*) > (SELECT b FROM u) QUALIFY a IN (SELECT c FROM v)",
                "SELECT a FROM t WHERE (SELECT b FROM u) HAVING (SELECT c FROM v) QUALIFY (SELECT d FROM w)",
                "SELECT a FROM t WHERE NOT (SELECT b FROM u) AND (SELECT c FROM v) OR EXISTS (SELECT 1 UNION SELECT 2)",
                "SELECT a FROM t HAVING EXISTS (SELECT 1)",
                "SELECT a FROM t HAVING NOT (SELECT b FROM u)",
                "DELETE FROM t WHERE EXISTS (SELECT a FROM u)",
                "DELETE FROM t WHERE (SELECT a FROM u)",
                "UPDATE t SET a = (SELECT b FROM u) WHERE (SELECT c FROM u)",
                "MERGE INTO t USING u ON (SELECT a FROM v) WHEN MATCHED THEN UPDATE SET a = 1",
                "SELECT * FROM t JOIN u ON (SELECT a FROM v) ORDER BY (SELECT b FROM w)",
                "SELECT DATE '2024-01-01', INTERVAL -'1' DAY, INTERVAL '1''1' MINUTE, DATE '1''1', N'\u6f22', _latin1'\u6f22'",
                "SELECT 1 EXCEPT SELECT 2",
                "SELECT a FROM t GROUP BY GROUPING SETS ((a), (b), ())",
                "SELECT a FROM t GROUP BY ROLLUP(a, b)",
                "SELECT a FROM t GROUP BY CUBE(a, b)",
                "SELECT * FROM a JOIN b ON a.x = b.x LEFT JOIN c USING (y) CROSS JOIN d",
                "SELECT * FROM a FULL OUTER JOIN b ON a.x = b.x",
                "SELECT * FROM a, b WHERE a.x = b.x",
                "SELECT * FROM a LEFT ASOF JOIN b MATCH_CONDITION a.ts >= b.ts ON a.k = b.k",
                "SELECT * FROM o JOIN r FOR SYSTEM_TIME AS OF o.ts AS r ON o.c = r.c",
                "WITH x AS (SELECT 1 AS a), y (b) AS (SELECT 2) SELECT * FROM x, y",
                "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r",
                "SELECT a FROM t UNION ALL SELECT b FROM u UNION SELECT c FROM v",
                "SELECT a FROM t INTERSECT SELECT b FROM u EXCEPT ALL SELECT c FROM v",
                "VALUES (1, 'a'), (2, 'b')",
                "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (x, y)",
                "SELECT * FROM t WHERE a IN (1, 2, 3) AND b NOT IN (SELECT c FROM u) AND EXISTS (SELECT 1 FROM v)",
                "SELECT * FROM t WHERE a BETWEEN 1 AND 2 AND b NOT BETWEEN 3 AND 4 OR c BETWEEN 5 AND 6",
                "SELECT * FROM t WHERE a LIKE 'x%' ESCAPE '!' AND b IS NOT NULL AND c IS DISTINCT FROM d",
                "SELECT CASE WHEN a > 1 THEN 'x' ELSE 'y' END, CASE a WHEN 1 THEN 2 END, COALESCE(a, b), NULLIF(a, b) FROM t",
                "SELECT CAST(a AS DECIMAL(10, 2)), TRY_CAST(b AS INTEGER), CAST(c AS ARRAY<INTEGER>) FROM t",
                "SELECT DATE '2024-01-31', TIME '12:00:00', TIMESTAMP '2024-01-31 12:00:00.123', INTERVAL '1 2' DAY TO HOUR",
                "SELECT EXTRACT(YEAR FROM ts), FLOOR(ts TO HOUR), SUBSTRING(a FROM 1 FOR 2), TRIM(BOTH ' ' FROM a) FROM t",
                "SELECT ROW_NUMBER() OVER (PARTITION BY a ORDER BY b DESC), SUM(c) OVER w FROM t WINDOW w AS (ORDER BY d ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)",
                "SELECT SUM(a) OVER (ORDER BY ts RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT ROW) FROM t",
                "SELECT LISTAGG(a, ',') WITHIN GROUP (ORDER BY b) FROM t",
                "SELECT a FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY a ORDER BY b) = 1",
                "SELECT * FROM t, UNNEST(t.a) AS u (x)",
                "SELECT * FROM t CROSS JOIN UNNEST(t.a) WITH ORDINALITY AS u (x, i)",
                "SELECT * FROM t, LATERAL (SELECT * FROM u WHERE u.a = t.a ORDER BY b LIMIT 1) AS v",
                "SELECT arr[1], m['k'], r.f, ROW(1, 2), ARRAY[1, 2], MAP['a', 1] FROM t",
                "SELECT f(x).y, arr[1].y.z, ROW(1, 2).f, (SELECT r FROM t).f, (a).b, CASE WHEN a THEN b END.c, ('x').y, (a + b).c",
                "SELECT (a + b)[1], (a)[1], f(x)[1][2], (SELECT a FROM t)[1], m[a + b], (a || b)[c].d FROM t",
                "SELECT JSON_VALUE(a, '$.x'), JSON_EXISTS(a, '$.x') FROM t",
                "SELECT IF(a > 1, 2, 3), value, \"result\", start FROM t",
                "SELECT /*+ STATE_TTL('a' = '1 d') */ * FROM t /*+ OPTIONS('scan.mode' = 'latest') */",
                "SELECT * EXCLUDE (a, b) FROM t",
                "SELECT * FROM t TABLESAMPLE BERNOULLI(10)",
                "SELECT * FROM t WHERE (a, b) IN ((1, 2), (3, 4)) AND x > ALL (SELECT y FROM u)",
                "SELECT a || b || 'c', -a + 3 * (4 - b) / 2, a % 2 FROM t",
                "SELECT * FROM t PIVOT (SUM(a) FOR b IN ('x', 'y'))",
                "TABLE t",
                "(SELECT a FROM t)",
                "SELECT u&'d\\0061t', n'x', x'0aff', 1.5e3, .5, 1e-3",
                """
                SELECT * FROM t MATCH_RECOGNIZE (PARTITION BY a ORDER BY ts
                  MEASURES FIRST(x.b) AS b, LAST(y.b) AS c ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
                  PATTERN (x y+ z?) WITHIN INTERVAL '1' HOUR DEFINE y AS y.b > PREV(y.b), z AS z.b < 1) AS m""",
                """
                SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts, a DESC
                  MEASURES FINAL LAST(x.b, 2) - RUNNING COUNT(*) AS b, CLASSIFIER() AS c, MATCH_NUMBER() AS n
                  ALL ROWS PER MATCH AFTER MATCH SKIP TO LAST y
                  PATTERN ((x | y)+? PERMUTE(z, x y){2,3} {- w* -} v{2,} u{1} t??) SUBSET s = (x, y)
                  DEFINE y AS y.b > PREV(y.b, 2) AND NEXT(FIRST(s.b)) IS NULL) AS m""",
                """
                SELECT m.a FROM (SELECT a, b FROM t) AS q MATCH_RECOGNIZE (ORDER BY ts
                  MEASURES SUM(x.b) AS b AFTER MATCH SKIP TO NEXT ROW PATTERN (x) DEFINE x AS b > 1) AS m JOIN t ON m.a = t.a""",
            })
    void whatIsPrintedReadsBackEqual(String sql) {
        roundTrip(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE))",
                "SELECT * FROM TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '10' SECOND)",
                "SELECT * FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '1' HOUR))",
                "SELECT * FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '1' HOUR))",
                "SELECT * FROM TABLE(SESSION(TABLE t, DESCRIPTOR(ts), DESCRIPTOR(k), INTERVAL '1' MINUTE))",
                "SELECT * FROM TABLE(TUMBLE(DATA => TABLE t, TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '1' MINUTE))",
            })
    void readsWindowFunctions(String sql) {
        roundTrip(sql);
    }

    @Test
    void aTableArgumentMayBeAQuery() {
        String withTable = printed(
                "SELECT * FROM TABLE(TUMBLE(TABLE (SELECT a, ts FROM t), DESCRIPTOR(ts), INTERVAL '1' MINUTE))");
        String without =
                printed("SELECT * FROM TABLE(TUMBLE((SELECT a, ts FROM t), DESCRIPTOR(ts), INTERVAL '1' MINUTE))");
        assertThat(withTable).isEqualTo(without);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' MINUTE) | SESSION(TABLE t, DESCRIPTOR(ts), DESCRIPTOR(k), INTERVAL '1' MINUTE)",
                "SESSION(TABLE t PARTITION BY (k, l), DESCRIPTOR(ts), INTERVAL '1' MINUTE) | SESSION(TABLE t, DESCRIPTOR(ts), DESCRIPTOR(k, l), INTERVAL '1' MINUTE)",
                "SESSION(DATA => TABLE t PARTITION BY k, TIMECOL => DESCRIPTOR(ts), GAP => INTERVAL '1' MINUTE) | SESSION(DATA => TABLE t, TIMECOL => DESCRIPTOR(ts), KEY => DESCRIPTOR(k), SIZE => INTERVAL '1' MINUTE)",
                "SESSION((SELECT * FROM t) PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' MINUTE) | SESSION((SELECT * FROM t), DESCRIPTOR(ts), DESCRIPTOR(k), INTERVAL '1' MINUTE)",
                "SESSION(TABLE (SELECT * FROM t) PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' MINUTE) | SESSION((SELECT * FROM t), DESCRIPTOR(ts), DESCRIPTOR(k), INTERVAL '1' MINUTE)",
            })
    void sessionWindowsByKeyAreRewrittenToTheFormCalcitePlans(String written, String rewritten) {
        assertThat(printed("SELECT * FROM TABLE(" + written + ")"))
                .isEqualTo(printed("SELECT * FROM TABLE(" + rewritten + ")"));
    }

    @Test
    void sessionWindowsAreRewrittenInsideJobsAndViews() {
        String call = "SELECT * FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' MINUTE))";
        for (String sql : new String[] {
            "CREATE JOB j AS INSERT INTO s " + call,
            "CREATE MATERIALIZED VIEW v AS " + call,
            "EXPLAIN WITH x AS (" + call + ") SELECT * FROM x"
        }) {
            assertThat(printed(sql)).contains("DESCRIPTOR(k)").doesNotContain("PARTITION BY");
        }
    }

    @Test
    void printsAQueryAsPeopleWriteIt() {
        assertThat(printed("""
                with x as (select a, count(*) n from t where b between 1 and 2 and c is not null group by a)
                select x.a, u.n from x join u on x.a = u.a and x.n > 3 where x.a in (1, 2) order by n desc limit 3""")).isEqualTo("""
                WITH x AS (SELECT a, COUNT(*) AS n
                    FROM t
                    WHERE b BETWEEN 1 AND 2 AND c IS NOT NULL
                    GROUP BY a) SELECT x.a, u.n
                    FROM x
                      INNER JOIN u ON x.a = u.a AND x.n > 3
                    WHERE x.a IN (1, 2)
                ORDER BY n DESC
                FETCH NEXT 3 ROWS ONLY""");
    }

    @Test
    void castWithColonsIsACast() {
        assertThat(printed("SELECT a::INTEGER, '1'::DECIMAL(3, 1)::VARCHAR, arr[1]::INT FROM t"))
                .isEqualTo(
                        printed(
                                "SELECT CAST(a AS INTEGER), CAST(CAST('1' AS DECIMAL(3, 1)) AS VARCHAR), CAST(arr[1] AS INT) FROM t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT STREAM * FROM t",
                "SELECT STREAM DISTINCT a FROM t",
                "WITH x AS (SELECT * FROM t) SELECT STREAM * FROM x",
                "WITH x AS (SELECT STREAM * FROM t) SELECT * FROM x",
                "SELECT STREAM a FROM t UNION ALL SELECT STREAM b FROM u",
                "SELECT STREAM a FROM t ORDER BY a LIMIT 3",
                "EXPLAIN SELECT STREAM a FROM t",
                "(SELECT STREAM a FROM t)",
            })
    void streamIsNotedAndTakenOff(String sql) {
        ParsedStatement statement = parse(sql);
        assertThat(statement.streaming()).isTrue();
        assertThat(StatementPrinter.print(statement.node())).doesNotContain("STREAM");
        assertThat(parse(sql.replace("STREAM ", "")).streaming()).isFalse();
    }

    @Test
    void parametersAreCounted() {
        assertThat(parse("SELECT * FROM t WHERE a = ? AND b BETWEEN ? AND ? LIMIT ?")
                        .parameterCount())
                .isEqualTo(4);
        assertThat(parse("INSERT INTO t VALUES (?, ?, '?')").parameterCount()).isEqualTo(2);
        assertThat(parse("SELECT 1").parameterCount()).isZero();
    }
}
