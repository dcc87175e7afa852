package io.weir.connector.format.csv;

import static io.weir.connector.ConnectorHarness.schema;
import static io.weir.connector.ConnectorHarness.table;
import static io.weir.connector.format.FormatHarness.assertRoundTrip;
import static io.weir.connector.format.FormatHarness.decode;
import static io.weir.connector.format.FormatHarness.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import io.weir.connector.format.FormatHarness;
import io.weir.connector.format.RandomRows;
import io.weir.spi.connector.Format;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CsvFormatTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType TEXT = DataType.of(TypeKind.VARCHAR);
    private static final Schema SCHEMA = schema("id", BIGINT, "name", TEXT, "price", DataType.decimal(10, 2));

    private static Format format(Schema schema, String... options) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            values.put(options[i], options[i + 1]);
        }
        return new CsvFormatFactory().create(table(schema, values));
    }

    @Test
    void randomRowsOfAllScalarTypesAreReadAsTheyWereWritten() {
        long seed = System.nanoTime();
        Schema schema = FormatHarness.numbered(RandomRows.scalarTypes());
        Batch batch = new RandomRows(seed, false).batch(schema.types(), 300);
        assertRoundTrip(format(schema), schema, batch, "seed " + seed);
        assertRoundTrip(
                format(schema, "csv.field-delimiter", ";", "csv.quote-character", "'", "csv.null-literal", "null"),
                schema,
                batch,
                "seed " + seed);
        assertRoundTrip(
                format(
                        schema,
                        "csv.field-delimiter",
                        "\\t",
                        "csv.escape-character",
                        "\\",
                        "csv.allow-comments",
                        "true"),
                schema,
                batch,
                "seed " + seed);
        assertRoundTrip(
                format(
                        schema,
                        "csv.disable-quote-character",
                        "true",
                        "csv.escape-character",
                        "\\",
                        "csv.null-literal",
                        "NULL!"),
                schema,
                batch,
                "seed " + seed);
    }

    @Test
    void otherReadersUnderstandWhatIsWritten() {
        long seed = System.nanoTime();
        Schema schema = FormatHarness.numbered(List.of(TEXT.notNull(), TEXT.notNull()));
        Batch batch = new RandomRows(seed, true).batch(schema.types(), 200);
        String file = String.join("\n", encode(format(schema), batch));
        List<List<String>> expected = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            expected.add(List.of(((BytesColumn) batch.column(0)).text(row), ((BytesColumn) batch.column(1)).text(row)));
        }
        List<List<String>> read = CsvReader.builder().ofCsvRecord(file).stream()
                .map(record -> record.getFields())
                .toList();
        assertThat(read).as("seed %s", seed).isEqualTo(expected);
    }

    @Test
    void cellsAreCutAtDelimitersOutsideQuotes() {
        assertThat(decode(
                        format(SCHEMA),
                        SCHEMA,
                        "1,a,2.5",
                        "2,\"b, \"\"c\"\"\",3\r\n",
                        "3,\"\",",
                        ",,",
                        " 4 , d , 5 ",
                        "5,e\"f,6",
                        ""))
                .containsExactly(
                        "+I[1, a, 2.50]",
                        "+I[2, b, \"c\", 3.00]",
                        "+I[3, , null]",
                        "+I[null, null, null]",
                        "+I[4,  d , 5.00]",
                        "+I[5, e\"f, 6.00]");
    }

    @Test
    void anUnquotedNullLiteralIsNull() {
        assertThat(decode(format(SCHEMA, "csv.null-literal", "NULL"), SCHEMA, "NULL,NULL,1", "1,\"NULL\",1", "1,,1"))
                .containsExactly("+I[null, null, 1.00]", "+I[1, NULL, 1.00]", "+I[1, , 1.00]");
        Schema texts = schema("a", TEXT.notNull(), "b", TEXT);
        assertThat(decode(format(texts), texts, ",")).containsExactly("+I[, null]");
    }

    @Test
    void onlyWantedColumnsAreRead() {
        assertThat(decode(format(SCHEMA), SCHEMA, List.of(1), "no number,a,none"))
                .containsExactly("+I[a]");
    }

    @Test
    void malformedRecordsSayWhatWasFoundAndWanted() {
        Schema schema = schema("id", BIGINT.notNull(), "at", DataType.of(TypeKind.DATE));
        assertThat(decode(
                        format(schema),
                        schema,
                        "1",
                        "1,2024-01-01,3",
                        "x,2024-01-01",
                        ",2024-01-01",
                        "1,2024-13-01",
                        "1,\"2024-01-01",
                        "\"1\"x,2024-01-01",
                        "12345678901234567890,"))
                .containsExactly(
                        "wanted 2 cells, found 1",
                        "wanted 2 cells, found more",
                        "column \"id\": wanted BIGINT NOT NULL, found \"x\"",
                        "column \"id\": wanted BIGINT NOT NULL, found null",
                        "column \"at\": wanted a date such as '2024-02-29', found \"2024-13-01\"",
                        "wanted a closing quote of cell 2, found the end of the line (line breaks inside quotes are not read)",
                        "wanted a delimiter behind the closing quote of cell 1, found \"x\"",
                        "column \"id\": wanted BIGINT NOT NULL, found \"12345678901234567890\"");
    }

    @Test
    void aMalformedRecordDoesNotSpoilTheNextOnes() {
        for (String bad : List.of("1,\"half", "7,b,x", "7,b", "7,b,1,1")) {
            assertThat(decode(format(SCHEMA), SCHEMA, "1,a,2", bad, "1,a,2", "1,a,2"))
                    .hasSize(4)
                    .filteredOn(row -> row.equals("+I[1, a, 2.00]"))
                    .hasSize(3);
            assertThat(decode(
                            format(SCHEMA, "csv.ignore-parse-errors", "true"), SCHEMA, "1,a,2", bad, "1,a,2", "1,a,2"))
                    .containsExactly("+I[1, a, 2.00]", "+I[1, a, 2.00]", "+I[1, a, 2.00]");
        }
    }

    @Test
    void commentsArePassedOverWhenAllowed() {
        assertThat(decode(format(SCHEMA, "csv.allow-comments", "true"), SCHEMA, "# nothing", "1,a,2"))
                .containsExactly("+I[1, a, 2.00]");
    }

    @Test
    void aHeaderNamesTheColumns() {
        Schema schema = schema("id", BIGINT, "a,b", TEXT);
        Format format = format(schema, "csv.header", "true");
        assertThat(format.headerLineCount()).isEqualTo(1);
        assertThat(new String(format.fileHeader(), StandardCharsets.UTF_8)).isEqualTo("id,\"a,b\"\n");
        assertThat(format(schema).headerLineCount()).isZero();
        assertThat(format(schema).fileHeader()).isEmpty();
    }

    @Test
    void unfittingTypesAndOptionsAreRefused() {
        Schema nested = schema("a", DataType.array(TEXT));
        assertThatThrownBy(() -> format(nested))
                .hasMessage("column \"a\" wants a scalar type for format 'csv', found ARRAY<VARCHAR>");
        assertThatThrownBy(() -> format(SCHEMA, "csv.field-delimiter", ";;"))
                .hasMessage("option 'csv.field-delimiter' wants one ASCII character, or \\t, found ';;'");
        assertThatThrownBy(() -> format(SCHEMA, "csv.field-delimiter", "\""))
                .hasMessage(
                        "options 'csv.field-delimiter', 'csv.quote-character' and 'csv.escape-character' want different "
                                + "characters");
    }
}
