package io.weir.sqltests.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the scripts in {@code scripts/} in all modes. {@code -Dweir.script=windows/} runs those whose name holds this,
 * {@code -Dweir.mode=killed} only in that mode, {@code -Dweir.seed=7} with this seed. With {@code -Dweir.rewrite=true}
 * scripts run straight, and what comes out is written into them, to be read in the diff.
 */
class ScriptsTest {
    private static final Path ROOT = Path.of("src/test/resources/scripts");
    private static final String OPEN = "open";
    private static final Pattern NAMED = Pattern.compile("`([a-z_]+/\\w+|[A-Z]\\w+Test)`");
    private static final int MOST_FOLDERS = 20;

    @TestFactory
    Stream<DynamicNode> scriptsGiveTheirResultInEveryMode() throws IOException {
        long seed = Long.getLong("weir.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        System.out.println("weir.seed=" + seed);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(ROOT)) {
            files = walk.filter(file -> file.toString().endsWith(".test"))
                    .sorted()
                    .toList();
        }
        String wanted = System.getProperty("weir.script", "");
        return files.stream()
                .filter(file ->
                        wanted.startsWith(OPEN) || !ROOT.relativize(file).startsWith(OPEN))
                .filter(file -> ROOT.relativize(file).toString().contains(wanted))
                .map(file -> node(Script.read(ROOT, file), seed));
    }

    @Test
    void everyScriptStandsInTheFeatureTable() throws IOException {
        String table = Files.readString(Path.of("../docs/sql/features.md"));
        try (Stream<Path> walk = Files.walk(ROOT)) {
            assertThat(walk.filter(file -> file.toString().endsWith(".test"))
                            .map(file -> ROOT.relativize(file).toString().replace(".test", "")))
                    .allSatisfy(name -> assertThat(table).contains("`" + name + "`"));
        }
    }

    @Test
    void whatTheFeatureTableNamesIsThere() throws IOException {
        Set<String> scripts;
        try (Stream<Path> walk = Files.walk(ROOT)) {
            scripts = walk.filter(file -> file.toString().endsWith(".test"))
                    .map(file -> ROOT.relativize(file).toString().replace(".test", ""))
                    .collect(Collectors.toSet());
        }
        Set<String> tests;
        try (Stream<Path> walk = Files.find(
                Path.of(".."),
                MOST_FOLDERS,
                (file, attributes) -> file.toString().endsWith("Test.java"))) {
            tests = walk.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        List<String> named = NAMED.matcher(Files.readString(Path.of("../docs/sql/features.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(named)
                .hasSizeGreaterThan(scripts.size())
                .allSatisfy(name ->
                        assertThat(name.endsWith("Test") ? tests : scripts).contains(name));
    }

    private static DynamicNode node(Script script, long seed) {
        String wanted = System.getProperty("weir.mode", "");
        if (Boolean.getBoolean("weir.rewrite")) {
            return DynamicTest.dynamicTest(
                    script.name(),
                    () -> Files.writeString(script.file(), new ScriptRunner(script, RunMode.STRAIGHT, seed).run()));
        }
        return DynamicContainer.dynamicContainer(
                script.name(),
                RunMode.ALL.stream()
                        .filter(mode -> wanted.isEmpty() || mode.name().equals(wanted))
                        .map(mode -> DynamicTest.dynamicTest(mode.name(), () -> check(script, mode, seed))));
    }

    private static void check(Script script, RunMode mode, long seed) {
        String description = script.name() + " " + mode + ", seed " + seed;
        String actual;
        try (ScriptRunner runner = new ScriptRunner(script, mode, seed)) {
            actual = runner.run();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(description + ": " + e.getMessage(), e);
        }
        assertThat(actual).describedAs(description).isEqualTo(ScriptRunner.text(script));
    }
}
