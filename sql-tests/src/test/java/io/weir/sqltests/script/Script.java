package io.weir.sqltests.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A script: blocks separated by empty lines. Each is one of
 *
 * <pre>
 *   # a comment
 *   CREATE ...;                         statements, each ended by a semicolon
 *   feed TABLE                          rows, and lines "watermark TIME"
 *   expect VIEW                         the net change of a view since the last look; "(nothing)" if there is none
 *   query SELECT ...                    a query that ends, and its rows
 *   explain [PLAN] FOR SELECT ...       what EXPLAIN shows
 *   error STATEMENT                     what is wrong with a statement
 *   fail VIEW                           what the job of a view failed with
 *   clock 10 s                          time goes on
 *   show TABLE                          the statement that makes it
 * </pre>
 *
 * <p>SQL of a block ends at the first line that ends with a semicolon, or with the block's first line if there is none;
 * what is expected follows.
 *
 * @param name folder and file
 */
record Script(String name, Path file, List<Block> blocks) {
    /**
     * A block.
     *
     * @param comment lines above it, each with its line feed
     * @param command first word; empty for statements and for blocks of comments
     * @param argument what follows the command: SQL without its semicolon, or a name
     * @param head the lines as written that are not expected lines
     * @param lines expected lines, or what is fed
     */
    record Block(String comment, String command, String argument, String head, List<String> lines) {}

    private static final List<String> COMMANDS =
            List.of("feed", "expect", "query", "explain", "error", "fail", "clock", "show");
    private static final List<String> WITH_SQL = List.of("query", "explain", "error");

    static Script read(Path root, Path file) {
        try {
            return parse(root.relativize(file).toString(), file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Script parse(String name, Path file, String text) {
        List<Block> blocks = new ArrayList<>();
        for (String block : text.strip().split("\n\n+")) {
            blocks.add(block(block.lines().toList()));
        }
        return new Script(name, file, blocks);
    }

    private static Block block(List<String> lines) {
        int comments = 0;
        while (comments < lines.size() && lines.get(comments).startsWith("#")) {
            comments++;
        }
        String comment = text(lines.subList(0, comments));
        List<String> rest = lines.subList(comments, lines.size());
        if (rest.isEmpty()) {
            return new Block(comment, "", "", "", List.of());
        }
        String first = rest.get(0);
        String word = first.split(" ")[0];
        if (!COMMANDS.contains(word)) {
            return new Block(comment, "", text(rest), text(rest), List.of());
        }
        int headLines = 1;
        if (WITH_SQL.contains(word)) {
            for (int i = 0; i < rest.size(); i++) {
                if (rest.get(i).endsWith(";")) {
                    headLines = i + 1;
                    break;
                }
            }
        }
        String head = text(rest.subList(0, headLines));
        String argument = head.substring(word.length()).strip();
        if (argument.endsWith(";")) {
            argument = argument.substring(0, argument.length() - 1);
        }
        return new Block(comment, word, argument, head, List.copyOf(rest.subList(headLines, rest.size())));
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
