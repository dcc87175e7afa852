package io.weir.connector.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.connector.Options;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever it reads, the parser reads in the same way; and it reads what is common. */
class FlatRecordReaderTest {
    private static final int SEEDS = 20_000;
    private static final Schema SCHEMA = new Schema(List.of(
            new Field("id", DataType.of(TypeKind.BIGINT)),
            new Field("small", DataType.of(TypeKind.SMALLINT)),
            new Field("name", DataType.of(TypeKind.VARCHAR)),
            new Field("amount", DataType.decimal(12, 3)),
            new Field("rate", DataType.of(TypeKind.DOUBLE)),
            new Field("at", DataType.of(TypeKind.TIMESTAMP, 3)),
            new Field("open", DataType.of(TypeKind.BOOLEAN))));
    private static final String PLAIN =
            "{\"id\": 12, \"small\":-7,\"name\":\"a long enough name\", \"amount\":1.50,\"rate\":0.1,"
                    + "\"at\":\"2015-07-15 00:00:00.120\",\"open\":true,\"other\":\"x\"}";

    private static final String DAMAGE = "\"\\,:{}[]0123456789.-+eEntfalsru \n\u0001\u00e9";

    private final FlatRecordReader flat = new FlatRecordReader(SCHEMA.names(), SCHEMA.types());
    private final JsonRowDecoder parser = new JsonRowDecoder(
            SCHEMA,
            IntStream.range(0, SCHEMA.fields().size()).boxed().toList(),
            JsonOptions.Keys.of("json").read(new Options(Map.of())));

    private static List<Object> row(BatchBuilder rows) {
        rows.endRow();
        Batch batch = rows.build();
        List<Object> values = new ArrayList<>();
        for (int column = 0; column < batch.columnCount(); column++) {
            values.add(BoxedValues.get(SCHEMA.types().get(column), batch.column(column), 0));
        }
        return values;
    }

    private List<Object> flat(byte[] record) {
        BatchBuilder rows = new BatchBuilder(SCHEMA.types());
        return flat.read(record, 0, record.length, rows) ? row(rows) : null;
    }

    private List<Object> parsed(byte[] record) {
        BatchBuilder rows = new BatchBuilder(SCHEMA.types());
        try {
            return parser.parseColumns(record, 0, record.length, rows) ? row(rows) : null;
        } catch (MalformedRecordException e) {
            return null;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PLAIN,
                "{}",
                " { } \n",
                "{\"name\":null,\"id\":\"12\"}",
                "{\"rate\":17,\"open\":false,\"amount\":\"0.001\",\"other\":null,\"more\":-0.5}",
                "{\"name\":\"\",\"at\":\"2015-07-15T00:00:00\"}",
                "{\"name\":17,\"id\":-0}"
            })
    void whatIsCommonIsRead(String record) {
        assertThat(flat(bytes(record))).isNotNull().isEqualTo(parsed(bytes(record)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"id\":1",
                "{\"id\":1}}",
                "{\"id\":1,}",
                "{\"id\":01}",
                "{\"id\":1.}",
                "{\"id\":.5}",
                "{\"id\":+1}",
                "{\"id\":1e3}",
                "{\"id\":truex}",
                "{\"id\":1,\"id\":2}",
                "{\"name\":\"a\\\"b\"}",
                "{\"name\":\"caf\u00e9\"}",
                "{\"name\":\"tab\there\"}",
                "{\"other\":{\"id\":1}}",
                "{\"open\":1}",
                "{\"small\":40000}",
                "{id:1}",
                "{'id':1}"
            })
    void everythingElseIsLeftToTheParser(String record) {
        assertThat(flat(bytes(record))).isNull();
    }

    @Test
    void damagedRecordsAreReadAsTheParserReadsThemOrNotAtAll() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            byte[] record = bytes(PLAIN);
            for (int i = random.nextInt(3); i >= 0; i--) {
                record[random.nextInt(record.length)] = (byte) DAMAGE.charAt(random.nextInt(DAMAGE.length()));
            }
            List<Object> read = flat(record);
            if (read != null) {
                assertThat(read)
                        .as("seed %s: %s", seed, new String(record, StandardCharsets.UTF_8))
                        .isEqualTo(parsed(record));
            }
        }
    }
}
