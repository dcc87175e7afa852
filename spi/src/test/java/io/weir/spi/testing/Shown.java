package io.weir.spi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.TestReporter;

/** Figures and texts that a test yields, for people: to the test report, and to {@code target/shown-NAME.txt} because build tools drop the former. */
public final class Shown {
    private Shown() {}

    public static void show(TestReporter reporter, String name, Map<String, String> values) {
        reporter.publishEntry(values);
        StringBuilder text = new StringBuilder();
        new TreeMap<>(values)
                .forEach((key, value) ->
                        text.append(key).append(" = ").append(value).append('\n'));
        try {
            Files.createDirectories(Path.of("target"));
            Files.writeString(Path.of("target", "shown-" + name + ".txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
