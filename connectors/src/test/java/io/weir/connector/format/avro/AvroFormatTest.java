package io.weir.connector.format.avro;

import static io.weir.connector.ConnectorHarness.schema;
import static io.weir.connector.ConnectorHarness.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.ConnectorHarness;
import io.weir.connector.base.ValueText;
import io.weir.connector.format.FormatHarness;
import io.weir.connector.format.RandomRows;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.ObjectColumn;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

final class AvroFormatTest {
    private static final Schema EVERYTHING = everything();

    private static Schema everything() {
        List<DataType> types = new ArrayList<>(RandomRows.scalarTypes());
        types.removeIf(
                type -> type.kind() == TypeKind.INTERVAL_DAY_TIME || type.kind() == TypeKind.INTERVAL_YEAR_MONTH);
        DataType text = DataType.of(TypeKind.VARCHAR);
        types.add(DataType.array(DataType.array(DataType.of(TypeKind.TIMESTAMP_LTZ, 3))));
        types.add(DataType.map(
                text, DataType.row(List.of("x", "y"), List.of(DataType.of(TypeKind.REAL), text.notNull()))));
        return FormatHarness.numbered(types);
    }

    /** The schema that the columns give, as Avro knows it. */
    private static org.apache.avro.Schema avro(String name, DataType type) {
        org.apache.avro.Schema value = switch (type.kind()) {
            case BOOLEAN -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.BOOLEAN);
            case TINYINT, SMALLINT, INTEGER, DATE -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.INT);
            case REAL -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.FLOAT);
            case DOUBLE -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.DOUBLE);
            case CHAR, VARCHAR -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.STRING);
            case BINARY, VARBINARY, DECIMAL -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.BYTES);
            case ARRAY ->
                org.apache.avro.Schema.createArray(
                        avro(name + "e", type.children().get(0)));
            case MAP ->
                org.apache.avro.Schema.createMap(
                        avro(name + "v", type.children().get(1)));
            case ROW -> record(name, type.fieldNames(), type.children());
            default -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.LONG);
        };
        return type.nullable()
                ? org.apache.avro.Schema.createUnion(
                        org.apache.avro.Schema.create(org.apache.avro.Schema.Type.NULL), value)
                : value;
    }

    private static org.apache.avro.Schema record(String name, List<String> names, List<DataType> types) {
        List<org.apache.avro.Schema.Field> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(new org.apache.avro.Schema.Field(names.get(i), avro(name + "_" + i, types.get(i))));
        }
        return org.apache.avro.Schema.createRecord(name, null, null, false, fields);
    }

    private static byte[] throughAvro(byte[] record) throws IOException {
        org.apache.avro.Schema schema = record("r", EVERYTHING.names(), EVERYTHING.types());
        GenericRecord read = new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(record, null));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().blockingBinaryEncoder(out, null); // blocks with their sizes
        new GenericDatumWriter<GenericRecord>(schema).write(read, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static Format format(Schema schema) {
        return new AvroFormatFactory().create(table(schema, Map.of()));
    }

    private static String decode(Schema schema, List<Integer> wanted, byte[] record) throws MalformedRecordException {
        List<DataType> types = wanted.stream().map(schema.types()::get).toList();
        BatchBuilder rows = new BatchBuilder(types);
        format(schema).createDecoder(wanted).decode(record, 0, record.length, rows, Format.RowEnd.PLAIN);
        return ValueText.row(types, rows.build(), 0);
    }

    @Test
    void recordsAreThoseOfAvroBothWays() throws Exception {
        long seed = System.nanoTime();
        Batch batch = new RandomRows(seed, true).batch(EVERYTHING.types(), 200);
        Format.Encoder encoder = format(EVERYTHING).createEncoder();
        for (int row = 0; row < batch.rowCount(); row++) {
            Format.ByteBuffer out = new Format.ByteBuffer(16);
            encoder.encode(batch, row, out);
            String expected = ValueText.row(EVERYTHING.types(), batch, row);
            assertThat(decode(EVERYTHING, FormatHarness.all(EVERYTHING), out.toByteArray()))
                    .as("seed %s", seed)
                    .isEqualTo(expected);
            // A map of Avro's has an order of its own: compared with at most one entry.
            Object map = ((ObjectColumn) batch.column(EVERYTHING.size() - 1)).values()[row];
            if (map == null || ((Map<?, ?>) map).size() < 2) {
                assertThat(decode(EVERYTHING, FormatHarness.all(EVERYTHING), throughAvro(out.toByteArray())))
                        .as("seed %s", seed)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void fieldsThatAreNotWantedArePassedOver() throws Exception {
        Schema schema = schema(
                "a",
                DataType.of(TypeKind.VARCHAR),
                "b",
                DataType.array(DataType.of(TypeKind.BIGINT)),
                "c",
                DataType.of(TypeKind.INTEGER));
        byte[] record = {2, 4, 'x', 'y', 2, 4, 2, 2, 2, 4, 0, 2, 14};
        assertThat(decode(schema, List.of(2), record)).isEqualTo("+I[7]");
        assertThat(decode(schema, List.of(0, 1), record)).isEqualTo("+I[xy, [1, 2]]");
    }

    @Test
    void malformedRecordsSayWhatWasFoundAndWanted() {
        Schema schema = schema("t", DataType.of(TypeKind.VARCHAR).notNull(), "n", DataType.of(TypeKind.TINYINT));
        assertMalformed(schema, "field \"t\": wanted 1 more bytes, found the end of the record (at byte 0)");
        assertMalformed(schema, "field \"t\": wanted 5 bytes, found 1 (at byte 1)", 10, 'x');
        assertMalformed(schema, "field \"t\": wanted -1 bytes, found 1 (at byte 1)", 1, 'x');
        assertMalformed(schema, "field \"n\": wanted branch 0 (null) or 1, found 2 (at byte 2)", 0, 4);
        assertMalformed(schema, "field \"n\": wanted TINYINT, found 128", 0, 2, 128, 2);
        assertMalformed(schema, "wanted nothing behind the last field, found more (at byte 2)", 0, 0, 0);
        assertMalformed(
                schema,
                "field \"t\": wanted a number of at most 10 bytes, found more (at byte 10)",
                255,
                255,
                255,
                255,
                255,
                255,
                255,
                255,
                255,
                255);
        Schema array = schema("a", DataType.array(DataType.of(TypeKind.BIGINT)).notNull());
        assertMalformed(array, "field \"a\": wanted 1000000 items, found 2 bytes (at byte 3)", 128, 137, 122, 0, 0);
        Schema decimal = schema("d", DataType.decimal(3, 1).notNull());
        assertMalformed(decimal, "field \"d\": wanted DECIMAL(3, 1) NOT NULL, found 100.0", 4, 3, 232);
    }

    private static void assertMalformed(Schema schema, String message, int... bytes) {
        byte[] record = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            record[i] = (byte) bytes[i];
        }
        assertThatThrownBy(() -> decode(schema, FormatHarness.all(schema), record))
                .hasMessage(message);
    }

    @Test
    void aMalformedRecordDoesNotSpoilTheNextOnes() {
        Schema schema = schema(
                "t",
                DataType.of(TypeKind.VARCHAR).notNull(),
                "n",
                DataType.of(TypeKind.INTEGER).notNull());
        Format.Decoder decoder = format(schema).createDecoder(List.of(1));
        BatchBuilder rows = new BatchBuilder(schema.types().subList(1, 2));
        for (byte[] record :
                List.of(new byte[] {2, 'a', 2}, new byte[] {2, 'a'}, new byte[] {2, 'b', 4}, new byte[] {0, 6})) {
            try {
                decoder.decode(record, 0, record.length, rows, Format.RowEnd.PLAIN);
            } catch (MalformedRecordException e) {
                rows.abandonRow();
            }
        }
        assertThat(ConnectorHarness.texts(schema.types().subList(1, 2), rows.build()))
                .containsExactly("+I[1]", "+I[2]", "+I[3]");
    }

    @Test
    void anyBytesEndInRowsOrAMessage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] record = new byte[random.nextInt(40)];
            random.nextBytes(record);
            if (random.nextBoolean()) {
                Arrays.fill(record, 0, record.length / 2, (byte) 2);
            }
            try {
                decode(EVERYTHING, FormatHarness.all(EVERYTHING), record);
            } catch (MalformedRecordException e) {
                assertThat(e.getMessage()).as("seed %s", seed).isNotBlank();
            }
        }
    }

    @Test
    void unfittingTypesAreRefused() {
        Schema interval = schema("i", DataType.array(DataType.of(TypeKind.INTERVAL_DAY_TIME)));
        assertThatThrownBy(() -> format(interval))
                .hasMessage("column \"i\" has a type that format 'avro' does not hold, INTERVAL DAY TO SECOND");
        Schema map = schema("m", DataType.map(DataType.of(TypeKind.BIGINT), DataType.of(TypeKind.BIGINT)));
        assertThatThrownBy(() -> format(map))
                .hasMessage(
                        "column \"m\" has a type that format 'avro' does not hold, MAP<BIGINT, BIGINT>; keys of maps are texts");
    }
}
