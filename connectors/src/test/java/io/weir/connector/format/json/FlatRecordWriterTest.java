package io.weir.connector.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.connector.format.FormatHarness;
import io.weir.connector.format.RandomRows;
import io.weir.spi.connector.Format.ByteBuffer;
import io.weir.spi.connector.Options;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** It writes what the generator writes, byte by byte. */
class FlatRecordWriterTest {
    private static final int ROWS = 500;
    private static final List<DataType> TYPES = RandomRows.scalarTypes().stream()
            .filter(type -> FlatRecordWriter.writes(new Schema(List.of(new Field("a", type)))))
            .toList();

    private static void assertSame(Schema schema, JsonOptions options, Batch batch, String what) {
        FlatRecordWriter writer = new FlatRecordWriter(schema, options);
        JsonRowEncoder encoder = new JsonRowEncoder(schema, options);
        for (int row = 0; row < batch.rowCount(); row++) {
            ByteBuffer written = new ByteBuffer(16);
            ByteBuffer generated = new ByteBuffer(16);
            writer.write(batch, row, written);
            encoder.generate(batch, row, generated);
            assertThat(written.toString(StandardCharsets.UTF_8))
                    .as(what)
                    .isEqualTo(generated.toString(StandardCharsets.UTF_8));
        }
    }

    private static JsonOptions options(Map<String, String> values) {
        return JsonOptions.Keys.of("json").read(new Options(values));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void randomRowsAreWrittenAlike(String flag) {
        long seed = System.nanoTime();
        Schema schema = FormatHarness.numbered(TYPES);
        Batch batch = new RandomRows(seed, true).batch(TYPES, ROWS);
        JsonOptions options =
                options(Map.of("json.encode.decimal-as-plain-number", flag, "json.encode.ignore-null-fields", flag));
        assertSame(schema, options, batch, "seed " + seed);
        // And read back straight, wherever that is possible, as the parser reads it.
        FlatRecordReader reader = new FlatRecordReader(schema.names(), schema.types());
        FlatRecordWriter writer = new FlatRecordWriter(schema, options);
        for (int row = 0; row < ROWS; row++) {
            ByteBuffer written = new ByteBuffer(16);
            writer.write(batch, row, written);
            BatchBuilder rows = new BatchBuilder(schema.types());
            if (reader.read(written.array(), 0, written.size(), rows)) {
                rows.endRow();
                ByteBuffer again = new ByteBuffer(16);
                writer.write(rows.build(), 0, again);
                assertThat(again.toString(StandardCharsets.UTF_8))
                        .as("seed %s", seed)
                        .isEqualTo(written.toString(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void specialCharactersAndNumbersAreWrittenAlike() {
        Schema schema = new Schema(List.of(
                new Field("na\"me\n", DataType.of(TypeKind.VARCHAR)),
                new Field("n", DataType.of(TypeKind.BIGINT)),
                new Field("d", DataType.of(TypeKind.DOUBLE))));
        BatchBuilder rows = new BatchBuilder(schema.types());
        String[] texts = {"", "a\"b\\c/", "\b\f\n\r\t\u0000\u001f\u007f", "käse € 😀", "x".repeat(5000) + "\""};
        long[] numbers = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1_000_000};
        double[] doubles = {0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, 1e300};
        for (int i = 0; i < texts.length; i++) {
            byte[] text = texts[i].getBytes(StandardCharsets.UTF_8);
            rows.column(0).addBytes(text, 0, text.length);
            rows.column(1).addLong(numbers[i]);
            rows.column(2).addDouble(doubles[i]);
            rows.endRow();
        }
        assertSame(schema, options(Map.of()), rows.build(), "special");
    }
}
