package io.weir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CommandLineTest {
    @TempDir
    Path folder;

    private int exitCode;

    private String output(String... arguments) {
        return captured(() -> WeirMain.commandLine().execute(arguments));
    }

    private String captured(Supplier<Integer> command) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream capture = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setOut(capture);
        System.setErr(capture);
        try {
            exitCode = command.get();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theHelpNamesAllCommands() {
        assertThat(output("--help")).contains("server", "sql", "quickstart", "hash-password");
        assertThat(output("--version")).startsWith("weir 0.");
    }

    @Test
    void aScriptThatIsNotThereIsNamedWithoutAStackTrace() {
        String shown = output("sql", "-f", folder.resolve("none.sql").toString());
        assertThat(exitCode).isEqualTo(1);
        assertThat(shown)
                .contains("none.sql cannot be read")
                .contains("NoSuchFileException")
                .doesNotContain("\tat ");
    }

    @Test
    void aShellWithoutAServerSaysSoAndEnds() {
        String shown = output("sql", "-u", "jdbc:weir://localhost:1");
        assertThat(exitCode).isEqualTo(1);
        assertThat(shown)
                .contains("cannot connect to localhost:1: nothing listens there", "./weir server")
                .doesNotContain("\tat ", "weir>");
    }

    @Test
    void aKeyStoreThatCannotBeReadIsToldAsThatAndNotAsATakenPort() {
        String dataDirectory = folder.resolve("data").toString();
        String missing =
                output("server", "--data-dir", dataDirectory, "--port", "0", "-D", "server.tls.key-store=none");
        assertThat(exitCode).isEqualTo(1);
        assertThat(missing).contains("option 'server.tls.key-store-password' is missing");
        String unread = output(
                "server",
                "--data-dir",
                dataDirectory,
                "--port",
                "0",
                "-D",
                "server.tls.key-store=none",
                "-D",
                "server.tls.key-store-password=secret");
        assertThat(unread).contains("key store none").contains("cannot be read").doesNotContain("cannot listen");
    }

    @Test
    void aScriptStopsAtItsFirstErrorWithAnExitCode() throws Exception {
        try (TestServer server = new TestServer(folder)) {
            String good = output("sql", "-u", server.url(), "-e", "VALUES (1, 'a;b'); SHOW TABLES");
            assertThat(exitCode).isZero();
            assertThat(good).contains("a;b").contains("(1 row)").contains("(0 rows)");
            assertThat(output("sql", "-u", server.url(), "-e", "SELECT * FROM (VALUES ('a long text', 1)) AS t (a, b)"))
                    .as("as wide as its values")
                    .contains("a           | b\n------------+-----\na long text | 1\n(1 row)");
            String bad = output("sql", "-u", server.url(), "-e", "VALUES (1); SELECT * FROM nothing; VALUES (3)");
            assertThat(exitCode).isEqualTo(1);
            assertThat(bad).contains("table or view \"nothing\" does not exist").contains("42P01");
            assertThat(bad.lines()).noneMatch(line -> line.strip().equals("3"));
        }
    }

    @Test
    void aJobOfSeveralInsertsGoesThroughAPipe() throws Exception {
        try (TestServer server = new TestServer(folder)) {
            Process shell = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-Duser.home=" + folder,
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            "io.weir.server.cli.WeirMain",
                            "sql",
                            "-u",
                            server.url())
                    .redirectErrorStream(true)
                    .start();
            try (Writer in = shell.outputWriter(StandardCharsets.UTF_8)) {
                in.write("""
                        CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10');
                        CREATE TABLE hole (a INT) WITH ('connector' = 'blackhole');
                        CREATE JOB pair AS BEGIN
                          INSERT INTO hole SELECT a FROM gen; -- one
                          INSERT INTO hole SELECT CASE WHEN a > 1 THEN 1 END FROM gen;
                        END;
                        VALUES ('first;'); VALUES ('second');
                        """);
            }
            String shown = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(server.rows("SELECT name FROM sys.jobs")).as(shown).containsExactly("pair");
            assertThat(shown).contains("first;").contains("second").doesNotContain("Error");
            assertThat(shown).as("as wide as its values").contains("| first; |");
        }
    }

    @Test
    void onlyRowsOfStreamsAreShownOneByOneByTheShell() {
        assertThat(WeirShell.isStream("VALUES (1); select\nstream * FROM bids;"))
                .isTrue();
        assertThat(WeirShell.isStream("SELECT -- as they come\n /* all */ STREAM * FROM bids;"))
                .isTrue();
        assertThat(WeirShell.isStream("SELECT streams FROM rivers;")).isFalse();
    }

    @Test
    void theQuickstartShowsResultsAndEnds() {
        String shown = output("quickstart", "--port", "0", "--run-for", "8", "--data-dir", folder.toString());
        assertThat(exitCode).isZero();
        assertThat(shown).contains("jdbc:weir://127.0.0.1:").contains("Google").contains("The server has ended.");
    }
}
