package io.weir.benchmarks.start;

import io.weir.server.cli.WeirMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server, started as the launcher does it. */
final class ServerProcess implements AutoCloseable {
    private static final String READY = "Weir listens at ";
    private static final long READY_SECONDS = 60;
    private static final long END_SECONDS = 30;

    private final Process process;
    private final String url;
    private final double readyMillis;

    private ServerProcess(Process process, String url, double readyMillis) {
        this.process = process;
        this.url = url;
        this.readyMillis = readyMillis;
    }

    /** Starts it and waits until it is ready. */
    static ServerProcess start(long heapMegabytes, Path dataDirectory, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                WeirMain.class.getName(),
                "server",
                "--data-dir",
                dataDirectory.toString(),
                "--port",
                "0"));
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        // Also if the user ends the benchmark.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-server"));
        AtomicBoolean isReady = new AtomicBoolean();
        // One that never says so must not be waited for without end.
        CompletableFuture.delayedExecutor(READY_SECONDS, TimeUnit.SECONDS).execute(() -> {
            if (!isReady.get()) {
                process.destroyForcibly();
            }
        });
        try {
            String url = awaitReady(process, log);
            isReady.set(true);
            return new ServerProcess(process, url, (System.nanoTime() - start) / 1e6);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String awaitReady(Process process, Path log) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                return line.substring(READY.length());
            }
        }
        throw new IOException("the server ended before it was ready; its log is " + log);
    }

    /** From the start of the process. */
    double readyMillis() {
        return readyMillis;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
