package io.weir.sqltests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    @TempDir
    private Path folder;

    private Checkout checkout;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = new Checkout(folder);
    }

    @Test
    void helpNeedsNeitherJavaNorABuild() throws Exception {
        var result = checkout.run(checkout.root().resolve("weir"), Map.of("JAVA_HOME", "/nowhere"), "--help");
        assertThat(result.status()).isZero();
        assertThat(result.output()).contains("usage: ./weir <command> [options]");
        assertThat(checkout.mavenCalls()).isEmpty();
    }

    @Test
    void firstStartBuildsAndShowsTheModules() throws Exception {
        var result = checkout.run("server");
        assertThat(result.status()).as(result.errors()).isZero();
        assertThat(result.errors()).contains("for the first time", "[1/2] Weir SPI", "Built in");
        assertThat(checkout.mavenCalls()).containsExactly("-B -DskipTests -Dfast package -pl server -am");
    }

    @Test
    void startsJavaWithEveryArgumentAsItWas() throws Exception {
        var output = checkout.run("sql", "--execute", "SELECT * FROM t", "").output();
        assertThat(output).endsWith("io.weir.server.cli.WeirMain", "sql", "--execute", "SELECT * FROM t", "");
        assertThat(output).contains(checkout.root() + "/server/target/weir-server-1.jar:libraries.jar");
    }

    @Test
    void javaOptionsComeAfterTheDefaults() throws Exception {
        var environment = Map.of("JAVA_HOME", checkout.javaHome().toString(), "JAVA_OPTS", "-Xmx4g -Da=b");
        var output = checkout.run(checkout.root().resolve("weir"), environment, "server")
                .output();
        assertThat(output).containsSubsequence("-XX:MaxRAMPercentage=50", "-Xmx4g", "-Da=b", "-cp");
    }

    @Test
    void buildsAgainOnlyAfterAChange() throws Exception {
        checkout.run("server");
        assertThat(checkout.run("server").errors()).isEmpty();
        assertThat(checkout.mavenCalls()).hasSize(1);

        checkout.touch("planner/src/main/java/Source.java");
        assertThat(checkout.run("server").errors()).contains("sources have changed");
        assertThat(checkout.mavenCalls()).hasSize(2);
    }

    @Test
    void benchmarksAreBuiltForBenchOnly() throws Exception {
        checkout.run("server");
        var output = checkout.run("bench", "q5").output();
        assertThat(checkout.mavenCalls()).last().isEqualTo("-B -DskipTests -Dfast package -pl benchmarks -am");
        assertThat(output).contains(checkout.root() + "/benchmarks/target/weir-benchmarks-1.jar:libraries.jar");
    }

    @Test
    void failedBuildShowsItsErrorsAndIsTriedAgain() throws Exception {
        checkout.maven("echo '[ERROR] Source.java:[3,1] class expected'; exit 1");
        var result = checkout.run("server");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).contains("Source.java:[3,1] class expected", "the build failed", "weir-build.log");

        checkout.run("server");
        assertThat(checkout.mavenCalls()).hasSize(2);
    }

    @Test
    void buildLeftBehindByAKilledStartIsNoObstacle() throws Exception {
        var lock = Files.createDirectories(checkout.root().resolve("target/weir-build.lock"));
        Files.writeString(lock.resolve("pid"), "999999999");
        assertThat(checkout.run("server").status()).isZero();
        assertThat(lock).doesNotExist();
    }

    @Test
    void secondStartWaitsForTheBuildOfTheFirst() throws Exception {
        checkout.maven("exit 1");
        var sleeper = new ProcessBuilder("sleep", "2").start();
        var lock = Files.createDirectories(checkout.root().resolve("target/weir-build.lock"));
        Files.writeString(lock.resolve("pid"), Long.toString(sleeper.pid()));
        assertThat(checkout.run("server").errors()).startsWith("Waiting for the build");
        assertThat(sleeper.isAlive()).isFalse();
    }

    @Test
    void worksThroughSymbolicLinks() throws Exception {
        var bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("direct"), checkout.root().resolve("weir"));
        Files.createSymbolicLink(bin.resolve("weir"), Path.of("direct"));
        var environment = Map.of("JAVA_HOME", checkout.javaHome().toString());
        assertThat(checkout.run(bin.resolve("weir"), environment, "server").output())
                .contains("-Dweir.home=" + checkout.root());
    }

    @Test
    void findsJavaOnThePath() throws Exception {
        var path = checkout.javaHome().resolve("bin") + ":" + System.getenv("PATH");
        var result = checkout.run(checkout.root().resolve("weir"), Map.of("PATH", path), "server");
        assertThat(result.output()).as(result.errors()).contains("io.weir.server.cli.WeirMain");
    }

    @Test
    void olderJavaIsRefused() throws Exception {
        for (var version : List.of("1.8.0_402", "11.0.2")) {
            checkout.java(version);
            var result = checkout.run("server");
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.errors())
                    .contains("needs Java 17 or later, found openjdk version \"" + version + "\" (JAVA_HOME=");
        }
        assertThat(checkout.mavenCalls()).isEmpty();
    }

    @Test
    void missingJavaIsSaid() throws Exception {
        var launcher = checkout.root().resolve("weir");
        assertThat(checkout.run(launcher, Map.of("JAVA_HOME", "/nowhere"), "server")
                        .errors())
                .contains("no Java at /nowhere/bin/java (JAVA_HOME is set)");

        // The tools of the system, without its java.
        var tools = Files.createDirectories(folder.resolve("tools"));
        for (var tool : List.of("dirname", "readlink", "sed", "head", "cat")) {
            Files.createSymbolicLink(tools.resolve(tool), systemTool(tool));
        }
        assertThat(checkout.run(launcher, Map.of("PATH", tools.toString()), "server")
                        .errors())
                .contains("no Java found");
    }

    @Test
    void javaWithoutACompilerIsSaidBeforeTheBuild() throws Exception {
        Files.delete(checkout.javaHome().resolve("bin/javac"));
        var result = checkout.run("server");
        assertThat(result.errors()).contains("needs a JDK", "no compiler");
        assertThat(checkout.mavenCalls()).isEmpty();
    }

    @Test
    void classArchiveIsWrittenByTheQuickstartAndUsedByTheServer() throws Exception {
        var archive = checkout.root().resolve("target/weir-java17.jsa");
        assertThat(checkout.run("server").output()).noneMatch(option -> option.contains(".jsa"));
        assertThat(checkout.run("quickstart").output()).contains("-XX:ArchiveClassesAtExit=" + archive);

        checkout.touch("target/weir-java17.jsa");
        assertThat(checkout.run("server").output()).contains("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void noClassArchiveIsWrittenWithOptionsOfTheUser() throws Exception {
        var environment = new HashMap<>(Map.of("JAVA_HOME", checkout.javaHome().toString()));
        environment.put("JAVA_OPTS", "-agentlib:jdwp=transport=dt_socket,server=y");
        assertThat(checkout.run(checkout.root().resolve("weir"), environment, "quickstart")
                        .output())
                .noneMatch(option -> option.contains(".jsa"));
    }

    private static Path systemTool(String name) {
        return List.of(Path.of("/bin", name), Path.of("/usr/bin", name)).stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
