package io.weir.sqltests.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks for a script that does not give its result. Its door has only types of the JDK: it is also called in a class loader of its own. */
public final class ScriptSearch {
    private static final Path ROOT = Path.of("src/test/resources/scripts");
    private static final long SEED = 1;

    private ScriptSearch() {}

    /**
     * Runs the scripts of some folders, all in one mode and then all in the next.
     *
     * @param folders how the names of scripts begin
     * @return the first that gives something else, and in which mode; null if all are right
     */
    public static @Nullable String firstWrong(List<String> folders) throws IOException {
        List<Script> scripts;
        try (Stream<Path> files = Files.walk(ROOT)) {
            scripts = files.filter(file -> file.toString().endsWith(".test"))
                    .sorted()
                    .map(file -> Script.read(ROOT, file))
                    .filter(script -> folders.stream().anyMatch(script.name()::startsWith))
                    .toList();
        }
        if (scripts.isEmpty()) {
            throw new IllegalArgumentException("no script begins with any of " + folders);
        }
        for (RunMode mode : RunMode.ALL) {
            for (Script script : scripts) {
                if (!isRight(script, mode)) {
                    return script.name() + ", " + mode;
                }
            }
        }
        return null;
    }

    private static boolean isRight(Script script, RunMode mode) {
        try (ScriptRunner runner = new ScriptRunner(script, mode, SEED)) {
            return runner.run().equals(ScriptRunner.text(script));
        } catch (RuntimeException | Error e) {
            return false; // whatever it is: the script does not give its result
        }
    }
}
