package io.weir.benchmarks.run;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own, on one data directory, that can be killed and started again. */
public final class KillableServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LOG_CHARACTERS = 3000;

    private final Path folder;
    private final List<String> javaOptions;
    private final List<String> options;
    private final int port;
    private volatile @Nullable Process process;
    /** Whether it is not there because it was killed, so that there is reason to wait for it. */
    private volatile boolean isKilled;

    /**
     * @param folder for data and log
     * @param options of the server, as after {@code -D}
     */
    public KillableServer(Path folder, List<String> javaOptions, List<String> options) throws IOException {
        this.folder = folder;
        this.javaOptions = List.copyOf(javaOptions);
        this.options = List.copyOf(options);
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        // Also if the user ends the benchmark.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-server"));
    }

    public Path data() {
        return folder.resolve("data");
    }

    /** Returns at once. */
    public void start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.weir.server.cli.WeirMain", "server"));
        command.addAll(List.of("--data-dir", data().toString(), "--port", Integer.toString(port)));
        options.forEach(option -> command.addAll(List.of("-D", option)));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        isKilled = false;
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    /** As soon as the server answers. */
    public Connection connect() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return DriverManager.getConnection("jdbc:weir://127.0.0.1:" + port);
            } catch (SQLException e) {
                boolean hasEnded = process == null || !process.isAlive();
                if ((hasEnded && !isKilled) || System.nanoTime() > deadline) {
                    throw new IOException("the server does not answer:\n" + logEnd(), e);
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    public String logEnd() throws IOException {
        String text = Files.readString(log(), StandardCharsets.UTF_8);
        return text.substring(Math.max(0, text.length() - LOG_CHARACTERS));
    }

    /** Processor time of the running process so far. */
    public Duration cpu() {
        return process == null
                ? Duration.ZERO
                : process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** As {@code kill -9}; who connects meanwhile waits for the next {@link #start}. */
    public void kill() throws InterruptedException {
        if (process != null) {
            isKilled = true;
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
