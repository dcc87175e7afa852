package io.weir.sql;

import static io.weir.sql.Parsing.parse;
import static io.weir.sql.Parsing.printed;
import static io.weir.sql.Parsing.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sql.statement.ExplainDetail;
import io.weir.sql.statement.ObjectKind;
import io.weir.sql.statement.ShowKind;
import io.weir.sql.statement.SqlAddColumns;
import io.weir.sql.statement.SqlAlterTable;
import io.weir.sql.statement.SqlCreateJob;
import io.weir.sql.statement.SqlCreateMaterializedView;
import io.weir.sql.statement.SqlCreateSecret;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlCreateView;
import io.weir.sql.statement.SqlDescribe;
import io.weir.sql.statement.SqlDropColumn;
import io.weir.sql.statement.SqlDropObject;
import io.weir.sql.statement.SqlExplainCheckpoint;
import io.weir.sql.statement.SqlExplainStatement;
import io.weir.sql.statement.SqlKillQuery;
import io.weir.sql.statement.SqlRename;
import io.weir.sql.statement.SqlReset;
import io.weir.sql.statement.SqlResetOptions;
import io.weir.sql.statement.SqlSet;
import io.weir.sql.statement.SqlSetOptions;
import io.weir.sql.statement.SqlShowCheckpoints;
import io.weir.sql.statement.SqlShowColumns;
import io.weir.sql.statement.SqlShowCreate;
import io.weir.sql.statement.SqlShowObjects;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlMerge;
import org.apache.calcite.sql.SqlUpdate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Views, secrets, ALTER and DROP, the session, SHOW and EXPLAIN, and changes of rows. */
class OtherStatementsTest {
    @Nested
    class Views {
        @Test
        void aViewIsANameForAQuery() {
            assertThat(printed("create or replace view v (a, b) comment 'c' as select 1, 2"))
                    .isEqualTo("CREATE OR REPLACE VIEW v (a, b) COMMENT 'c'\nAS\nSELECT 1, 2");
            var view = roundTrip(
                    SqlCreateView.class, "CREATE TEMPORARY VIEW IF NOT EXISTS s.v AS SELECT a FROM t ORDER BY a");
            assertThat(view.isTemporary()).isTrue();
            assertThat(view.isIfNotExists()).isTrue();
            assertThat(view.columns()).isEmpty();
            assertThat(view.comment()).isNull();
        }

        @Test
        void aMaterializedViewHasOptions() {
            var view = roundTrip(
                    SqlCreateMaterializedView.class,
                    "CREATE MATERIALIZED VIEW IF NOT EXISTS v (x) WITH ('isolated' = 'true') AS SELECT a FROM t");
            assertThat(view.options()).containsEntry("isolated", "true");
            assertThat(view.columns()).hasSize(1);
        }
    }

    @Test
    void aSecretIsMaskedWhenPrinted() {
        ParsedStatement statement = parse("CREATE OR REPLACE SECRET s AS 'pass''word'");
        var secret = (SqlCreateSecret) statement.node();
        assertThat(secret.value()).isEqualTo("pass'word");
        assertThat(StatementPrinter.print(secret)).isEqualTo("CREATE OR REPLACE SECRET s AS '***'");
        assertThat(secret.toString()).doesNotContain("pass");
        assertThat(statement.toString()).doesNotContain("pass");
    }

    @ParameterizedTest
    @EnumSource(ObjectKind.class)
    void dropsEveryKindOfObject(ObjectKind kind) {
        assertThat(roundTrip(SqlDropObject.class, "DROP " + kind.sql() + " x").kind())
                .isEqualTo(kind);
        var drop = roundTrip(SqlDropObject.class, "drop " + kind.sql() + " if exists a.\"b c\"");
        assertThat(drop.isIfExists()).isTrue();
        assertThat(drop.name().names).containsExactly("a", "b c");
    }

    @Nested
    class AlterTable {
        @Test
        void setsAndResetsOptions() {
            assertThat(((SqlSetOptions) action("SET ('a.b' = 'c')")).options()).containsEntry("a.b", "c");
            assertThat(((SqlResetOptions) action("RESET ('a.b', 'd')")).keys()).containsExactly("a.b", "d");
        }

