package io.weir.runtime.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A mistake to plant in the engine.
 *
 * @param hasEffect whether anything comes of it
 * @param file below {@code io/weir/runtime}
 * @param code occurs once in it
 */
record Mutation(String meaning, boolean hasEffect, String file, String code, String mistake) {
    private static final Path SOURCES = Path.of("src/main/java/io/weir/runtime");

    static List<Mutation> all() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/mutations.txt"), StandardCharsets.UTF_8);
        List<Mutation> mutations = new ArrayList<>();
        for (String paragraph : text.split("\n\n")) {
            List<String> lines =
                    paragraph.lines().filter(line -> !line.startsWith("#")).toList();
            if (!lines.isEmpty()) {
                mutations.add(new Mutation(
                        lines.get(0).substring(2),
                        lines.get(0).startsWith("*"),
                        lines.get(1),
                        lines.get(2).substring(2),
                        lines.get(3).substring(2)));
            }
        }
        return mutations;
    }

    String source() throws IOException {
        return Files.readString(SOURCES.resolve(file), StandardCharsets.UTF_8);
    }

    int occurrences() throws IOException {
        String source = source();
        int count = 0;
        for (int at = source.indexOf(code); at >= 0; at = source.indexOf(code, at + 1)) {
            count++;
        }
        return count;
    }

    String className() {
        return "io.weir.runtime." + file.replace('/', '.').replace(".java", "");
    }
}
