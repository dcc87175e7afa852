package io.weir.spi.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A mistake to plant in the engine. A list of them is a text of paragraphs, each one mistake:
 *
 * <pre>
 *   * what it comes to       "=" instead of "*": nobody finds it, and why
 *   path/of/File.java        below the folder of sources
 *   - code                   occurs once in the file
 *   + code with the mistake
 *   @ where to look          may be left out
 * </pre>
 *
 * @param meaning what it comes to
 * @param isToBeFound whether anything comes of it that the tests of the list can see
 * @param source the file
 * @param className of the file's class
 * @param code occurs once in the file
 * @param mistake what stands there instead
 * @param where words for the test; empty if there are none
 */
public record Mutation(
        String meaning,
        boolean isToBeFound,
        Path source,
        String className,
        String code,
        String mistake,
        List<String> where) {
    private static final String COMMENT = "#";

    /**
     * @param list the text
     * @param sources folder of sources, where packages begin
     * @param packageName of the folder that the list's files are below
     */
    public static List<Mutation> readAll(Path list, Path sources, String packageName) throws IOException {
        List<Mutation> mutations = new ArrayList<>();
        for (String paragraph : Files.readString(list).split("\n\n")) {
            List<String> lines =
                    paragraph.lines().filter(line -> !line.startsWith(COMMENT)).toList();
            if (!lines.isEmpty()) {
                mutations.add(read(lines, sources, packageName));
            }
        }
        return mutations;
    }

    private static Mutation read(List<String> lines, Path sources, String packageName) {
        String name = packageName + "." + lines.get(1).replace('/', '.').replace(".java", "");
        return new Mutation(
                lines.get(0).substring(2),
                lines.get(0).startsWith("*"),
                sources.resolve(name.replace('.', '/') + ".java"),
                name,
                lines.get(2).substring(2),
                lines.get(3).substring(2),
                lines.size() > 4 ? List.of(lines.get(4).substring(2).split(" ")) : List.of());
    }

    /** How often the code occurs; once, if the list is right. */
    public int occurrences() throws IOException {
        String text = text();
        int count = 0;
        for (int at = text.indexOf(code); at >= 0; at = text.indexOf(code, at + 1)) {
            count++;
        }
        return count;
    }

    /** The whole file, with the mistake. */
    String mutatedText() throws IOException {
        return text().replace(code, mistake);
    }

    private String text() throws IOException {
        return Files.readString(source, StandardCharsets.UTF_8);
    }
}
