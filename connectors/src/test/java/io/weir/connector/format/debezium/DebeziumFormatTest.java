package io.weir.connector.format.debezium;

import static io.weir.connector.ConnectorHarness.schema;
import static io.weir.connector.ConnectorHarness.table;
import static io.weir.connector.format.FormatHarness.decode;
import static io.weir.connector.format.FormatHarness.encode;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.connector.Format;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DebeziumFormatTest {
    private static final Schema SCHEMA =
            schema("id", DataType.of(TypeKind.BIGINT), "name", DataType.of(TypeKind.VARCHAR));

    private static Format format(Map<String, String> options) {
        return new DebeziumFormatFactory().create(table(SCHEMA, options));
    }

    private static List<String> read(String... records) {
        return decode(format(Map.of()), SCHEMA, records);
    }

    @Test
    void eventsBecomeAChangelog() {
        assertThat(read(
                        "{\"before\":null,\"after\":{\"id\":1,\"name\":\"a\"},\"source\":{\"op\":\"x\",\"after\":1},\"op\":\"c\",\"ts_ms\":5}",
                        "{\"op\":\"r\",\"after\":{\"id\":2,\"name\":\"käse\"}}",
                        "{\"before\":{\"id\":1,\"name\":\"a\"},\"after\":{\"id\":1,\"name\":\"b }\"},\"op\":\"u\"}",
                        " {\"before\" : {\"id\":2} , \"after\":null,\"op\":\"d\"} ",
                        "",
                        "null"))
                .containsExactly("+I[1, a]", "+I[2, käse]", "-U[1, a]", "+U[1, b }]", "-D[2, null]");
    }

    @Test
    void onlyWantedColumnsAreRead() {
        assertThat(decode(
                        format(Map.of()), SCHEMA, List.of(1), "{\"op\":\"c\",\"after\":{\"id\":\"x\",\"name\":\"a\"}}"))
                .containsExactly("+I[a]");
    }

    @Test
    void eventsMayBeWrappedWithTheirSchema() {
        Format format = format(Map.of("debezium-json.schema-include", "true"));
        assertThat(decode(
                        format,
                        SCHEMA,
                        "{\"schema\":{\"payload\":{}},\"payload\":{\"before\":null,\"after\":{\"id\":1},\"op\":\"c\"}}",
                        "{\"schema\":null,\"payload\":null}",
                        "{\"before\":null,\"after\":{\"id\":1},\"op\":\"c\"}"))
                .containsExactly(
                        "+I[1, null]", "field \"payload\" is missing, which 'debezium-json.schema-include' wants");
    }

    @Test
    void malformedEventsSayWhatWasFoundAndWanted() {
        assertThat(read(
                        "{\"after\":{\"id\":1}}",
                        "{\"after\":{\"id\":1},\"op\":\"t\"}",
                        "{\"before\":null,\"after\":{\"id\":1},\"op\":\"u\"}",
                        "{\"before\":{\"id\":1},\"after\":{\"id\":\"x\"},\"op\":\"u\"}",
                        "{\"before\":{\"id\":\"x\"},\"after\":{\"id\":1},\"op\":\"u\"}",
                        "{\"before\":{\"id\":1},\"op\":\"c\"}",
                        "{\"before\":7,\"op\":\"d\"}",
                        "{\"op\":\"c\",\"after\":{\"id\":1}",
                        "[]"))
                .containsExactly(
                        "field \"op\" is missing",
                        "field \"op\": wanted one of c, r, u, d, found \"t\"",
                        "wanted a row in field \"before\" of operation \"u\", found null; the database has to log whole rows "
                                + "(PostgreSQL: REPLICA IDENTITY FULL)",
                        "field \"id\": wanted BIGINT, found \"x\"",
                        "field \"id\": wanted BIGINT, found \"x\"",
                        "wanted a row in field \"after\" of operation \"c\", found null",
                        "field \"before\": wanted a JSON object, found 7",
                        "not JSON: Unexpected end-of-input: expected close marker for Object (at byte 26)",
                        "wanted a JSON object, found an array");
    }

    @Test
    void rowsAreWrittenAsInsertionsAndDeletions() {
        BatchBuilder rows = new BatchBuilder(SCHEMA.types());
        for (RowKind kind : RowKind.values()) {
            rows.addRow(SCHEMA.types(), kind.code(), List.of((long) kind.code(), "x"));
        }
        var batch = rows.build();
        List<String> records = encode(format(Map.of()), batch);
        assertThat(records)
                .containsExactly(
                        "{\"before\":null,\"after\":{\"id\":0,\"name\":\"x\"},\"op\":\"c\"}",
                        "{\"before\":{\"id\":1,\"name\":\"x\"},\"after\":null,\"op\":\"d\"}",
                        "{\"before\":null,\"after\":{\"id\":2,\"name\":\"x\"},\"op\":\"c\"}",
                        "{\"before\":{\"id\":3,\"name\":\"x\"},\"after\":null,\"op\":\"d\"}");
        assertThat(read(records.toArray(String[]::new)))
                .containsExactly("+I[0, x]", "-D[1, x]", "+I[2, x]", "-D[3, x]");
    }
}
