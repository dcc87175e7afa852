package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StatementWarningsTest {
    private static final String UNBOUNDED =
            "nothing bounds the state of GroupAggregate(keys=[k], aggregates=[COUNT(*)]): it keeps ";

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws SQLException {
        server = new TestServer(folder);
        server.execute(
                "CREATE TABLE t (k VARCHAR) WITH ('connector' = 'datagen', 'rows-per-second' = '1')",
                "CREATE TABLE out (k VARCHAR, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'blackhole')");
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
    }

    private static List<String> texts(Statement statement) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            assertThat(warning.getSQLState()).isEqualTo("01000");
            texts.add(warning.getMessage());
        }
        return texts;
    }

    @Test
    void stateThatNothingBoundsIsToldWhenAJobIsCreated() throws SQLException {
        try (Statement statement = server.connection().createStatement()) {
            statement.execute("CREATE JOB j AS INSERT INTO out SELECT k, COUNT(*) FROM t GROUP BY k");
            assertThat(texts(statement))
                    .singleElement()
                    .asString()
                    .startsWith(UNBOUNDED)
                    .endsWith("A window, or 'table.exec.state.ttl', would.");
            statement.clearWarnings();
            assertThat(texts(statement)).isEmpty();
        }
    }

    @Test
    void aMaterializedViewAndAStreamWarnToo() throws SQLException {
        try (Statement statement = server.connection().createStatement()) {
            statement.execute("CREATE MATERIALIZED VIEW v AS SELECT k, COUNT(*) AS n FROM t GROUP BY k");
            assertThat(texts(statement)).hasSize(1);
            statement.setMaxRows(1);
            try (var rows = statement.executeQuery("SELECT STREAM k, COUNT(*) FROM t GROUP BY k")) {
                assertThat(texts(statement)).singleElement().asString().startsWith(UNBOUNDED);
                assertThat(rows.next()).isTrue();
            }
        }
        try (PreparedStatement stream =
                server.connection().prepareStatement("SELECT STREAM k, COUNT(*) FROM t WHERE k <> ? GROUP BY k")) {
            stream.setString(1, "x");
            stream.setMaxRows(1);
            try (var rows = stream.executeQuery()) {
                assertThat(texts(stream)).hasSize(1);
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @Test
    void theNextExecutionBeginsWithoutWarnings() throws SQLException {
        try (Statement statement = server.connection().createStatement()) {
            statement.execute("CREATE JOB j AS INSERT INTO out SELECT k, COUNT(*) FROM t GROUP BY k");
            statement.execute("SET 'table.exec.state.ttl' = '1 h'");
            assertThat(texts(statement)).isEmpty();
            statement.execute("CREATE JOB k AS INSERT INTO out SELECT k, COUNT(*) FROM t GROUP BY k");
            assertThat(texts(statement)).isEmpty();
            assertThatThrownBy(() ->
                            statement.execute("CREATE JOB j AS INSERT INTO out SELECT k, COUNT(*) FROM t GROUP BY k"))
                    .hasMessageContaining("job \"j\" exists already");
            assertThat(texts(statement)).isEmpty();
        }
    }

    @Test
    void manyAndLongWarningsAreCutShort() throws SQLException {
        String name = "ü".repeat(200);
        StringBuilder job = new StringBuilder("CREATE JOB j AS BEGIN ");
        for (int i = 0; i < 20; i++) {
            job.append("INSERT INTO out SELECT \"" + name + "\", COUNT(*) FROM (SELECT k || '")
                    .append(i)
                    .append("' AS \"" + name + "\" FROM t) GROUP BY \"" + name + "\"; ");
        }
        try (Statement statement = server.connection().createStatement()) {
            statement.execute(job.append("END").toString());
            List<String> texts = texts(statement);
            assertThat(texts).hasSizeBetween(2, 9);
            assertThat(texts.get(0)).contains(name);
            assertThat(texts.get(texts.size() - 1)).endsWith("more; EXPLAIN shows all");
        }
    }
}
