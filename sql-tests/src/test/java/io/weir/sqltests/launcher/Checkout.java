package io.weir.sqltests.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A folder that looks like a checkout to the launcher: the modules with a source each, a {@code mvnw} and a JDK made of
 * scripts.
 */
final class Checkout {
    private static final List<String> MODULES = List.of(
            "spi",
            "sql-parser",
            "runtime",
            "planner",
            "hdfs-storage",
            "connectors",
            "tables",
            "jdbc-driver",
            "server",
            "benchmarks");

    private final Path root;
    private final Path javaHome;

    Checkout(Path folder) throws IOException {
        root = Files.createDirectories(folder.resolve("check out")); // a blank, as in "My Documents"
        javaHome = folder.resolve("jdk");
        var repository = Path.of("").toAbsolutePath().getParent();
        Files.copy(repository.resolve("weir"), root.resolve("weir"));
        Files.writeString(root.resolve("pom.xml"), "");
        for (String module : MODULES) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "");
            touch(module + "/src/main/java/Source.java");
        }
        maven("""
                echo "[INFO] Building Weir SPI 0.1.0-SNAPSHOT                    [1/2]"
                for module in %s; do mkdir -p $module/target; done
                touch server/target/weir-server-1.jar benchmarks/target/weir-benchmarks-1.jar
                echo libraries.jar | tee server/target/class-path > benchmarks/target/class-path
                """.formatted(String.join(" ", MODULES)));
        java("17.0.15");
        program(javaHome.resolve("bin/javac"), "exit 0");
    }

    Path root() {
        return root;
    }

    Path javaHome() {
        return javaHome;
    }

    /** What {@code ./mvnw} does, after noting its arguments in the file {@code maven-calls}. */
    void maven(String script) throws IOException {
        program(root.resolve("mvnw"), "echo \"$*\" >> maven-calls\n" + script);
    }

    /** A Java of this version, which prints its arguments, one a line. */
    void java(String version) throws IOException {
        program(javaHome.resolve("bin/java"), """
                if [ "$1" = -version ]; then echo "openjdk version \\"%s\\"" >&2; exit; fi
                printf '%%s\\n' "$@"
                """.formatted(version));
    }

    List<String> mavenCalls() throws IOException {
        var file = root.resolve("maven-calls");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Makes a file that is newer than everything before it, also where a file system counts in seconds. */
    void touch(String file) throws IOException {
        var path = root.resolve(file);
        Files.writeString(path, "");
        Files.setLastModifiedTime(
                path, FileTime.from(Instant.now().plusSeconds(mavenCalls().isEmpty() ? -60 : 60)));
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        return run(root.resolve("weir"), Map.of("JAVA_HOME", javaHome.toString()), arguments);
    }

    Result run(Path launcher, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("/bin/bash", launcher.toString()));
        command.addAll(Arrays.asList(arguments));
        var out = Files.createTempFile(root.getParent(), "out", "");
        var err = Files.createTempFile(root.getParent(), "err", "");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.directory(Path.of("/").toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "JAVA_OPTS", "JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("the launcher ends").isTrue();
        return new Result(process.exitValue(), Files.readAllLines(out), Files.readString(err, UTF_8));
    }

    private static void program(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    record Result(int status, List<String> output, String errors) {}
}
