package io.weir.server;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A server in this process with one connection, for tests. */
public final class TestServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ServerConfig config;
    private final String user;
    private final String password;
    private WeirServer server;
    private Connection connection;
    private Statement statement;

    public TestServer(Path folder) throws SQLException {
        this(ServerConfig.of(folder));
    }

    public TestServer(ServerConfig config) throws SQLException {
        this(config, "", "");
    }

    public TestServer(ServerConfig config, String user, String password) throws SQLException {
        this.config = config.with("server.port", "0");
        this.user = user;
        this.password = password;
        start();
    }

    /** After {@link #close}. */
    public void start() throws SQLException {
        server = WeirServer.start(config);
        connection = DriverManager.getConnection(server.url(), user, password);
        statement = connection.createStatement();
    }

    public String url() {
        return server.url();
    }

    public WeirServer server() {
        return server;
    }

    /** Ends the server and starts another on the same folder. */
    public void restart() throws SQLException {
        close();
        start();
    }

    /** The same, with something done to the folder in between. */
    void restartAfter(IoAction action) throws SQLException, IOException {
        close();
        action.run();
        start();
    }

    interface IoAction {
        void run() throws IOException;
    }

    public Connection connection() {
        return connection;
    }

    public void execute(String... statements) throws SQLException {
        for (String sql : statements) {
            statement.execute(sql);
        }
    }

    /** Rows as text, values separated by {@code |}. */
    public List<String> rows(String sql) throws SQLException {
        return rows(statement, sql, Integer.MAX_VALUE);
    }

    static List<String> rows(Statement statement, String sql, int most) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (rows.size() < most && result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }

    /** Asks again and again until the rows are as wanted, and gives them; fails after half a minute. */
    public List<String> await(String sql, Predicate<List<String>> wanted) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> rows = rows(sql);
            if (wanted.test(rows)) {
                return rows;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(sql + " still gives " + rows);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        server.close();
    }
}
