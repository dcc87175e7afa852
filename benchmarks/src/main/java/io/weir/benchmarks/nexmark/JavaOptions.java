package io.weir.benchmarks.nexmark;

import java.util.List;

/** What both engines' processes are started with: the same heap, and the collector that serves both best. */
final class JavaOptions {
    private JavaOptions() {}

    static List<String> of(long heapMegabytes) {
        return List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseParallelGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Duser.timezone=UTC",
                "-Dlogback.configurationFile=nexmark/logback.xml");
    }
}
