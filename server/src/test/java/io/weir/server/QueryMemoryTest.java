package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queries that want more memory than one may have: they fail, and nothing else does. */
@Timeout(120)
class QueryMemoryTest {
    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws SQLException {
        server = new TestServer(ServerConfig.of(folder).with("server.max-memory-per-query", "4 mb"));
        server.execute(
                "CREATE TABLE many (id BIGINT, s VARCHAR) WITH ('connector' = 'datagen', 'number-of-rows' = '100000', 'rows-per-second' = '0',"
                        + " 'fields.s.length' = '100')",
                "CREATE TABLE own (id INT PRIMARY KEY, a INT)",
                "INSERT INTO own VALUES (1, 10), (2, 20)",
                "CREATE MATERIALIZED VIEW total AS SELECT SUM(a) AS a FROM own");
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
    }

    @Test
    void aQueryThatKeepsTooMuchFailsAloneAndSaysWhatToDo() throws SQLException {
        try (Connection other = DriverManager.getConnection(server.url());
                Statement statement = other.createStatement();
                ResultSet stream = statement.executeQuery("SELECT STREAM id, a FROM own")) {
            assertThat(stream.next()).isTrue();
            for (String greedy : List.of(
                    "SELECT * FROM many ORDER BY s, id",
                    "SELECT s, COUNT(*) FROM many GROUP BY s",
                    "SELECT COUNT(DISTINCT s) FROM many",
                    "SELECT COUNT(*) FROM many a JOIN many b ON a.s = b.s",
                    "SELECT COUNT(*) FROM many a JOIN many b ON a.s < b.s",
                    "SELECT ARRAY_AGG(s) FROM many",
                    "SELECT s, ROW_NUMBER() OVER (ORDER BY s DESC) FROM many")) {
                assertThatThrownBy(() -> server.rows(greedy))
                        .as(greedy)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("needs more than the 4 MB of memory that one query may take")
                        .hasMessageContaining("server.max-memory-per-query")
                        .extracting(error -> ((SQLException) error).getSQLState())
                        .isEqualTo("53200");
                assertThat(server.rows("SELECT a FROM total")).containsExactly("30");
            }
            assertThat(stream.next()).isTrue();
        }
        assertThat(server.rows("SELECT COUNT(*) FROM many")).containsExactly("100000");
    }

    @Test
    void aViewThatKeepsTooMuchFailsAlone() throws SQLException {
        server.execute("CREATE TABLE texts (s VARCHAR)", "INSERT INTO texts SELECT s FROM many");
        server.execute("CREATE MATERIALIZED VIEW large AS SELECT s, COUNT(*) AS n FROM texts GROUP BY s");
        List<String> failed = server.await(
                "SELECT state, last_error FROM sys.views WHERE name = 'large'",
                rows -> rows.get(0).startsWith("FAILED"));
        assertThat(failed.get(0)).contains("needs more than the 4 MB");
        server.execute("UPDATE own SET a = a + 1");
        assertThat(server.rows("SELECT a FROM total")).containsExactly("32");
    }

    @Test
    void anArrayIsNoLongerThanAValueMayBe() throws SQLException {
        assertThatThrownBy(() -> server.rows("SELECT ARRAY_AGG(c) FROM"
                        + " (SELECT 'the same again, which is kept once' AS c FROM many a CROSS JOIN"
                        + " (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)) AS t (x))"))
                .hasMessageContaining("ARRAY_AGG of a group exceeds the limit of 32 MB");
    }

    @Test
    void copiesOfALongRowTakeTheMemoryOfOne() throws SQLException {
        String copies = "SELECT x.r FROM (SELECT REPEAT('x', 100000) AS r FROM own WHERE id = 1) AS x"
                + " CROSS JOIN (SELECT id FROM many LIMIT 2000) AS y";
        for (String sql : List.of(copies, copies + " ORDER BY r")) {
            int count = 0;
            try (Statement statement = server.connection().createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    count++;
                }
            }
            assertThat(count).as(sql).isEqualTo(2000);
        }
    }
}
