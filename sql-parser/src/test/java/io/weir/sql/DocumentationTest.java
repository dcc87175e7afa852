package io.weir.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every example in the reference of the statements is one. */
class DocumentationTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?s)\n```sql\n(.*?)\n```\n");

    @Test
    void examplesAreRead() throws IOException {
        List<ParsedStatement> statements = new ArrayList<>();
        Matcher examples = EXAMPLE.matcher(Files.readString(page()));
        while (examples.find()) {
            statements.addAll(new StatementParser().parseScript(examples.group(1)));
        }
        assertThat(statements).hasSizeGreaterThan(50).allSatisfy(statement -> {
            if (!statement.sql().startsWith("CREATE SECRET")) {
                Parsing.roundTrip(statement.sql());
            }
        });
    }

    /** The tests run in the module's directory, or in that of the whole project. */
    private static Path page() {
        Path page = Path.of("docs", "sql", "statements.md");
        return Files.exists(page) ? page : Path.of("..").resolve(page);
    }
}
