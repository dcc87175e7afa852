package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
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
    void rowsThatCanBeWithdrawnAreRefused() {
        assertThatThrownBy(() -> server.execute("CREATE MATERIALIZED VIEW v AS SELECT * FROM ticks " + PATTERN))
                .hasMessageContaining("MATCH_RECOGNIZE");
    }
}
