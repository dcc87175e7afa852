package io.weir.server.cli;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sqlline.SqlLine;

/** {@code weir sql}: a shell, or with {@code -e} and {@code -f} a script. */
@Command(
        name = "sql",
        description = "A SQL shell; with -e or -f it runs statements and ends, with exit code 1 after the first error.",
        mixinStandardHelpOptions = true)
final class SqlCommand implements Callable<Integer> {
    @Option(
            names = "-u",
            paramLabel = "URL",
            defaultValue = "jdbc:weir://127.0.0.1:8765",
            description = "What to connect to (default: ${DEFAULT-VALUE}).")
    private String url = "jdbc:weir://127.0.0.1:8765";

    @Option(names = "-n", paramLabel = "USER", description = "The user's name.")
    private @Nullable String user;

    @Option(
            names = "-p",
            paramLabel = "PASSWORD",
            description = "The password; without a value it is asked for.",
            arity = "0..1",
            interactive = true)
    private @Nullable String password;

    @Option(names = "-e", paramLabel = "SQL", description = "Statements to run, separated by semicolons.")
    private List<String> statements = new ArrayList<>();

    @Option(names = "-f", paramLabel = "FILE", description = "A file with statements to run; - is standard input.")
    private @Nullable String file;

    @Override
    public Integer call() throws IOException {
        List<String> scripts = new ArrayList<>(statements);
        if (file != null) {
            scripts.add(script(file));
        }
        return scripts.isEmpty() ? shell() : run(scripts);
    }

    private static String script(String file) {
        try {
            return file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new WeirException(ErrorCode.OPTION_VALUE, "script " + file + " cannot be read", e)
                    .withDetail(e.toString().replaceFirst(".*\\.(?=\\w+:)", ""));
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        return DriverManager.getConnection(url, properties);
    }

    private static int tell(SQLException e) {
        System.err.println("Error: " + e.getMessage() + " (SQLSTATE " + e.getSQLState() + ")");
        if ("08001".equals(e.getSQLState())) {
            System.err.println("Hint: './weir server' starts a server; -u names another one.");
        }
        return 1;
    }

    private int run(List<String> scripts) {
        try (Connection connection = connect()) {
            ScriptRunner runner = new ScriptRunner(connection, System.out, System.err);
            for (String script : scripts) {
                runner.run(script);
            }
            return 0;
        } catch (SQLException e) {
            return tell(e);
        }
    }

    private int shell() throws IOException {
        // SQLLine would show the stack trace, and a prompt all the same.
        try (Connection connection = connect()) {
            connection.clearWarnings();
        } catch (SQLException e) {
            return tell(e);
        }
        List<String> arguments = new ArrayList<>(List.of(
                "-d",
                "io.weir.jdbc.WeirDriver",
                "-u",
                url,
                "-n",
                user == null ? "" : user,
                "-p",
                password == null ? "" : password,
                // So many rows say how wide columns are; a stream's are shown as they come, see WeirShell.
                "--incrementalBufferRows=500",
                // No transactions are to be asked for.
                "--isolation=TRANSACTION_NONE",
                "--autoCommit=true",
                "--fastConnect=true",
                "--prompt=weir> ",
                "--showNestedErrs=false",
                "--maxColumnWidth=" + WeirShell.COLUMN_WIDTH));
        if (System.console() == null) {
            arguments.add("--maxWidth=200");
            // Otherwise jline warns that it could not find one that can do more.
            System.setProperty("org.jline.terminal.dumb", "true");
        }
        SqlLine shell = new WeirShell();
        SqlLine.Status status = shell.begin(arguments.toArray(String[]::new), null, true);
        return status == SqlLine.Status.OK ? 0 : 1;
    }
}
