package io.weir.connector.datagen;

import static io.weir.connector.ConnectorHarness.assertRestoresAtEveryBoundary;
import static io.weir.connector.ConnectorHarness.readAll;
import static io.weir.connector.ConnectorHarness.schema;
import static io.weir.connector.ConnectorHarness.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.FakeSourceContext;
import io.weir.spi.connector.Source;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DatagenSourceTest {
    private static final Schema EVERYTHING = schema(
            "f_boolean", DataType.of(TypeKind.BOOLEAN),
            "f_tinyint", DataType.of(TypeKind.TINYINT),
            "f_smallint", DataType.of(TypeKind.SMALLINT),
            "f_int", DataType.of(TypeKind.INTEGER),
            "f_bigint", DataType.of(TypeKind.BIGINT),
            "f_real", DataType.of(TypeKind.REAL),
            "f_double", DataType.of(TypeKind.DOUBLE),
            "f_decimal", DataType.decimal(10, 2),
            "f_big_decimal", DataType.decimal(38, 4),
            "f_char", DataType.of(TypeKind.CHAR, 5),
            "f_varchar", DataType.of(TypeKind.VARCHAR),
            "f_binary", DataType.of(TypeKind.BINARY, 3),
            "f_varbinary", DataType.of(TypeKind.VARBINARY, 7),
            "f_date", DataType.of(TypeKind.DATE),
            "f_time", DataType.of(TypeKind.TIME, 0),
            "f_timestamp", DataType.of(TypeKind.TIMESTAMP, 3),
            "f_timestamp_ltz", DataType.of(TypeKind.TIMESTAMP_LTZ, 6),
            "f_months", DataType.of(TypeKind.INTERVAL_YEAR_MONTH),
            "f_micros", DataType.of(TypeKind.INTERVAL_DAY_TIME),
            "f_array", DataType.array(DataType.of(TypeKind.INTEGER)),
            "f_map", DataType.map(DataType.of(TypeKind.VARCHAR, 4), DataType.of(TypeKind.DOUBLE)),
            "f_row", DataType.row(List.of("a", "b"), List.of(DataType.of(TypeKind.INTEGER), DataType.decimal(3, 1))));

    private static Source source(Schema schema, String... options) {
        Map<String, String> values = new HashMap<>(Map.of("connector", "datagen", "rows-per-second", "0"));
        for (int i = 0; i < options.length; i += 2) {
            values.put(options[i], options[i + 1]);
        }
        return new DatagenConnector()
                .source(table(schema, values), Optional.empty())
                .orElseThrow();
    }

    private static List<Object> values(Schema schema, String... options) {
        Batch batch = source(schema, options)
                .createReader(new FakeSourceContext(0, 1, false), List.of())
                .poll(1000)
                .batch();
        List<Object> values = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            values.add(BoxedValues.get(schema.types().get(0), batch.column(0), row));
        }
        return values;
    }

    @Test
    void everyTypeCanBeMadeAndRestored() {
        Source source =
                source(EVERYTHING, "number-of-rows", "50", "number-of-splits", "3", "fields.f_varchar.length", "8");
        assertThat(source.isBounded()).isTrue();
        assertThat(readAll(source, EVERYTHING.types())).hasSize(50).doesNotHaveDuplicates();
        assertRestoresAtEveryBoundary(source, EVERYTHING.types(), 4);
    }

    @Test
    void columnsLeftOutDoNotChangeTheOthers() {
        Source source = source(EVERYTHING, "number-of-rows", "20");
        List<String> all = readAll(source, EVERYTHING.types());
        List<String> narrow = readAll(
                source.withColumns(List.of(3, 4)).orElseThrow(),
                EVERYTHING.types().subList(3, 5));
        for (int row = 0; row < all.size(); row++) {
            String[] values = all.get(row).split(", ");
            assertThat(narrow.get(row)).isEqualTo("+I[" + values[3] + ", " + values[4] + "]");
        }
    }

    @Test
    void boundsHold() {
        Schema ints = schema("a", DataType.of(TypeKind.INTEGER));
        assertThat(values(ints, "fields.a.min", "-2", "fields.a.max", "2")).containsOnly(-2, -1, 0, 1, 2);
        Schema longs = schema("a", DataType.of(TypeKind.BIGINT));
        assertThat(values(longs)).anyMatch(value -> (Long) value < 0).anyMatch(value -> (Long) value > 1L << 60);
        Schema decimals = schema("a", DataType.decimal(20, 1));
        assertThat(values(decimals, "fields.a.min", "0.1", "fields.a.max", "0.3"))
                .containsOnly(new BigDecimal("0.1"), new BigDecimal("0.2"), new BigDecimal("0.3"));
        Schema doubles = schema("a", DataType.of(TypeKind.DOUBLE));
        assertThat(values(doubles, "fields.a.min", "5", "fields.a.max", "6"))
                .allMatch(value -> (Double) value >= 5 && (Double) value <= 6);
    }

    @Test
    void nullsComeAtTheirRate() {
        Schema ints = schema("a", DataType.of(TypeKind.INTEGER));
        long nulls = values(ints, "fields.a.null-rate", "0.25").stream()
                .filter(value -> value == null)
                .count();
        assertThat(nulls).isBetween(200L, 300L);
    }

    @Test
    void lengthsVaryWhenAskedFor() {
        Schema texts = schema("a", DataType.of(TypeKind.VARCHAR));
        assertThat(values(texts)).allMatch(value -> ((String) value).matches("[0-9a-f]{100}"));
        assertThat(values(texts, "fields.a.length", "3", "fields.a.var-len", "true"))
                .extracting(value -> ((String) value).length())
                .containsOnly(1, 2, 3);
    }

    @Test
    void timesLieBeforeNow() {
        Schema times = schema("a", DataType.of(TypeKind.TIMESTAMP, 3));
        long now = new FakeSourceContext(0, 1, false).nowMillis * 1000;
        assertThat(values(times)).containsOnly(now);
        assertThat(values(times, "fields.a.max-past", "10 s"))
                .allMatch(value -> (Long) value <= now && (Long) value > now - 10_001_000 && (Long) value % 1000 == 0)
                .anyMatch(value -> (Long) value < now - 5_000_000);
    }

    @Test
    void aSequenceCountsFromStartToEndAndEndsTheTable() {
        Schema schema = schema("id", DataType.of(TypeKind.BIGINT), "text", DataType.of(TypeKind.VARCHAR));
        Source source = source(
                schema,
                "fields.id.kind",
                "sequence",
                "fields.id.start",
                "8",
                "fields.id.end",
                "12",
                "fields.text.kind",
                "sequence",
                "fields.text.start",
                "0",
                "fields.text.end",
                "100");
        assertThat(source.isBounded()).isTrue();
        assertThat(readAll(source, schema.types()))
                .containsExactlyInAnyOrder("+I[8, 0]", "+I[9, 1]", "+I[10, 2]", "+I[11, 3]", "+I[12, 4]");
    }

    @Test
    void withoutRowsOrSequenceItIsEndless() {
        assertThat(source(schema("a", DataType.of(TypeKind.INTEGER))).isBounded())
                .isFalse();
    }

    @Test
    void nestedFieldsHaveOptionsOfTheirOwn() {
        Schema schema = schema(
                "r", DataType.row(List.of("x"), List.of(DataType.of(TypeKind.INTEGER))),
                "l", DataType.array(DataType.of(TypeKind.INTEGER)));
        assertThat(readAll(
                        source(
                                schema,
                                "number-of-rows",
                                "1",
                                "fields.r.x.min",
                                "3",
                                "fields.r.x.max",
                                "3",
                                "fields.l.length",
                                "2",
                                "fields.l.element.min",
                                "5",
                                "fields.l.element.max",
                                "5"),
                        schema.types()))
                .containsExactly("+I[[3], [5, 5]]");
    }

    @Test
    void unfittingOptionsAreRefused() {
        Schema ints = schema("a", DataType.of(TypeKind.TINYINT).notNull());
        assertThatThrownBy(() -> source(ints, "fields.a.max", "128"))
                .hasMessage("option 'fields.a.max' wants a number from -128 to 127, found '128'");
        assertThatThrownBy(() -> source(ints, "fields.a.max", "x"))
                .hasMessage("option 'fields.a.max' wants a number, found 'x'");
        assertThatThrownBy(() -> source(ints, "fields.a.min", "5", "fields.a.max", "4"))
                .hasMessage("option 'fields.a.min' must not be greater than 'fields.a.max'");
        assertThatThrownBy(() -> source(ints, "fields.a.null-rate", "0.5"))
                .hasMessage("option 'fields.a.null-rate' wants a column that can be null, found TINYINT NOT NULL");
        assertThatThrownBy(() -> source(ints, "fields.a.length", "5"))
                .hasMessage("option 'fields.a.length' has no effect on this table\n"
                        + "Detail: The column is missing, or its type or kind has no 'length'.");
        assertThatThrownBy(() -> source(ints, "fields.b.min", "5"))
                .hasMessageStartingWith("option 'fields.b.min' has no effect on this table");
        assertThatThrownBy(() -> source(ints, "fields.a.mim", "5"))
                .hasMessage(
                        "option 'fields.a.mim' has no effect on this table\nDetail: The options of a field are 'end', "
                                + "'kind', 'length', 'max', 'max-past', 'min', 'null-rate', 'start', 'var-len'.");
        assertThatThrownBy(() -> source(ints, "fields.a.kind", "sequence", "fields.a.start", "1"))
                .hasMessage("option 'fields.a.end' is missing\nDetail: Last number of the sequence.");
        assertThatThrownBy(
                        () -> source(ints, "fields.a.kind", "sequence", "fields.a.start", "1", "fields.a.end", "200"))
                .hasMessage(
                        "options 'fields.a.start' and 'fields.a.end' want a range of TINYINT NOT NULL, found 1 to 200");
        Schema bool = schema("a", DataType.of(TypeKind.BOOLEAN));
        assertThatThrownBy(() -> source(bool, "fields.a.kind", "sequence"))
                .hasMessage("option 'fields.a.kind' wants 'random' for type BOOLEAN, found 'sequence'");
    }
}