        @Test
        void renamesTheTableOrAColumn() {
            var table = (SqlRename) action("RENAME TO u");
            assertThat(table.column()).isNull();
            assertThat(table.newName()).hasToString("u");
            assertThat(((SqlRename) action("RENAME a TO b")).column()).hasToString("a");
            assertThat(((SqlRename) action("RENAME COLUMN a TO b")).column()).hasToString("a");
        }

        @Test
        void addsAndDropsColumns() {
            assertThat(((SqlAddColumns) action("ADD a INT NOT NULL")).elements())
                    .hasSize(1);
            assertThat(((SqlAddColumns) action("ADD COLUMN a INT COMMENT 'x'")).elements())
                    .hasSize(1);
            assertThat(((SqlAddColumns) action("ADD (a INT, WATERMARK FOR b AS b)")).elements())
                    .hasSize(2);
            assertThat(((SqlDropColumn) action("DROP a")).column()).hasToString("a");
            assertThat(((SqlDropColumn) action("DROP COLUMN a")).column()).hasToString("a");
        }

        private static Object action(String action) {
            return roundTrip(SqlAlterTable.class, "ALTER TABLE IF EXISTS s.t " + action)
                    .action();
        }
    }

    @Nested
    class Session {
        @Test
        void setListsOrSets() {
            assertThat(roundTrip(SqlSet.class, "SET").key()).isNull();
            assertSet("SET 'execution.checkpointing.interval' = '10 s'", "execution.checkpointing.interval", "10 s");
            assertSet("SET execution.checkpointing.interval = '10 s'", "execution.checkpointing.interval", "10 s");
            assertSet("SET table.exec.min-pause = 'x'", "table.exec.min-pause", "x");
            assertSet("SET parallelism = 4", "parallelism", "4");
            assertSet("SET a.enabled = true", "a.enabled", "true");
            assertSet("SET a = ''", "a", "");
        }

        private static void assertSet(String sql, String key, String value) {
            var set = roundTrip(SqlSet.class, sql);
            assertThat(set.key()).isEqualTo(key);
            assertThat(set.value()).isEqualTo(value);
        }

        @Test
        void resetTakesOneOrAll() {
            assertThat(roundTrip(SqlReset.class, "RESET").key()).isNull();
            assertThat(roundTrip(SqlReset.class, "RESET ALL").key()).isNull();
            assertThat(roundTrip(SqlReset.class, "RESET 'a.b'").key()).isEqualTo("a.b");
            assertThat(roundTrip(SqlReset.class, "RESET a.b").key()).isEqualTo("a.b");
        }

        @Test
        void killNamesAQuery() {
            assertThat(roundTrip(SqlKillQuery.class, "KILL QUERY 'q-17'").id()).isEqualTo("q-17");
            assertThat(roundTrip(SqlKillQuery.class, "KILL QUERY 17").id()).isEqualTo("17");
        }
    }

    @Nested
    class Show {
        @ParameterizedTest
        @EnumSource(ShowKind.class)
        void listsEveryKind(ShowKind kind) {
            assertThat(roundTrip(SqlShowObjects.class, "SHOW " + kind.sql()).kind())
                    .isEqualTo(kind);
            assertThat(roundTrip(SqlShowObjects.class, "show " + kind.sql() + " like 'a%'")
                            .pattern())
                    .isEqualTo("a%");
        }

        @Test
        void showsTheStatementThatMakesAnObject() {
            assertThat(roundTrip(SqlShowCreate.class, "SHOW CREATE TABLE s.t").kind())
                    .isEqualTo(ObjectKind.TABLE);
            assertThat(roundTrip(SqlShowCreate.class, "SHOW CREATE VIEW v").kind())
                    .isEqualTo(ObjectKind.VIEW);
            assertThat(roundTrip(SqlShowCreate.class, "SHOW CREATE MATERIALIZED VIEW v")
                            .kind())
                    .isEqualTo(ObjectKind.MATERIALIZED_VIEW);
            assertThat(roundTrip(SqlShowCreate.class, "SHOW CREATE JOB j").kind())
                    .isEqualTo(ObjectKind.JOB);
        }

