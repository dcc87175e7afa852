package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Patterns over JDBC: over rows that are there, kept in views and jobs, through a restart of the server. */
@Timeout(120)
class MatchRecognizeTest {
    private static final String PATTERN = """
            MATCH_RECOGNIZE (PARTITION BY symbol ORDER BY ts
              MEASURES FIRST(STRT.price) AS high, LAST(down.price) AS low, CLASSIFIER() AS last_one, SUM(either.price) AS total
              PATTERN (strt (down | flat){1,} up+?) WITHIN INTERVAL '1' MINUTE SUBSET either = (down, flat)
              DEFINE DOWN AS down.price < PREV(Down.price), flat AS price = PREV(price), up AS up.price > PREV(up.price, 1)
            ) AS m""";

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws SQLException {
        server = new TestServer(folder);
        server.execute("CREATE TABLE ticks (symbol VARCHAR, price INT, ts TIMESTAMP(3))", """
                INSERT INTO ticks VALUES ('x', 9, TIMESTAMP '2026-01-01 00:00:01'), ('x', 7, TIMESTAMP '2026-01-01 00:00:02'),
                  ('x', 7, TIMESTAMP '2026-01-01 00:00:03'), ('x', 8, TIMESTAMP '2026-01-01 00:00:04'),
                  ('y', 5, TIMESTAMP '2026-01-01 00:00:01'), ('y', 4, TIMESTAMP '2026-01-01 00:01:01')""");
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
    }

    @Test
    void rowsThatAreThereAreMatchedAlsoByAViewThatIsReadFromDisk() throws SQLException {
        assertThat(server.rows("SELECT * FROM ticks " + PATTERN)).containsExactly("x|9|7|up|14");
        server.execute("CREATE VIEW v AS SELECT * FROM ticks " + PATTERN);
        assertThat(server.rows("SELECT * FROM v")).containsExactly("x|9|7|up|14");
        server.restart();
        assertThat(server.rows("SELECT low, high FROM v WHERE total > 10")).containsExactly("7|9");
    }

    @Test
    void aJobIsPlannedAgainFromItsText() throws SQLException {
        server.execute(
                "CREATE TABLE numbers (n BIGINT, ts AS TIMESTAMP '2026-01-01 00:00:00' + n * INTERVAL '1' SECOND,"
                        + " WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen', 'number-of-splits' = '1',"
                        + " 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '3000',"
                        + " 'rows-per-second' = '500')",
                "SET 'execution.checkpointing.interval' = '200 ms'",
                "CREATE TABLE pairs (a BIGINT PRIMARY KEY, b BIGINT)",
                "CREATE JOB j AS INSERT INTO pairs SELECT a, b FROM numbers MATCH_RECOGNIZE (ORDER BY ts, n"
                        + " MEASURES odd.n AS a, even.n AS b PATTERN (odd even) DEFINE ODD AS MOD(odd.n, 2) = 1,"
                        + " even AS even.n = PREV(odd.n + 1, 0)) AS m");
        server.await("SELECT a, b FROM pairs WHERE a < 4 ORDER BY a", rows -> rows.size() == 2);
        server.restart();
        assertThat(server.await(
                        "SELECT COUNT(*), SUM(b - a) FROM pairs",
                        rows -> rows.get(0).startsWith("1500|")))
                .containsExactly("1500|1500");
    }

    @Test
    void theTextOfAViewKeepsWhichRowsAreShown() throws SQLException {
        String rows = "ALL ROWS PER MATCH WITH UNMATCHED ROWS";
        server.execute("CREATE VIEW v AS SELECT symbol, price, n FROM ticks MATCH_RECOGNIZE (PARTITION BY symbol"
                + " ORDER BY ts MEASURES COUNT(*) AS n " + rows + " PATTERN (a a) DEFINE a AS a.price = 7) AS m");
        assertThat(server.rows("SHOW CREATE VIEW v").toString()).contains(rows);
        server.restart();
        assertThat(server.rows("SELECT * FROM v ORDER BY symbol, price, n"))
                .containsExactly("x|7|1", "x|7|2", "x|8|null", "x|9|null", "y|4|null", "y|5|null");
    }

    @Test
    void conditionsAndMeasuresTakeParameters() throws SQLException {
        String sql = "SELECT * FROM ticks MATCH_RECOGNIZE (PARTITION BY symbol ORDER BY ts"
                + " MEASURES COUNT(*) * ? AS n, SUM(a.price) AS s PATTERN (a+)"
                + " DEFINE a AS a.price > ? OR a.price IS NULL) AS m ORDER BY symbol, s";
        try (var statement = server.connection().prepareStatement(sql)) {
            assertThat(rows(statement, 10L, 7)).containsExactly("x|10|8", "x|10|9");
            assertThat(rows(statement, 1L, 4)).containsExactly("x|4|31", "y|1|5");
            assertThat(rows(statement, 1L, null)).isEmpty();
        }
    }

    private static List<String> rows(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        List<String> rows = new ArrayList<>();
        try (var result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(result.getString(1) + "|" + result.getLong(2) + "|" + result.getLong(3));
            }
        }
        return rows;
    }

    @Test
    void rowsThatCanBeWithdrawnAreRefused() {
        assertThatThrownBy(() -> server.execute("CREATE MATERIALIZED VIEW v AS SELECT * FROM ticks " + PATTERN))
                .hasMessageContaining("MATCH_RECOGNIZE");
    }
}
