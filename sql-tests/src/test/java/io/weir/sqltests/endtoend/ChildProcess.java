package io.weir.sqltests.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java process of the tests, with the same class path, whose output goes to a file. */
final class ChildProcess {
    private final Path log;
    private final Process process;

    ChildProcess(Path log, List<String> jvmOptions, String mainClass, List<String> arguments) throws IOException {
        this(log, List.of(), jvmOptions, mainClass, arguments);
    }

    /** @param launcher what starts Java, and becomes it: {@code unshare ...}; may be empty */
    ChildProcess(Path log, List<String> launcher, List<String> jvmOptions, String mainClass, List<String> arguments)
            throws IOException {
        this.log = log;
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.addAll(arguments);
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    Process process() {
        return process;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** As {@code kill}: the process may end in its own way. */
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    String output() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }
}
