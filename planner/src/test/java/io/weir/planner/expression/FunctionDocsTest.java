package io.weir.planner.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/sql/functions.md in step with the operator table. {@code -Dweir.write-docs} writes the page instead of
 * comparing.
 */
final class FunctionDocsTest {

    @Test
    void pageListsEveryOperator() throws Exception {
        Path page = Path.of("..", "docs", "sql", "functions.md");
        String wanted = FunctionDocs.page();
        if (System.getProperty("weir.write-docs") != null) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, wanted);
        }
        assertThat(Files.readString(page)).as("run with -Dweir.write-docs").isEqualTo(wanted);
    }
}
