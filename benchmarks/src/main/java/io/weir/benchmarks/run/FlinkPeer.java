package io.weir.benchmarks.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Flink, in a process whose class path holds nothing of Weir but the generator of events. */
public final class FlinkPeer {
    private static final String MODULE = "benchmarks/flink";

    private final String classPath;

    private FlinkPeer(String classPath) {
        this.classPath = classPath;
    }

    /** Builds the module of Flink's side, which fetches Flink the first time. */
    public static FlinkPeer prepare(PrintStream out) throws IOException, InterruptedException {
        Path root =
                Path.of(System.getProperty("weir.home", ".")).toAbsolutePath().normalize();
        Path target = root.resolve(MODULE).resolve("target");
        Path file = target.resolve("class-path");
        if (!isBuilt(root.resolve(MODULE), file)) {
            out.println("Building the peer; the first time this fetches Flink 2.3, about 130 MB");
            build(root);
        }
        List<String> parts = new ArrayList<>();
        parts.add(target.resolve("classes").toString());
        parts.add(Files.readString(file, StandardCharsets.UTF_8).strip());
        return new FlinkPeer(String.join(System.getProperty("path.separator"), parts));
    }

    private static boolean isBuilt(Path module, Path classPathFile) throws IOException {
        if (!Files.exists(classPathFile)) {
            return false;
        }
        try (Stream<Path> sources = Files.walk(module.resolve("src"))) {
            long built = classPathFile.toFile().lastModified();
            return Stream.concat(Stream.of(module.resolve("pom.xml")), sources)
                    .allMatch(source -> source.toFile().lastModified() <= built);
        }
    }

    private static void build(Path root) throws IOException, InterruptedException {
        Path log = Files.createDirectories(root.resolve("target")).resolve("weir-build-flink.log");
        List<String> command = List.of(
                root.resolve("mvnw").toString(),
                "-B",
                "-Pflink",
                "-DskipTests",
                "-Dfast",
                "package",
                "-pl",
                MODULE,
                "-am");
        Process build = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (build.waitFor() != 0) {
            throw new IOException("the build of " + MODULE + " failed; the whole log is " + log);
        }
    }

    /** @param mainClass of the package {@code io.weir.benchmarks.flink} */
    public ChildProcess process(long heapMegabytes, String mainClass) {
        List<String> options = new ArrayList<>(JavaOptions.of(heapMegabytes));
        options.addAll(List.of("-cp", classPath));
        return new ChildProcess(options, "io.weir.benchmarks.flink." + mainClass);
    }
}