        @Test
        void showsCheckpointsAndColumns() {
            assertThat(roundTrip(SqlShowCheckpoints.class, "SHOW CHECKPOINTS FOR JOB j")
                            .job())
                    .hasToString("j");
            assertThat(roundTrip(SqlShowColumns.class, "SHOW COLUMNS FROM t").pattern())
                    .isNull();
            assertThat(roundTrip(SqlShowColumns.class, "SHOW COLUMNS IN t LIKE 'x'")
                            .pattern())
                    .isEqualTo("x");
        }

        @Test
        void describes() {
            assertThat(roundTrip(SqlDescribe.class, "DESCRIBE t").isExtended()).isFalse();
            assertThat(roundTrip(SqlDescribe.class, "DESC a.t").name()).hasToString("a.t");
            assertThat(roundTrip(SqlDescribe.class, "DESC EXTENDED t").isExtended())
                    .isTrue();
            assertThat(roundTrip(SqlDescribe.class, "DESC extended").name()).hasToString("extended");
            assertThat(roundTrip(SqlDescribe.class, "DESCRIBE TABLE t").name()).hasToString("t");
        }
    }

    @Nested
    class Explain {
        @ParameterizedTest
        @CsvSource({
            "EXPLAIN, DEFAULT",
            "EXPLAIN PLAN FOR, DEFAULT",
            "EXPLAIN LOGICAL, LOGICAL",
            "EXPLAIN PHYSICAL PLAN FOR, PHYSICAL",
            "EXPLAIN JOB GRAPH, JOB_GRAPH",
            "EXPLAIN ALL, ALL"
        })
        void hasALevelOfDetail(String prefix, ExplainDetail detail) {
            assertThat(roundTrip(SqlExplainStatement.class, prefix + " SELECT 1")
                            .detail())
                    .isEqualTo(detail);
        }

        @Test
        void takesEveryStatementWithAPlan() {
            assertThat(explained("INSERT INTO t SELECT 1")).isInstanceOf(SqlInsert.class);
            assertThat(explained("DELETE FROM t")).isInstanceOf(SqlDelete.class);
            assertThat(explained("CREATE JOB j AS INSERT INTO t SELECT 1")).isInstanceOf(SqlCreateJob.class);
            assertThat(explained("CREATE MATERIALIZED VIEW v AS SELECT 1"))
                    .isInstanceOf(SqlCreateMaterializedView.class);
            assertThat(explained("CREATE TABLE t AS SELECT 1")).isInstanceOf(SqlCreateTable.class);
        }

        private static Object explained(String statement) {
            return roundTrip(SqlExplainStatement.class, "EXPLAIN " + statement).statement();
        }

        @Test
        void explainsACheckpoint() {
            var explain = roundTrip(SqlExplainCheckpoint.class, "EXPLAIN CHECKPOINT 12 FOR JOB j");
            assertThat(explain.checkpoint()).isEqualTo(12);
            assertThat(explain.job()).hasToString("j");
        }
    }

    @Nested
    class Changes {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "INSERT INTO t VALUES (1, 'a'), (2, 'b')",
                    "INSERT INTO a.t (x, y) SELECT a, b FROM u",
                    "INSERT INTO t (x, value) VALUES (?, ?)",
                    "INSERT INTO t WITH w AS (SELECT 1) SELECT * FROM w",
                    "INSERT INTO t /*+ OPTIONS('sink.parallelism' = '2') */ (x) SELECT 1",
                    "UPSERT INTO t VALUES (1, 'a')"
                })
        void inserts(String sql) {
            roundTrip(SqlInsert.class, sql);
        }

        @Test
        void updatesDeletesAndMerges() {
            roundTrip(SqlUpdate.class, "UPDATE t SET a = a + 1, b = 'x' WHERE c = 2");
            roundTrip(SqlDelete.class, "DELETE FROM t WHERE a IN (SELECT b FROM u)");
            roundTrip(SqlMerge.class, """
                    MERGE INTO t AS x USING u ON x.a = u.a
                    WHEN MATCHED THEN UPDATE SET b = u.b
                    WHEN NOT MATCHED THEN INSERT (a, b) VALUES (u.a, u.b)""");
        }

        @Test
        void upsertIsKept() {
            assertThat(roundTrip(SqlInsert.class, "UPSERT INTO t VALUES (1)").isUpsert())
                    .isTrue();
        }
    }
}
