package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MergeTest {
    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws SQLException {
        server = new TestServer(folder);
        server.execute(
                "CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL DEFAULT 7, note VARCHAR(5))",
                "INSERT INTO t VALUES (1, 10, 'a'), (2, 20, 'b'), (3, 30, NULL)",
                "CREATE TABLE s (id INT, n INT)",
                "INSERT INTO s VALUES (2, 5), (4, 6)");
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
    }

    private int merge(String clauses) throws SQLException {
        try (var statement = server.connection().createStatement()) {
            return statement.executeUpdate("MERGE INTO t USING s ON t.id = s.id " + clauses);
        }
    }

    private void refused(String sql, String state, String message) {
        assertThatThrownBy(() -> server.execute(sql))
                .hasMessageContaining(message)
                .matches(e -> ((SQLException) e).getSQLState().equals(state));
    }

    @Test
    void rowsThatAreThereAreUpdatedAndOthersInserted() throws SQLException {
        assertThat(
                        merge(
                                "WHEN MATCHED THEN UPDATE SET n = t.n + s.n WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.n, 'new')"))
                .isEqualTo(2);
        assertThat(server.rows("SELECT * FROM t")).containsExactly("1|10|a", "2|25|b", "3|30|null", "4|6|new");
    }

    @Test
    void eitherClauseMayBeMissing() throws SQLException {
        assertThat(merge("WHEN MATCHED THEN UPDATE SET note = 'seen'")).isEqualTo(1);
        assertThat(merge("WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)")).isEqualTo(1);
        assertThat(server.rows("SELECT * FROM t")).containsExactly("1|10|a", "2|20|seen", "3|30|null", "4|7|null");
        assertThat(merge("WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)")).isZero();
    }

    @Test
    void onlyTheClauseThatAppliesIsEvaluated() throws SQLException {
        server.execute("INSERT INTO s VALUES (1, 0)");
        merge("WHEN MATCHED THEN UPDATE SET n = s.n WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, 60 / s.n)");
        assertThat(server.rows("SELECT id, n FROM t")).containsExactly("1|0", "2|5", "3|30", "4|10");
    }

    @Test
    void theSourceMayBeAQueryAndTheKeyMayMove() throws SQLException {
        server.execute(
                "MERGE INTO t AS x USING (SELECT id, MAX(n) AS n FROM s GROUP BY id UNION ALL VALUES (1, 0), (3, 0)) AS y"
                        + " ON x.id = y.id WHEN MATCHED THEN UPDATE SET id = x.id + 1"
                        + " WHEN NOT MATCHED THEN INSERT (id, n) VALUES (y.id + 5, DEFAULT)");
        assertThat(server.rows("SELECT * FROM t")).containsExactly("2|10|a", "3|20|b", "4|30|null", "9|7|null");
    }

    @Test
    void parametersStandWhereverValuesMay() throws SQLException {
        String sql = "MERGE INTO t USING (SELECT id, n FROM s WHERE id <> ?) AS y ON t.id = y.id AND y.n < ?"
                + " WHEN MATCHED THEN UPDATE SET note = ? WHEN NOT MATCHED THEN INSERT (id, note, n) VALUES (y.id, ?, ?)";
        try (PreparedStatement merge = server.connection().prepareStatement(sql)) {
            assertThat(merge.getParameterMetaData().getParameterCount()).isEqualTo(5);
            merge.setInt(1, 9);
            merge.setInt(2, 100);
            merge.setString(3, "upd");
            merge.setString(4, "ins");
            merge.setInt(5, 44);
            assertThat(merge.executeUpdate()).isEqualTo(2);
        }
        assertThat(server.rows("SELECT * FROM t")).containsExactly("1|10|a", "2|20|upd", "3|30|null", "4|44|ins");
    }

    @Test
    void nothingHappensWhenItFails() throws SQLException {
        List<String> before = server.rows("SELECT * FROM t");
        String merge = "MERGE INTO t USING s ON t.id = s.id ";
        server.execute("INSERT INTO s VALUES (2, 7)");
        refused(
                merge + "WHEN MATCHED THEN UPDATE SET n = s.n",
                "21000",
                "several rows of the source of MERGE match the same row of table \"t\"");
        refused(
                merge + "WHEN NOT MATCHED THEN INSERT (id) VALUES (1)",
                "23505",
                "table \"t\" has a row with primary key (\"id\") = (1) already");
        refused(
                merge + "WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.n, 'too long')",
                "22001",
                "does not fit a column of 5");
        refused(merge + "WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, NULL)", "23502", "\"n\"");
        assertThat(server.rows("SELECT * FROM t")).isEqualTo(before);
    }

    @Test
    void wrongStatementsAreRefusedWithTheirPlace() throws SQLException {
        String merge = "MERGE INTO t USING s ON t.id = s.id ";
        refused(merge + "WHEN MATCHED THEN UPDATE SET m = 1", "42703", "1:66: table \"t\" has no column \"m\"");
        refused(merge + "WHEN MATCHED THEN UPDATE SET n = 'x'", "42804", "column \"n\" of table \"t\" is INTEGER");
        refused(merge + "WHEN NOT MATCHED THEN INSERT (id) VALUES (t.id)", "42P01", "t");
        refused(merge + "WHEN NOT MATCHED THEN INSERT (id, n) VALUES (1)", "42000", "INSERT fills 2 columns");
        refused("MERGE INTO nowhere USING s ON TRUE WHEN MATCHED THEN UPDATE SET n = 1", "42P01", "nowhere");
    }

    @Test
    void aTableWithoutKeyIsMergedRowByRow() throws SQLException {
        server.execute("CREATE TABLE u (a INT, n INT)", "INSERT INTO u VALUES (2, 0), (2, 0), (3, 0)");
        server.execute("MERGE INTO u USING s ON u.a = s.id WHEN MATCHED THEN UPDATE SET n = s.n");
        assertThat(server.rows("SELECT * FROM u ORDER BY a")).containsExactly("2|5", "2|5", "3|0");
        server.execute("INSERT INTO s VALUES (3, 1), (3, 2)");
        refused("MERGE INTO u USING s ON u.a = s.id WHEN MATCHED THEN UPDATE SET n = s.n", "21000", "several rows");
    }

    @Test
    void jobsAndViewsSeeWhatItChanges() throws SQLException {
        server.execute("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS c, SUM(n) AS total FROM t");
        merge("WHEN MATCHED THEN UPDATE SET n = 0 WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, 100)");
        assertThat(server.rows("SELECT * FROM v")).containsExactly("4|140");
    }

    @Test
    void explainShowsTheQueryBehindIt() throws SQLException {
        assertThat(String.join(
                        "\n",
                        server.rows("EXPLAIN MERGE INTO t USING s ON t.id = s.id"
                                + " WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)")))
                .contains("Join(type=[LEFT]");
    }

    @Test
    void manyMergesAreWhatAMapSays() throws SQLException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        server.execute("DELETE FROM t");
        Map<Integer, Integer> expected = new TreeMap<>();
        for (int step = 0; step < 25; step++) {
            server.execute("DELETE FROM s");
            Map<Integer, Integer> source = new TreeMap<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                source.put(random.nextInt(40), random.nextInt(100));
            }
            try (PreparedStatement insert = server.connection().prepareStatement("INSERT INTO s VALUES (?, ?)")) {
                for (Map.Entry<Integer, Integer> row : source.entrySet()) {
                    insert.setInt(1, row.getKey());
                    insert.setInt(2, row.getValue());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            assertThat(
                            merge(
                                    "WHEN MATCHED THEN UPDATE SET n = t.n - s.n WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, s.n)"))
                    .isEqualTo(source.size());
            source.forEach((id, n) -> expected.merge(id, n, (there, given) -> there - given));
            assertThat(server.rows("SELECT id, n FROM t"))
                    .describedAs("seed %s, step %s", seed, step)
                    .containsExactlyElementsOf(expected.entrySet().stream()
                            .map(row -> row.getKey() + "|" + row.getValue())
                            .toList());
        }
    }
}
