package io.weir.connector.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.connector.base.ValueText;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Decodes and encodes records the way readers and writers do. */
public final class FormatHarness {
    private FormatHarness() {}

    public static Schema numbered(List<DataType> types) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            fields.add(new Field("c" + i, types.get(i)));
        }
        return new Schema(fields);
    }

    public static List<Integer> all(Schema schema) {
        return IntStream.range(0, schema.size()).boxed().toList();
    }

    /**
     * The rows of the records as text; a malformed record is its message. Records stand in the middle of other bytes.
     */
    public static List<String> decode(Format format, Schema schema, List<Integer> wanted, String... records) {
        List<DataType> types = wanted.stream().map(schema.types()::get).toList();
        Format.Decoder decoder = format.createDecoder(wanted);
        List<String> results = new ArrayList<>();
        BatchBuilder rows = new BatchBuilder(types);
        for (String record : records) {
            byte[] data = ("##" + record + "##").getBytes(StandardCharsets.UTF_8);
            try {
                decoder.decode(data, 2, data.length - 2, rows, Format.RowEnd.PLAIN);
            } catch (MalformedRecordException e) {
                rows.abandonRow();
                results.add(e.getMessage());
                continue;
            }
            Batch batch = rows.build();
            for (int row = 0; row < batch.rowCount(); row++) {
                results.add(ValueText.row(types, batch, row));
            }
        }
        return results;
    }

    public static List<String> decode(Format format, Schema schema, String... records) {
        return decode(format, schema, all(schema), records);
    }

    public static List<String> encode(Format format, Batch batch) {
        Format.Encoder encoder = format.createEncoder();
        List<String> records = new ArrayList<>();
        Format.ByteBuffer out = new Format.ByteBuffer(10);
        for (int row = 0; row < batch.rowCount(); row++) {
            out.reset();
            encoder.encode(batch, row, out);
            records.add(out.toString(StandardCharsets.UTF_8));
        }
        return records;
    }

    public static void assertRoundTrip(Format format, Schema schema, Batch batch, String description) {
        List<String> expected = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            expected.add(ValueText.row(schema.types(), batch, row));
        }
        List<String> records = encode(format, batch);
        assertThat(decode(format, schema, records.toArray(String[]::new)))
                .as(description)
                .isEqualTo(expected);
    }
}
