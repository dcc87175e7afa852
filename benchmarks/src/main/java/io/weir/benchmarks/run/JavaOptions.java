package io.weir.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What both engines' processes are started with: the same heap, and the collector that serves both best. */
public final class JavaOptions {
    private JavaOptions() {}

    /** The heap has its size from the start, as that of Flink's task managers: growing it takes whole collections. */
    public static List<String> of(long heapMegabytes) {
        return List.of(
                "-Xms" + heapMegabytes + "m",
                "-Xmx" + heapMegabytes + "m",
                "-XX:MetaspaceSize=256m",
                "-XX:+UseParallelGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Duser.timezone=UTC",
                "-Dlogback.configurationFile=nexmark/logback.xml");
    }

    /** A process with the class path of this one. */
    public static ChildProcess weir(long heapMegabytes, Class<?> mainClass, List<String> moreOptions) {
        List<String> options = new ArrayList<>(of(heapMegabytes));
        options.addAll(moreOptions);
        options.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return new ChildProcess(options, mainClass.getName());
    }

    /**
     * Records a process with JDK Flight Recorder. Without the diagnostic option, time in a loop counts for the next call
     * that the compiler kept a note of, such as the boxing in an argument check after it.
     *
     * @param folder for the recording; null for none
     * @param name of the recording, without {@code .jfr}
     */
    public static List<String> recording(@Nullable Path folder, String name) throws IOException {
        if (folder == null) {
            return List.of();
        }
        Files.createDirectories(folder);
        return List.of(
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+DebugNonSafepoints",
                "-XX:StartFlightRecording=settings=profile,filename="
                        + folder.resolve(name + ".jfr").toAbsolutePath(),
                "-Xlog:jfr*=off");
    }
}
