package io.weir.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.operator.sink.SinkSpec;
import io.weir.runtime.operator.source.SourceSpec;
import io.weir.runtime.testing.RowText;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.statement.ExplainDetail;
import io.weir.sql.statement.SqlCreateJob;
import io.weir.sql.statement.SqlCreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryPlannerTest {
    private final PlannerFixture fixture = new PlannerFixture();

    @BeforeEach
    void createTables() {
        fixture.execute("CREATE TABLE t (a INT, b STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)"
                + " WITH ('connector' = 'test', 'bounded' = 'true')");
        fixture.execute("CREATE TABLE u (a INT, c STRING) WITH ('connector' = 'test')");
        fixture.execute("CREATE TABLE s (b STRING, n BIGINT) WITH ('connector' = 'test')");
        fixture.execute("CREATE TABLE other (b STRING, n BIGINT) WITH ('connector' = 'test')");
        fixture.feed("t", List.of("+I 1 x 10 00:00:01", "+I 1 y 20 00:00:02", "+I 2 x 5 00:00:03"));
    }

    private JobGraph job(String inserts) {
        SqlCreateJob job = (SqlCreateJob)
                fixture.parse("CREATE JOB j AS BEGIN " + inserts + " END").node();
        return fixture.planner
                .planInserts("j", job.inserts(), fixture.context())
                .graph();
    }

    /** Ids by description without columns, which may differ. */
    private static Map<String, String> ids(JobGraph graph) {
        Map<String, String> ids = new TreeMap<>();
        for (var vertex : graph.vertices()) {
            for (OperatorSpec operator : vertex.chain()) {
                ids.put(operator.describe().replaceAll("columns=\\[[^]]*]", "columns"), operator.operatorId());
            }
        }
        return ids;
    }

    @Test
    void operatorIdsDoNotChangeWhenAnotherQueryOfTheJobReadsMore() {
        Map<String, String> alone = ids(job("INSERT INTO s SELECT b, SUM(n) FROM t GROUP BY b;"));
        Map<String, String> together = ids(job("INSERT INTO s SELECT b, SUM(n) FROM t GROUP BY b;"
                + " INSERT INTO other SELECT b, a FROM t WHERE ts > TIMESTAMP '2024-01-01 00:00:00';"));
        assertThat(together).containsAllEntriesOf(alone);
    }

    @Test
    void operatorIdsDoNotDependOnTheOrderOfInserts() {
        String first = "INSERT INTO s SELECT b, SUM(n) FROM t GROUP BY b;";
        String second = "INSERT INTO s SELECT c, COUNT(*) FROM u GROUP BY c;";
        Map<String, String> forward = ids(job(first + second));
        Map<String, String> backward = ids(job(second + first));
        forward.keySet().removeIf(text -> text.startsWith("Sink"));
        backward.keySet().removeIf(text -> text.startsWith("Sink"));
        assertThat(forward).isEqualTo(backward);
    }

    @Test
    void operatorIdsChangeWithTheMeaning() {
        String sum = ids(job("INSERT INTO s SELECT b, SUM(n) FROM t GROUP BY b;"))
                .get("GroupAggregate(keys=[b], aggregates=[SUM(n)])");
        String sumOfSome = ids(job("INSERT INTO s SELECT b, SUM(n) FROM t WHERE n > 1 GROUP BY b;"))
                .get("GroupAggregate(keys=[b], aggregates=[SUM(n)])");
        assertThat(sum).isNotNull().isNotEqualTo(sumOfSome);
    }

    private OptionalInt watermarkRisesWith(String watermark) {
        fixture.execute("CREATE TABLE timed (b STRING, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), WATERMARK FOR ts AS "
                + watermark + ") WITH ('connector' = 'test', 'bounded' = 'true')");
        return job("INSERT INTO s SELECT b, COUNT(*) FROM timed WHERE ltz IS NOT NULL GROUP BY b, ts;")
                .vertices()
                .stream()
                .flatMap(vertex -> vertex.chain().stream())
                .filter(SourceSpec.class::isInstance)
                .map(SourceSpec.class::cast)
                .findFirst()
                .orElseThrow()
                .watermarks()
                .orElseThrow()
                .risesWith();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"ts; 1", "ts - INTERVAL '5' SECOND; 1", "ts + INTERVAL '1' DAY; 1"})
    void watermarksThatRiseWithAColumnAreEvaluatedForItsGreatestRow(String watermark, int column) {
        assertThat(watermarkRisesWith(watermark)).hasValue(column);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ts - INTERVAL '1' MONTH",
                "CASE WHEN b = 'x' THEN ts END",
                "ts - INTERVAL '1' SECOND * CHAR_LENGTH(b)"
            })
    void otherWatermarksAreEvaluatedForEveryRow(String watermark) {
        assertThat(watermarkRisesWith(watermark)).isEmpty();
    }

    /** So that a job can go on from a checkpoint with the other setting, rows in flight included. */
    @Test
    void ofTwoPhasesAllThatKeepsStateAndAllEdgesAreThoseOfOnePhase() {
        String insert = "INSERT INTO s SELECT b, SUM(n) FROM t GROUP BY b;";
        JobGraph two = job(insert);
        fixture.execute("SET 'table.optimizer.agg-phase-strategy' = 'ONE_PHASE'");
        JobGraph one = job(insert);
        assertThat(operatorIds(one, operator -> true))
                .isEqualTo(operatorIds(two, operator -> !operator.isTransient()))
                .hasSizeLessThan(operatorIds(two, operator -> true).size());
        assertThat(two.edges()).containsAll(one.edges()).hasSize(one.edges().size() + 1);
    }

    private static List<String> operatorIds(JobGraph graph, Predicate<OperatorSpec> which) {
        return graph.vertices().stream()
                .flatMap(vertex -> vertex.chain().stream())
                .filter(which)
                .map(OperatorSpec::operatorId)
                .toList();
    }

    /** Connectors find what a sink has left open by names that begin with its id and a hyphen. */
    @Test
    void idsOfEqualSinksDoNotBeginEachOther() {
        String insert = "INSERT INTO s SELECT b, n FROM t;";
        List<String> ids = job(insert + insert).vertices().stream()
                .flatMap(vertex -> vertex.chain().stream())
                .filter(SinkSpec.class::isInstance)
                .map(OperatorSpec::operatorId)
                .toList();
        assertThat(ids).hasSize(2).doesNotHaveDuplicates();
        assertThat(ids.get(1)).doesNotStartWith(ids.get(0) + "-");
        assertThat(ids.get(0)).doesNotStartWith(ids.get(1) + "-");
    }

    @Test
    void aQueryThatEndsGivesItsResultOnce() {
        PlannedStatement planned = fixture.planner.planQuery(
                "q",
                fixture.parse("SELECT a, SUM(n) AS total FROM t GROUP BY a ORDER BY total")
                        .node(),
                false,
                (schema, changelog) -> new DiscardingSink(),
                fixture.context());
        assertThat(planned.changelog()).isEqualTo(ChangelogKind.INSERT_ONLY);
        assertThat(planned.isBounded()).isTrue();
        assertThat(planned.schema().names()).containsExactly("a", "total");
        assertThat(rows(planned)).containsExactly("+I 2 5", "+I 1 30");
    }

    static List<String> rows(PlannedStatement planned) {
        List<String> rows = new ArrayList<>();
        for (Batch batch : GraphRunner.run(planned.graph())) {
            rows.addAll(RowText.rows(planned.schema().types(), batch));
        }
        return rows;
    }

    @Test
    void parametersGetTheirTypesFromTheStatementAndTheirValuesWhenItIsPlanned() {
        String sql = "SELECT a + ? FROM t WHERE b = ? AND n > CAST(? AS BIGINT)";
        StatementDescription description =
                fixture.planner.describe(fixture.parse(sql).node(), false, fixture.context());
        assertThat(description.parameters())
                .extracting(DataType::kind)
                .containsExactly(TypeKind.INTEGER, TypeKind.VARCHAR, TypeKind.BIGINT);
        PlannedStatement planned = fixture.planner.planQuery(
                "q",
                fixture.parse(sql).node(),
                false,
                (schema, changelog) -> new DiscardingSink(),
                fixture.context(100, "x", 7L));
        assertThat(rows(planned)).containsExactly("+I 101");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT_ONLY | SELECT a FROM t WHERE n > ? AND b = ?",
                "ALL         | SELECT b, COUNT(*) FROM t WHERE n > ? AND b = ? GROUP BY b",
                "ALL         | SELECT b, COUNT(*) FROM t WHERE ? > 5 GROUP BY b",
                "ALL         | SELECT a FROM u ORDER BY c LIMIT ?",
                "ALL         | SELECT a FROM (SELECT a, ROW_NUMBER() OVER (PARTITION BY b ORDER BY n) AS place FROM t) WHERE place <= ?",
            })
    void whatAQueryEmitsIsKnownBeforeItsParameters(String changes, String sql) {
        StatementDescription description =
                fixture.planner.describe(fixture.parse(sql).node(), true, fixture.context());
        assertThat(description.changelog()).hasToString(changes);
    }

    @Test
    void aLimitMayBeAParameter() {
        PlannedStatement planned = fixture.planner.planQuery(
                "q",
                fixture.parse("SELECT a FROM t ORDER BY a LIMIT ?").node(),
                false,
                (schema, changelog) -> new DiscardingSink(),
                fixture.context(1L));
        assertThat(rows(planned)).hasSize(1);
    }

    @Test
    void aParameterMayBeNull() {
        PlannedStatement planned = fixture.planner.planQuery(
                "q",
                fixture.parse("SELECT a FROM t WHERE a > ? AND b = ?").node(),
                false,
                (schema, changelog) -> new DiscardingSink(),
                fixture.context(null, null));
        assertThat(rows(planned)).isEmpty();
    }

    @Test
    void parametersOfValuesGetTheTypesOfTheTable() {
        StatementDescription description = fixture.planner.describe(
                fixture.parse("INSERT INTO s VALUES (?, ?), ('x', NULL)").node(), false, fixture.context());
        assertThat(description.parameters())
                .extracting(DataType::kind)
                .containsExactly(TypeKind.VARCHAR, TypeKind.BIGINT);
    }

    @Test
    void aMissingParameterIsNamed() {
        assertThatThrownBy(() -> fixture.planner.planQuery(
                        "q",
                        fixture.parse("SELECT a FROM t WHERE a = ?").node(),
                        false,
                        (schema, changelog) -> new DiscardingSink(),
                        fixture.context()))
                .hasMessage("statement has 1 parameter(s), found 0 values");
    }

    @Test
    void definitionsPrintAsTheStatementThatMakesThem() {
        fixture.execute(
                "CREATE TABLE \"Odd \"\"name\" (a INT NOT NULL COMMENT 'it''s', \"B c\" DECIMAL(10, 2) DEFAULT 1.5,"
                        + " d AS a + 1, tags ARRAY<ROW<x INT, y STRING>>, k BIGINT METADATA FROM 'offset' VIRTUAL,"
                        + " ts AS CAST('2024-01-01 00:00:00' AS TIMESTAMP(3)), PRIMARY KEY (a) NOT ENFORCED,"
                        + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) COMMENT 'all' WITH ('connector' = 'test')");
        String sql = fixture.catalog().get("odd \"NAME").toSql();
        SqlCreateTable parsed = (SqlCreateTable) fixture.parse(sql).node();
        assertThat(fixture.planner.defineTable(parsed, fixture.context()).toSql())
                .isEqualTo(sql);
    }

    @Test
    void longConditionsPlan() {
        StringBuilder sql = new StringBuilder("SELECT a FROM t WHERE a = 0");
        for (int i = 1; i < 3000; i++) {
            sql.append(" OR n = ").append(i * 3);
        }
        fixture.execute(sql.toString());
    }

    @Test
    void deepNestingPlans() {
        String deep = "(".repeat(200) + "a" + " + 1)".repeat(200);
        fixture.execute("SELECT " + deep + " FROM t");
    }

    @Test
    void planningThatTakesTooLongEnds() {
        fixture.execute("SET 'table.optimizer.timeout' = '1 ms'");
        String union = "SELECT a, b, n FROM t JOIN (SELECT MAX(n) AS m FROM t GROUP BY a) x ON t.n = x.m";
        assertThatThrownBy(() -> fixture.execute(union + (" UNION ALL " + union).repeat(50)))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATEMENT_TOO_COMPLEX));
    }

    @Test
    void explainRefusesWhatOnlyTheJobGraphCannotHave() {
        String sql = "SELECT COUNT(*) FROM t GROUP BY TUMBLE(ts, INTERVAL '10' SECOND)";
        assertThatThrownBy(() ->
                        fixture.planner.explain(fixture.parse(sql).node(), ExplainDetail.PHYSICAL, fixture.context()))
                .hasMessageContaining("GROUP BY TUMBLE(...) is not supported");
    }
}
