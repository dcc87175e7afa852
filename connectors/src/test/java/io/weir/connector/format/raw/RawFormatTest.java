package io.weir.connector.format.raw;

import static io.weir.connector.ConnectorHarness.schema;
import static io.weir.connector.ConnectorHarness.table;
import static io.weir.connector.format.FormatHarness.all;
import static io.weir.connector.format.FormatHarness.decode;
import static io.weir.connector.format.FormatHarness.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.base.ValueText;
import io.weir.connector.format.RandomRows;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RawFormatTest {
    private static Format format(Schema schema, Map<String, String> options) {
        return new RawFormatFactory().create(table(schema, options));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "REAL", "DOUBLE", "VARCHAR", "VARBINARY"})
    void valuesAreReadAsTheyWereWritten(TypeKind kind) throws MalformedRecordException {
        long seed = System.nanoTime();
        Schema schema = schema("v", DataType.of(kind).notNull());
        Batch batch = new RandomRows(seed, true).batch(schema.types(), 50);
        for (String order : List.of("big-endian", "little-endian")) {
            Format format = format(schema, Map.of("raw.endianness", order, "raw.charset", "UTF-16LE"));
            Format.Encoder encoder = format.createEncoder();
            Format.Decoder decoder = format.createDecoder(all(schema));
            BatchBuilder rows = new BatchBuilder(schema.types());
            for (int row = 0; row < batch.rowCount(); row++) {
                Format.ByteBuffer out = new Format.ByteBuffer(8);
                out.write(9);
                encoder.encode(batch, row, out);
                decoder.decode(out.array(), 1, out.size(), rows, Format.RowEnd.PLAIN);
            }
            Batch read = rows.build();
            for (int row = 0; row < batch.rowCount(); row++) {
                assertThat(ValueText.row(schema.types(), read, row))
                        .as("seed %s", seed)
                        .isEqualTo(ValueText.row(schema.types(), batch, row));
            }
        }
    }

    @Test
    void theRecordIsTheText() {
        Schema schema = schema("line", DataType.of(TypeKind.VARCHAR));
        Format format = format(schema, Map.of());
        assertThat(format.isLineBased()).isTrue();
        assertThat(decode(format, schema, "", " käse, ")).containsExactly("+I[]", "+I[ käse, ]");
        assertThat(decode(format, schema, List.of(), "x")).containsExactly("+I[]");
        assertThat(encode(
                        format,
                        new RandomRows(1, false)
                                .batch(List.of(schema.types().get(0).notNull()), 3)))
                .hasSize(3);
    }

    @Test
    void recordsOfAnotherWidthAreMalformed() {
        Schema schema = schema("n", DataType.of(TypeKind.INTEGER));
        Format format = format(schema, Map.of());
        assertThat(format.isLineBased()).isFalse();
        assertThat(decode(format, schema, "abcd", "abc"))
                .containsExactly("+I[1633837924]", "wanted 4 bytes of a INTEGER, found 3");
    }

    @Test
    void unfittingTablesAndOptionsAreRefused() {
        DataType text = DataType.of(TypeKind.VARCHAR);
        assertThatThrownBy(() -> format(schema("a", text, "b", text), Map.of()))
                .hasMessage("format 'raw' wants one column, found 2");
        assertThatThrownBy(() -> format(schema("a", DataType.of(TypeKind.DATE)), Map.of()))
                .hasMessageStartingWith("column \"a\" has a type that format 'raw' does not hold, DATE");
        assertThatThrownBy(() -> format(schema("a", text), Map.of("raw.charset", "x y")))
                .hasMessage("option 'raw.charset' wants a character set such as 'UTF-8', found 'x y'");
    }

    @Test
    void bytesThatAreNoTextAreMalformed() {
        Schema schema = schema("v", DataType.of(TypeKind.VARCHAR));
        byte[][] wrong = {
            {(byte) 0xC0, (byte) 0x80}, // longer than needed
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, // half of a pair
            {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, // behind the last character
            {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', (byte) 0xC3}, // cut off
            {(byte) 0xFF},
        };
        for (byte[] bytes : wrong) {
            Format.Decoder decoder = format(schema, Map.of()).createDecoder(all(schema));
            assertThatThrownBy(() -> decoder.decode(
                            bytes, 0, bytes.length, new BatchBuilder(schema.types()), Format.RowEnd.PLAIN))
                    .isInstanceOf(MalformedRecordException.class)
                    .hasMessageStartingWith("wanted UTF-8, found byte 0x");
        }
        Format.Decoder ascii = format(schema, Map.of("raw.charset", "US-ASCII")).createDecoder(all(schema));
        assertThatThrownBy(() ->
                        ascii.decode(new byte[] {'a', -1}, 0, 2, new BatchBuilder(schema.types()), Format.RowEnd.PLAIN))
                .hasMessageStartingWith("wanted text in US-ASCII");
    }
}
