package io.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Unbounded results: each row when it is there, and a way out while there is none. */
@Timeout(30)
class StreamTest {
    private record Failure(String sqlState, String message) {}

    private final ExecutorService other = Executors.newCachedThreadPool();
    private TestServer server;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        server = new TestServer();
        connection = server.connect();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        server.close();
        other.shutdownNow();
    }

    /** Runs it on another thread and returns when that one is inside the server. */
    private <T> Future<T> started(Callable<T> call, String logged) throws InterruptedException {
        Future<T> future = other.submit(call);
        server.meta.awaitNote(logged);
        return future;
    }

    /** What the call has thrown, within a second. */
    private static Failure failure(Future<?> future) throws Exception {
        long begin = System.nanoTime();
        try {
            future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(1_000);
            return new Failure(
                    ((SQLException) e.getCause()).getSQLState(), e.getCause().getMessage());
        }
        throw new AssertionError("did not fail");
    }

    @Test
    void executeQueryOnASilentStreamReturnsAtOnce() throws SQLException {
        long begin = System.nanoTime();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("stream")) {
            assertThat(result.getMetaData().getColumnCount()).isEqualTo(2);
        }
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)).isLessThan(5);
    }

    @Test
    void aRowIsDeliveredBeforeTheNextOneExists() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("stream")) {
            for (int i = 0; i < 3; i++) {
                server.meta.stream.add(List.of(i, "row"));
                assertThat(result.next()).isTrue();
                assertThat(result.getInt("id")).isEqualTo(i);
            }
            server.meta.stream.add(List.of());
            assertThat(result.next()).isFalse();
            assertThat(result.next()).isFalse();
        }
    }

    @Test
    void cancelEndsANextThatWaitsAndTheStatementStaysUsable() throws Exception {
        try (Statement statement = connection.createStatement()) {
            ResultSet result = statement.executeQuery("stream");
            Future<Boolean> waiting = started(result::next, "execute stream");

            statement.cancel();

            assertThat(failure(waiting).sqlState()).isEqualTo("57014");
            assertThatThrownBy(result::next).isInstanceOf(SQLException.class);
            try (ResultSet again = statement.executeQuery("rows 3")) {
                assertThat(again.next()).isTrue();
            }
        }
        assertThat(server.meta.statements).isEmpty();
    }

    @Test
    void cancelEndsAnExecuteThatWaits() throws Exception {
        try (Statement statement = connection.createStatement()) {
            Future<ResultSet> waiting = started(() -> statement.executeQuery("block"), "execute block");

            statement.cancel();

            assertThat(failure(waiting)).isEqualTo(new Failure("57014", "query was cancelled"));
            assertThat(statement.executeUpdate("update 5")).isEqualTo(5);
        }
    }

    @Test
    void cancelEndsAnExecuteEvenIfTheServerDoesNotComeBack() throws Exception {
        try (Statement statement = connection.createStatement()) {
            Future<ResultSet> waiting = started(() -> statement.executeQuery("deaf"), "execute deaf");

            statement.cancel();

            assertThat(failure(waiting).sqlState()).isEqualTo("57014");
            assertThat(statement.executeUpdate("update 5")).isEqualTo(5);
        }
    }

    @Test
    void cancelOfAPreparedQueryPreparesItAgain() throws Exception {
        try (PreparedStatement statement = connection.prepareStatement("stream")) {
            ResultSet result = statement.executeQuery();
            Future<Boolean> waiting = started(result::next, "execute stream");
            statement.cancel();
            assertThat(failure(waiting).sqlState()).isEqualTo("57014");

            server.meta.stream.add(List.of(1, "row"));
            try (ResultSet again = statement.executeQuery()) {
                assertThat(again.next()).isTrue();
            }
        }
        assertThat(server.meta.log.stream().filter(line -> line.equals("prepare stream")))
                .hasSize(2);
        assertThat(server.meta.statements).isEmpty();
    }

    @Test
    void cancelWithNothingToCancelDoesNothing() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.cancel();
            statement.executeUpdate("update 1");
            statement.cancel();
            try (ResultSet result = statement.executeQuery("rows 1")) {
                assertThat(result.next()).isTrue();
                assertThat(result.next()).isFalse();
                statement.cancel();
            }
            assertThat(statement.executeUpdate("update 2")).isEqualTo(2);
        }
    }

    /** Cancels until the query has ended, from a random moment on: no moment may hang, leak, or spoil the statement. */
    @Test
    void cancelWorksAtAnyMoment() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < 200; i++) {
                Future<Boolean> query =
                        other.submit(() -> statement.executeQuery("stream").next());
                LockSupport.parkNanos(random.nextInt(3_000_000));
                while (!query.isDone()) {
                    statement.cancel();
                }
                assertThat(failure(query).sqlState()).as("seed %d", seed).isEqualTo("57014");
            }
            assertThat(statement.executeUpdate("update 5")).isEqualTo(5);
        }
        connection.getMetaData().getCatalogs().close();
        for (int i = 0; i < 100 && !server.meta.statements.isEmpty(); i++) {
            connection.isValid(1); // the last close may still be on its way
        }
        assertThat(server.meta.statements).as("seed %d", seed).isEmpty();
    }

    @Test
    void closingTheStatementEndsANextThatWaits() throws Exception {
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("stream");
        Future<Boolean> waiting = started(result::next, "execute stream");
        statement.close();
        assertThat(failure(waiting).sqlState()).isNotNull();
        for (int i = 0; i < 100 && !server.meta.statements.isEmpty(); i++) {
            connection.isValid(1); // the last close may still be on its way
        }
        assertThat(server.meta.statements).isEmpty();
    }

    @Test
    void closingTheConnectionEndsANextThatWaits() throws Exception {
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("stream");
        Future<Boolean> waiting = started(result::next, "execute stream");
        connection.close();
        assertThat(failure(waiting).sqlState()).isNotNull();
        assertThat(statement.isClosed()).isTrue();
        assertThat(server.meta.connections).isEmpty();
    }

    @Test
    void abortEndsANextThatWaits() throws Exception {
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("stream");
        Future<Boolean> waiting = started(result::next, "execute stream");
        CompletableFuture<Void> aborted = new CompletableFuture<>();
        connection.abort(task -> {
            task.run();
            aborted.complete(null);
        });
        aborted.join();
        assertThat(failure(waiting).sqlState()).isNotNull();
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void queryTimeoutEndsANextThatWaits() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            ResultSet result = statement.executeQuery("stream");
            assertThatThrownBy(result::next)
                    .isInstanceOf(SQLTimeoutException.class)
                    .hasMessageContaining("query timeout of 1 s");
            assertThat(statement.executeUpdate("update 5")).isEqualTo(5);
        }
    }

    @Test
    void queryTimeoutEndsAnExecuteThatWaits() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.executeQuery("block")).isInstanceOf(SQLTimeoutException.class);
            assertThat(statement.executeUpdate("update 5")).isEqualTo(5);
        }
    }

    @Test
    void interruptingTheThreadEndsANextThatWaits() throws Exception {
        try (Statement statement = connection.createStatement()) {
            ResultSet result = statement.executeQuery("stream");
            Thread.currentThread().interrupt();
            assertThatThrownBy(result::next).isInstanceOf(SQLException.class).hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void anInterruptedThreadStillFreesTheServer() throws Exception {
        try (Connection other = server.connect()) {
            Statement statement = other.createStatement();
            statement.executeQuery("stream");
            Thread.currentThread().interrupt();
            statement.close();
            assertThat(Thread.interrupted()).isTrue();
            server.meta.awaitNote("close stream");
            assertThat(server.meta.statements).isEmpty();
        }
    }

    @Test
    void afterAnErrorThereIsNoEnd() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("fail later")) {
            assertThat(result.next()).isTrue();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(result::next).hasMessageContaining("does not exist");
            }
        }
    }

    @Test
    void aLostStreamIsAnErrorAndIsNeverRunAgain() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("lost")) {
            assertThat(result.next()).isTrue();
            assertThatThrownBy(result::next)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("no longer has this result, of which 1 rows were read");
        }
        assertThat(server.meta.log).doesNotContain("syncResults");
        assertThat(server.meta.log.stream().filter(line -> line.equals("execute lost")))
                .hasSize(1);
    }

    @Test
    void aServerThatDiesIsAConnectionError() throws SQLException {
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("stream");
        server.close();
        assertThatThrownBy(result::next)
                .isInstanceOf(SQLException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .asString()
                .startsWith("08");
        assertThat(connection.isValid(1)).isFalse();
        connection.close();
    }
}
