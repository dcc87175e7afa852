package io.weir.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A Java process that answers one request. It is given the file of the request and the file for the report as its two
 * arguments; what it prints goes to a log.
 *
 * @param javaOptions heap, collector, class path
 * @param mainClass what runs
 */
public record ChildProcess(List<String> javaOptions, String mainClass) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final System.Logger LOG = System.getLogger(ChildProcess.class.getName());
    private static final int LOG_LINES = 15;
    /** They end with this process, however it ends. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "end-children"));
    }

    public ChildProcess {
        javaOptions = List.copyOf(javaOptions);
    }

    /** Runs it to its end, as {@link #run(Object, Path, Class, Duration)}. */
    public RunReport run(RunRequest request, Duration limit) throws IOException, InterruptedException {
        return run(request, Path.of(request.settings().folder()), RunReport.class, limit);
    }

    /**
     * Runs it to its end.
     *
     * @param request written as JSON
     * @param folder for request, report and log; made if need be
     * @param limit after which it is ended
     * @return the report, read from JSON
     * @throws RunFailure if there is no report, with what the process said last
     */
    public <R> R run(Object request, Path folder, Class<R> report, Duration limit)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
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
        RUNNING.add(process);
        boolean isInTime;
        try {
            isInTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly();
            RUNNING.remove(process);
        }
        if (!isInTime) {
            process.waitFor();
            throw new RunFailure("took longer than " + limit.toSeconds() + " s and was ended (--limit)\n" + end(log));
        }
        if (process.exitValue() != 0 || !Files.exists(answered)) {
            throw new RunFailure("ended with exit code " + process.exitValue() + ":\n" + end(log));
        }
        return JSON.readValue(answered.toFile(), report);
    }

    /**
     * The whole of a main method: reads the request, has it answered, writes the report, and ends the process, whatever
     * threads an engine has left.
     *
     * @param arguments of the main method
     */
    @SuppressWarnings("SystemExitOutsideMain") // called by main methods
    public static <R> void answer(String[] arguments, Class<R> request, Answer<R> answer) {
        try {
            Object report = answer.to(JSON.readValue(Path.of(arguments[0]).toFile(), request));
            JSON.writeValue(Path.of(arguments[1]).toFile(), report);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "no report", e);
            System.exit(1);
        }
        System.exit(0);
    }

    /** What a process does. */
    @FunctionalInterface
    public interface Answer<R> {
        /** @return the report: a record that JSON can hold */
        Object to(R request) throws Exception;
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
