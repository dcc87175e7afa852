package io.weir.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java process that answers one {@link RunRequest}. It is given the file of the request and the file for the report
 * as its two arguments; what it prints goes to a log.
 *
 * @param javaOptions heap, collector, class path
 * @param mainClass what runs
 */
public record ChildProcess(List<String> javaOptions, String mainClass) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LOG_LINES = 15;

    public ChildProcess {
        javaOptions = List.copyOf(javaOptions);
    }

    /**
     * Runs it to its end.
     *
     * @param limit after which it is ended
     * @throws RunFailure if there is no report, with what the process said last
     */
    public RunReport run(RunRequest request, Duration limit) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(request.folder()));
        Path asked = folder.resolve("request.json");
        Path answered = folder.resolve("report.json");
        Path log = folder.resolve("log.txt");
        JSON.writeValue(asked.toFile(), request);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of(mainClass, asked.toString(), answered.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean isInTime;
        try {
            isInTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly(); // also when the user ends the benchmark
        }
        if (!isInTime) {
            process.waitFor();
            throw new RunFailure("took longer than " + limit.toSeconds() + " s and was ended (--limit)");
        }
        if (process.exitValue() != 0 || !Files.exists(answered)) {
            throw new RunFailure("ended with exit code " + process.exitValue() + ":\n" + end(log));
        }
        return JSON.readValue(answered.toFile(), RunReport.class);
    }

    /** For main methods: what is asked. */
    public static RunRequest request(String file) throws IOException {
        return JSON.readValue(Path.of(file).toFile(), RunRequest.class);
    }

    /** For main methods: answers. */
    public static void report(String file, RunReport report) throws IOException {
        JSON.writeValue(Path.of(file).toFile(), report);
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8).stream()
                .filter(line -> !line.startsWith("\tat ") && !line.startsWith("\t... "))
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    /** An engine did not answer. The message is for people. */
    public static final class RunFailure extends IOException {
        private static final long serialVersionUID = 1;

        RunFailure(String message) {
            super(message);
        }
    }
}
