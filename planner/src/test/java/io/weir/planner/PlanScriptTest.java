package io.weir.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.error.ErrorClass;
import io.weir.spi.error.WeirException;
import io.weir.sql.statement.ExplainDetail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the scripts in {@code plans/}. A script is a list of blocks, separated by empty lines. A block with a line
 * {@code ----} is a command and a statement above it, and the text that must come out below; other blocks are
 * statements to be executed. Commands: {@code logical}, {@code plan} (physical, with warnings), {@code graph},
 * {@code error} (the statement must fail with this text), {@code show} (SHOW CREATE of a name), {@code run} (as a
 * stream to the end of what was fed; rows sorted). A block {@code feed table} gives a table a batch of rows.
 *
 * <p>With {@code -Dplans.rewrite=true} the expected texts are replaced by what comes out, to be read in the diff.
 */
class PlanScriptTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/plans");
    private static final String EXPECTED = "----";

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.filter(file -> file.toString().endsWith(".test")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void plansAreAsWritten(Path script) throws IOException {
        String text = Files.readString(script);
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        PlannerFixture fixture = new PlannerFixture();
        for (String block : text.strip().split("\n\n+")) {
            expected.add(block);
            actual.add(run(block, fixture));
        }
        if (Boolean.getBoolean("plans.rewrite")) {
            Files.writeString(script, String.join("\n\n", actual) + "\n");
        } else {
            assertThat(String.join("\n\n", actual)).isEqualTo(String.join("\n\n", expected));
        }
    }

    private static String run(String block, PlannerFixture fixture) {
        String[] lines = block.split("\n");
        List<String> comments =
                Stream.of(lines).takeWhile(line -> line.startsWith("#")).toList();
        List<String> rest = Stream.of(lines).skip(comments.size()).toList();
        int separator = rest.indexOf(EXPECTED);
        String head = String.join("\n", separator < 0 ? rest : rest.subList(0, separator));
        if (head.isBlank()) {
            return block;
        }
        if (separator < 0 && head.startsWith("feed ")) {
            fixture.feed(head.substring("feed ".length(), head.indexOf('\n')), rest.subList(1, rest.size()));
            return block;
        }
        if (separator < 0) {
            fixture.execute(head);
            return block;
        }
        int space = head.indexOf(' ');
        String output = output(head.substring(0, space), head.substring(space + 1), fixture);
        String above = comments.isEmpty() ? "" : String.join("\n", comments) + "\n";
        return above + head + "\n" + EXPECTED + "\n" + output.replaceAll("\n\n+", "\n");
    }

    private static String output(String command, String sql, PlannerFixture fixture) {
        return switch (command) {
            case "logical" -> fixture.explain(sql, ExplainDetail.LOGICAL);
            case "plan" -> fixture.explain(sql, ExplainDetail.DEFAULT).replace("Physical plan:\n", "");
            case "graph" -> fixture.explain(sql, ExplainDetail.JOB_GRAPH);
            case "run" -> rows(fixture.run(sql));
            case "show" -> fixture.catalog().get(sql).toSql();
            case "error" -> error(sql, fixture);
            default -> throw new IllegalArgumentException("unknown command " + command);
        };
    }

    private static String rows(List<String> rows) {
        return rows.isEmpty() ? "(nothing)" : String.join("\n", rows);
    }

    private static String error(String sql, PlannerFixture fixture) {
        try {
            fixture.execute(sql);
            return "no error";
        } catch (WeirException e) {
            if (e.code().errorClass() == ErrorClass.INTERNAL) {
                throw e;
            }
            return e.sqlState() + " " + e.getMessage();
        } catch (UncheckedIOException e) {
            throw new IllegalStateException(e);
        }
    }
}
