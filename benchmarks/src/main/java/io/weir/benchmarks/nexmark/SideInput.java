package io.weir.benchmarks.nexmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The file that q13 looks up: a line {@code key,value} for each key from 0, as the public benchmark has it. */
public final class SideInput {
    private static final String PLACE = "${SIDE_INPUT}";
    private static final int KEYS = 10_000;

    private SideInput() {}

    /** A script with the path of the file, which is written into the folder if the script reads it. */
    public static String in(String script, Path folder) throws IOException {
        if (!script.contains(PLACE)) {
            return script;
        }
        List<String> lines =
                IntStream.range(0, KEYS).mapToObj(key -> key + ",value-" + key).toList();
        Path file = folder.resolve("side_input.csv");
        Files.write(file, lines, StandardCharsets.UTF_8);
        return script.replace(PLACE, file.toString());
    }
}
