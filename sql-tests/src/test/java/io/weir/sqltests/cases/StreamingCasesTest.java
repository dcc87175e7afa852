package io.weir.sqltests.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.runtime.testing.RowText;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.sqltests.script.RowFormat;
import io.weir.sqltests.script.RunMode;
import io.weir.sqltests.script.ScriptSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs every case straight, and killed with rows under way and restored at another parallelism. */
class StreamingCasesTest {
    private static final Path ROOT = Path.of("src/test/resources/cases");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MathContext DIGITS = new MathContext(12);
    private static final long SEED = 7;
    private static final int FEEDS = 4;
    /** Behind all rows, and all windows with them. */
    private static final String END = "2100-01-01T00:00:00";

    @TestFactory
    Stream<DynamicTest> casesGiveTheRowsThatOthersWroteDown() throws IOException {
        JsonNode dataSet = JSON.readTree(Files.readString(ROOT.resolve("tpch-data.json")));
        List<DynamicTest> tests = new ArrayList<>();
        for (String file : List.of("arroyo.jsonl", "nexmark.jsonl", "tpch.jsonl")) {
            for (String line : Files.readAllLines(ROOT.resolve(file))) {
                StreamingCase streamingCase = StreamingCase.of(JSON.readTree(line), dataSet);
                for (RunMode mode : List.of(RunMode.STRAIGHT, RunMode.KILLED)) {
                    tests.add(
                            DynamicTest.dynamicTest(streamingCase.id() + " " + mode, () -> check(streamingCase, mode)));
                }
            }
        }
        return tests.stream();
    }

    private static void check(StreamingCase streamingCase, RunMode mode) {
        try (ScriptSession session = new ScriptSession(mode, SEED)) {
            streamingCase.tables().forEach(table -> session.execute(createTable(table, streamingCase.hasDeletions())));
            session.watch("result", "SELECT STREAM * FROM (" + inWeirsWords(streamingCase.select()) + ")");
            List<StreamingCase.Event> events = streamingCase.events();
            for (int feed = 0; feed < FEEDS; feed++) {
                int from = events.size() * feed / FEEDS;
                int to = events.size() * (feed + 1) / FEEDS;
                events.subList(from, to).forEach(event -> feed(session, event));
                for (JsonNode table : streamingCase.tables()) {
                    session.table(table.get("name").asText()).mark();
                }
                session.settle();
            }
            for (JsonNode table : streamingCase.tables()) {
                if (timeColumn(table) != null) {
                    session.watermark(table.get("name").asText(), RowText.micros(END));
                }
            }
            session.settle();
            assertThat(session.values("result", StreamingCasesTest::text)).isEqualTo(expected(streamingCase));
        }
    }

    private static String createTable(JsonNode table, boolean hasDeletions) {
        List<String> columns = new ArrayList<>();
        for (JsonNode column : table.get("cols")) {
            String type = column.get(1).asText();
            columns.add("\"" + column.get(0).asText() + "\" "
                    + switch (type) {
                        case "DECIMAL" -> "DECIMAL(15, 2)";
                        case "TIMESTAMP" -> "TIMESTAMP(3)";
                        default -> type;
                    });
        }
        String time = timeColumn(table);
        if (time != null) {
            // The rows expected count every row, however late it comes.
            columns.add("WATERMARK FOR " + time + " AS " + time + " - INTERVAL '1' HOUR");
        }
        return "CREATE TABLE " + table.get("name").asText() + " (" + String.join(", ", columns)
                + ") WITH (connector = 'script', changelog = '" + (hasDeletions ? "all" : "insert-only") + "')";
    }

    /** Nexmark's tables name no event time, for where they come from it is that of the window function's argument. */
    private static @Nullable String timeColumn(JsonNode table) {
        if (table.hasNonNull("watermark")) {
            return table.get("watermark").asText();
        }
        for (JsonNode column : table.get("cols")) {
            if (column.get(0).asText().equals("date_time")) {
                return "date_time";
            }
        }
        return null;
    }

    /** RisingWave calls window functions by table and column, and names what comes out after the table. */
    private static String inWeirsWords(String select) {
        return select.replaceAll(
                        "(HOP|TUMBLE)\\((\\w+), date_time, ([^)]*)\\)",
                        "TABLE($1(TABLE $2, DESCRIPTOR(date_time), $3)) AS $2")
                .replaceAll(" as avg\\b", " AS \"avg\"");
    }

    private static void feed(ScriptSession session, StreamingCase.Event event) {
        List<DataType> types = session.table(event.table()).types();
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            JsonNode value = event.row().get(i);
            String text = value.asText();
            if (value.isNull()) {
                values.add(null);
            } else if (types.get(i).isText()) {
                values.add(text);
            } else {
                values.add(RowFormat.value(types.get(i), text.replace(' ', 'T')));
            }
        }
        session.feed(event.table(), event.isInsertion() ? RowKind.INSERT : RowKind.DELETE, values);
    }

    private static Map<String, Long> expected(StreamingCase streamingCase) {
        Map<String, Long> rows = new HashMap<>();
        for (JsonNode row : streamingCase.expected()) {
            List<String> values = new ArrayList<>();
            for (JsonNode value : row) {
                values.add(expectedText(value));
            }
            rows.merge(String.join(" | ", values), 1L, Long::sum);
        }
        return rows;
    }

    private static String expectedText(JsonNode value) {
        if (value.isNull()) {
            return "NULL";
        }
        if (value.isNumber()) {
            return plain(value.decimalValue());
        }
        String text = value.asText();
        if (text.matches("\\d{4}-\\d{2}-\\d{2}T.*")) {
            return plain(BigDecimal.valueOf(RowText.micros(text)));
        }
        return text.matches("\\d{4}-\\d{2}-\\d{2}")
                ? plain(BigDecimal.valueOf(LocalDate.parse(text).toEpochDay()))
                : text;
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Double number) {
            return plain(BigDecimal.valueOf(number));
        }
        return value instanceof Number ? plain(new BigDecimal(value.toString())) : value.toString();
    }

    private static String plain(BigDecimal number) {
        BigDecimal rounded = number.scale() > 0 ? number.round(DIGITS) : number;
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
