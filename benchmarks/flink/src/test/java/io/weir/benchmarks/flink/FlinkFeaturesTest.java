package io.weir.benchmarks.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.benchmarks.run.Resources;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.SqlParserException;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What docs/sql/features.md says of Flink SQL, where a plan can tell: its planner accepts or refuses these. */
class FlinkFeaturesTest {
    private static final String COLUMNS =
            " (k BIGINT, x BIGINT, s STRING, ts TIMESTAMP(3), p AS PROCTIME(), WATERMARK FOR ts AS ts";
    private static final List<String> TABLES = List.of(
            "CREATE TABLE a" + COLUMNS + ") WITH ('connector' = 'datagen')",
            "CREATE TABLE b" + COLUMNS + ") WITH ('connector' = 'datagen')",
            "CREATE TABLE u" + COLUMNS + ") WITH ('connector' = 'kafka', 'topic' = 't',"
                    + " 'properties.bootstrap.servers' = 'localhost:1', 'format' = 'debezium-json',"
                    + " 'scan.startup.mode' = 'earliest-offset')",
            "CREATE TABLE v" + COLUMNS + ", PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'upsert-kafka',"
                    + " 'topic' = 't', 'properties.bootstrap.servers' = 'localhost:1', 'key.format' = 'json',"
                    + " 'value.format' = 'json')");

    private final TableEnvironment tables = TableEnvironment.create(
            EnvironmentSettings.newInstance().inStreamingMode().build());

    @TestFactory
    Stream<DynamicTest> statementsArePlannedOrRefusedAsTheFeatureTableSays() {
        TABLES.forEach(tables::executeSql);
        return Resources.text("/features.sql")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("--"))
                .map(line -> DynamicTest.dynamicTest(line, () -> check(line)));
    }

    private void check(String line) {
        String[] parts = line.split("\\s+", 2);
        String refusal = refusal(parts[1]);
        if (parts[0].equals("yes")) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal).isNotEmpty();
        }
    }

    /** Why there is no plan; empty if there is one. */
    private String refusal(String sql) {
        try {
            String unused = tables.explainSql(sql);
            return "";
        } catch (RuntimeException e) {
            // Anything else is a fault of this test.
            assertThat(e).isInstanceOfAny(TableException.class, ValidationException.class, SqlParserException.class);
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            System.out.println(sql + "\n    " + reason);
            return reason;
        }
    }
}
