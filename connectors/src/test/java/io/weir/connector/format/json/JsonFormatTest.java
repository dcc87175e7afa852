package io.weir.connector.format.json;

import static io.weir.connector.ConnectorHarness.schema;
import static io.weir.connector.ConnectorHarness.table;
import static io.weir.connector.format.FormatHarness.assertRoundTrip;
import static io.weir.connector.format.FormatHarness.decode;
import static io.weir.connector.format.FormatHarness.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.format.FormatHarness;
import io.weir.connector.format.RandomRows;
import io.weir.spi.connector.Format;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.ObjectColumn;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonFormatTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType TEXT = DataType.of(TypeKind.VARCHAR);
    private static final Schema SCHEMA = schema("id", BIGINT, "name", TEXT, "price", DataType.decimal(10, 2));

    private static Format format(Schema schema, String... options) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            values.put(options[i], options[i + 1]);
        }
        return new JsonFormatFactory().create(table(schema, values));
    }

    @Test
    void randomRowsOfAllTypesAreReadAsTheyWereWritten() {
        long seed = System.nanoTime();
        List<DataType> types = new ArrayList<>(RandomRows.scalarTypes());
        types.add(DataType.array(DataType.array(DataType.of(TypeKind.TIMESTAMP_LTZ, 3))));
        types.add(DataType.map(TEXT, DataType.row(List.of("x", "y z"), List.of(DataType.of(TypeKind.REAL), TEXT))));
        Schema schema = FormatHarness.numbered(types);
        Batch batch = new RandomRows(seed, true).batch(types, 300);
        assertRoundTrip(format(schema), schema, batch, "seed " + seed);
        assertRoundTrip(format(schema, "json.timestamp-format.standard", "ISO-8601"), schema, batch, "seed " + seed);
        assertRoundTrip(format(schema, "json.encode.decimal-as-plain-number", "false"), schema, batch, "seed " + seed);
    }

    @Test
    void fieldsAreFoundByNameInAnyOrder() {
        assertThat(decode(
                        format(SCHEMA),
                        SCHEMA,
                        "{\"id\":1,\"name\":\"a\",\"price\":1.5}",
                        " { \"price\" : \"2.50\" , \"other\" : {\"id\":[9]} , \"name\" : \"käse \\u20ac \\ud83d\\ude00\" , \"id\" : 2 } ",
                        "{\"ID\":3}"))
                .containsExactly("+I[1, a, 1.50]", "+I[2, käse € 😀, 2.50]", "+I[null, null, null]");
    }

    @Test
    void onlyWantedColumnsAreRead() {
        assertThat(decode(format(SCHEMA), SCHEMA, List.of(1), "{\"id\":\"no number\",\"name\":\"a\",\"price\":{}}"))
                .containsExactly("+I[a]");
        assertThat(decode(format(SCHEMA), SCHEMA, List.of(), "{\"id\":1}")).containsExactly("+I[]");
    }

    @Test
    void ofAFieldThatOccursTwiceTheLastOneCounts() {
        assertThat(decode(
                        format(SCHEMA),
                        SCHEMA,
                        "{\"name\":\"first\",\"id\":1,\"name\":\"second\",\"id\":null,\"price\":null,\"price\":3}"))
                .containsExactly("+I[null, second, 3.00]");
    }

    @Test
    void decimalsAreExactAndRoundedHalfUp() {
        Schema schema = schema("d", DataType.decimal(18, 2), "big", DataType.decimal(38, 20));
        assertThat(decode(
                        format(schema),
                        schema,
                        "{\"d\":9007199254740993.01,\"big\":0.12345678901234567891}",
                        "{\"d\":0.005,\"big\":1e3}",
                        "{\"d\":-1.2e1,\"big\":\"-7\"}",
                        "{\"d\":1e-999999999,\"big\":0e999999999}"))
                .containsExactly(
                        "+I[9007199254740993.01, 0.12345678901234567891]",
                        "+I[0.01, 1000.00000000000000000000]",
                        "+I[-12.00, -7.00000000000000000000]",
                        "+I[0.00, 0E-20]".replace("0E-20", "0.00000000000000000000"));
    }

    @Test
    void textsTakeEveryValue() {
        Schema schema = schema("t", TEXT);
        assertThat(decode(
                        format(schema),
                        schema,
                        "{\"t\":1.50}",
                        "{\"t\":true}",
                        "{\"t\":{\"a\":[1,2.50]}}",
                        "{\"t\":\"\\ud800\"}"))
                .containsExactly("+I[1.50]", "+I[true]", "+I[{\"a\":[1,2.50]}]", "+I[\uFFFD]");
    }

    @Test
    void blankRecordsAreNone() {
        assertThat(decode(format(SCHEMA), SCHEMA, "", "  \r")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1] | wanted a JSON object, found an array",
                "17 | wanted a JSON object, found 17",
                "{\"id\":1} {} | wanted nothing behind the JSON object, found an object",
                "{\"id\":1}, | not JSON: Unexpected character (',' (code 44)): expected a value (at byte 8)",
                "{\"id\":1 | not JSON: Unexpected end-of-input: expected close marker for Object (at byte 7)",
                "{id:1} | not JSON: Unexpected character ('i' (code 105)): was expecting double-quote to start field name (at byte 1)",
                "{\"id\":01} | not JSON: Invalid numeric value: Leading zeroes not allowed (at byte 7)",
                "{\"id\":1.5} | field \"id\": wanted BIGINT, found \"1.5\"",
                "{\"id\":9223372036854775808} | field \"id\": wanted BIGINT, found 9223372036854775808",
                "{\"id\":\"9223372036854775808\"} | field \"id\": wanted BIGINT, found \"9223372036854775808\"",
                "{\"id\":\"x\"} | field \"id\": wanted BIGINT, found \"x\"",
                "{\"id\":true} | field \"id\": wanted BIGINT, found true",
                "{\"id\":{}} | field \"id\": wanted BIGINT, found an object",
                "{\"price\":123456789.5} | field \"price\": wanted DECIMAL(10, 2), found \"123456789.5\"",
                "{\"price\":1e999999999} | field \"price\": wanted DECIMAL(10, 2), found \"1e999999999\"",
                "{\"price\":99999999.999} | field \"price\": wanted DECIMAL(10, 2), found \"99999999.999\"",
            })
    void malformedRecordsSayWhatWasFoundAndWanted(String record, String message) {
        assertThat(decode(format(SCHEMA), SCHEMA, record)).containsExactly(message);
    }

    @Test
    void malformedValuesOfOtherTypesAreNamedToo() {
        Schema schema = schema(
                "t", DataType.of(TypeKind.TINYINT).notNull(),
                "a", DataType.array(DataType.row(List.of("f"), List.of(DataType.of(TypeKind.TIMESTAMP, 3)))),
                "c", DataType.of(TypeKind.CHAR, 2),
                "d", DataType.of(TypeKind.DOUBLE));
        assertThat(decode(
                        format(schema),
                        schema,
                        "{\"t\":128}",
                        "{\"t\":null}",
                        "{}",
                        "{\"t\":1,\"a\":[{\"f\":\"2024-02-30 00:00:00\"}]}",
                        "{\"t\":1,\"a\":[{\"f\":\"2024-02-29 00:00:00Z\"}]}",
                        "{\"t\":1,\"a\":{}}",
                        "{\"t\":1,\"c\":\"äöü\"}",
                        "{\"t\":1,\"d\":1e400}",
                        "{\"t\":1,\"d\":\"0x1p3\"}",
                        "{\"t\":1,\"c\":\"ä\",\"d\":\"1e3\"}"))
                .containsExactly(
                        "field \"t\": wanted TINYINT NOT NULL, found 128",
                        "field \"t\": wanted TINYINT NOT NULL, found null",
                        "field \"t\" is missing",
                        "field \"a\": field \"f\": wanted a timestamp without zone such as '2024-02-29 23:59:59.123', found "
                                + "\"2024-02-30 00:00:00\"",
                        "field \"a\": field \"f\": wanted a timestamp without zone such as '2024-02-29 23:59:59.123', found "
                                + "\"2024-02-29 00:00:00Z\"",
                        "field \"a\": wanted ARRAY<ROW<\"f\" TIMESTAMP(3)>>, found an object",
                        "field \"c\": wanted CHAR(2), found 3 characters",
                        "field \"d\": wanted DOUBLE, found 1e400",
                        "field \"d\": wanted DOUBLE, found \"0x1p3\"",
                        "+I[1, null, ä , 1000.0]");
    }

    @Test
    void depthIsBounded() {
        assertThat(decode(format(SCHEMA), SCHEMA, "{\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}"))
                .allMatch(message ->
                        message.startsWith("not JSON: Document nesting depth (201) exceeds the maximum allowed (200"));
    }

    @Test
    void aMalformedRecordDoesNotSpoilTheNextOnes() {
        String valid = "{\"id\":1,\"name\":\"a\",\"price\":2}";
        for (String bad :
                List.of("{\"id\":7,\"name\":\"half", "{\"id\":7,\"name\":\"x\",\"price\":\"y\"}", "]", "{\"id\":7}}")) {
            assertThat(decode(format(SCHEMA), SCHEMA, valid, bad, valid, valid))
                    .hasSize(4)
                    .filteredOn(row -> row.equals("+I[1, a, 2.00]"))
                    .hasSize(3);
            assertThat(decode(format(SCHEMA, "json.ignore-parse-errors", "true"), SCHEMA, valid, bad, valid, valid))
                    .containsExactly("+I[1, a, 2.00]", "+I[1, a, 2.00]", "+I[1, a, 2.00]");
        }
    }

    @Test
    void missingFieldsFailWhenAskedTo() {
        assertThat(decode(format(SCHEMA, "json.fail-on-missing-field", "true"), SCHEMA, "{\"id\":1,\"price\":null}"))
                .containsExactly("field \"name\" is missing");
    }

    @Test
    void nullKeysOfMapsAreTreatedAsTheOptionSays() {
        Schema schema = schema("m", DataType.map(TEXT, BIGINT));
        BatchBuilder rows = new BatchBuilder(schema.types());
        Map<Object, Object> map = new HashMap<>();
        map.put(null, 1L);
        rows.addRow(schema.types(), RowKind.INSERT_CODE, List.of(Collections.unmodifiableMap(map)));
        Batch batch = rows.build();
        assertThatThrownBy(() -> encode(format(schema), batch))
                .hasMessage("a map has a null key, which JSON cannot hold\n"
                        + "Hint: Set 'json.map-null-key.mode' to 'drop' or 'literal'.");
        assertThat(encode(format(schema, "json.map-null-key.mode", "DROP"), batch))
                .containsExactly("{\"m\":{}}");
        assertThat(encode(
                        format(schema, "json.map-null-key.mode", "LITERAL", "json.map-null-key.literal", "none"),
                        batch))
                .containsExactly("{\"m\":{\"none\":1}}");
    }

    @Test
    void rowsAreWrittenCompactly() {
        Schema schema = schema(
                "id",
                BIGINT,
                "at",
                DataType.of(TypeKind.TIMESTAMP, 3),
                "price",
                DataType.decimal(12, 10),
                "gone",
                TEXT);
        BatchBuilder rows = new BatchBuilder(schema.types());
        List<Object> values = new ArrayList<>(List.of(1L, 1_700_000_000_123_000L, new BigDecimal("0.0000000001")));
        values.add(null);
        rows.addRow(schema.types(), RowKind.INSERT_CODE, values);
        Batch batch = rows.build();
        assertThat(encode(format(schema), batch))
                .containsExactly("{\"id\":1,\"at\":\"2023-11-14 22:13:20.123\",\"price\":0.0000000001,\"gone\":null}");
        assertThat(encode(
                        format(
                                schema,
                                "json.encode.ignore-null-fields",
                                "true",
                                "json.timestamp-format.standard",
                                "iso-8601"),
                        batch))
                .containsExactly("{\"id\":1,\"at\":\"2023-11-14T22:13:20.123\",\"price\":0.0000000001}");
    }

    @Test
    void decimalsAreWrittenAsTheirObjectsWouldBe() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        for (int scale = 0; scale <= 8; scale++) {
            Schema schema = schema("short", DataType.decimal(18, scale), "long", DataType.decimal(38, scale));
            int count = 1000;
            long[] high = new long[count];
            long[] low = new long[count];
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long value = random.nextLong() >> random.nextInt(Long.SIZE);
                low[i] = value;
                high[i] = random.nextInt(8) == 0 ? random.nextLong(-1000, 1000) : value >> 63;
                expected.add("{\"short\":" + BigDecimal.valueOf(value, scale).toPlainString() + ",\"long\":"
                        + ObjectColumn.decimal(high[i], value, scale).toPlainString() + "}");
            }
            Batch batch = Batch.of(
                    count, new LongColumn(count, low, null), ObjectColumn.ofDecimals(count, high, low, scale, null));
            assertThat(encode(format(schema), batch))
                    .as("seed %s, scale %s", seed, scale)
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void unfittingTypesAndOptionsAreRefused() {
        Schema map = schema("m", DataType.map(BIGINT, TEXT));
        assertThatThrownBy(() -> format(map))
                .hasMessage("column \"m\" wants a map with text keys for format 'json', found MAP<BIGINT, VARCHAR>");
        assertThatThrownBy(
                        () -> format(SCHEMA, "json.ignore-parse-errors", "true", "json.fail-on-missing-field", "true"))
                .hasMessage("options 'json.fail-on-missing-field' and 'json.ignore-parse-errors' exclude each other");
    }
}
