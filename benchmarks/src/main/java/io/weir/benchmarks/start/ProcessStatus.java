package io.weir.benchmarks.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the system knows of a process (Linux alone).
 *
 * @param residentBytes at the moment
 * @param threads at the moment
 */
record ProcessStatus(long residentBytes, int threads) {
    private static final int KILOBYTE = 1024;

    static ProcessStatus of(ProcessHandle process) throws IOException {
        return parse(Files.readString(Path.of("/proc", Long.toString(process.pid()), "status")));
    }

    /** @param text of {@code /proc/pid/status} */
    static ProcessStatus parse(String text) {
        return new ProcessStatus(number(text, "VmRSS:") * KILOBYTE, (int) number(text, "Threads:"));
    }

    private static long number(String text, String label) {
        return text.lines()
                .filter(line -> line.startsWith(label))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no line " + label));
    }

    /** Processor time of its life. */
    static Duration cpuTime(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow(() -> new IllegalStateException("no processor time"));
    }
}
