package io.weir.connector.format.json;

import static io.weir.connector.ConnectorHarness.schema;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.connector.Options;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.DataType;
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

/** What it takes, the library's parser must take, and read alike. */
final class PlainObjectReaderTest {
    private static final Schema SCHEMA = schema(
            "id",
            DataType.of(TypeKind.BIGINT),
            "n",
            DataType.of(TypeKind.SMALLINT),
            "x",
            DataType.of(TypeKind.DOUBLE),
            "name",
            DataType.of(TypeKind.VARCHAR),
            "code",
            DataType.of(TypeKind.CHAR, 3),
            "ok",
            DataType.of(TypeKind.BOOLEAN),
            "price",
            DataType.decimal(10, 2),
            "ts",
            DataType.of(TypeKind.TIMESTAMP, 3),
            "ä\"b",
            DataType.of(TypeKind.INTEGER));
    private static final List<String> RECORDS = List.of(
            "{\"id\":1,\"n\":-7,\"x\":2.5,\"name\":\"abcdefghijklmnop\",\"code\":\"xyz\",\"ok\":true,\"price\":12.34,\"ts\":\"2026-01-02 03:04:05.678\"}",
            " { \"ok\" : null , \"other\" : [1,{\"id\":2}] , \"id\" : 123456789012345678 , \"x\" : 1e3, \"n\" : \"5\" } ",
            "{\"name\":\"kä€se 😀 \\u00e9 \\\" \",\"unknown\":\"y\",\"id\":\"17\",\"x\":-0.0,\"price\":\"1.5\",\"id\":18}",
            "{\"x\":7,\"name\":42,\"code\":\"é\",\"ok\":false,\"n\":0,\"id\":-0,\"\u00e4\\\"b\":1}",
            "{}");
    private static final byte[] SPECIAL =
            "{}[]:,\"\\ \t\n0123456789.-+eEtruefalsn\0\u0001\u007f".getBytes(StandardCharsets.UTF_8);

    private final List<Integer> all = IntStream.range(0, SCHEMA.size()).boxed().toList();

    @Test
    void readsWhatTheParserReadsFromRecordsThatWereChangedAtRandom() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            byte[] record = RECORDS.get(random.nextInt(RECORDS.size())).getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                record = changed(record, random);
            }
            List<Integer> wanted =
                    all.stream().filter(column -> random.nextInt(4) > 0).toList();
            boolean isStrict = random.nextInt(8) == 0;
            Schema schema = of(wanted);
            var reader = new PlainObjectReader(schema.types(), schema.names(), isStrict);
            for (int before = random.nextInt(4); before > 0; before--) { // it remembers names
                byte[] other = RECORDS.get(random.nextInt(RECORDS.size())).getBytes(StandardCharsets.UTF_8);
                byPlain(reader, random.nextBoolean() ? other : changed(other, random), schema);
            }
            Object plain = byPlain(reader, record, schema);
            if (plain != null) {
                assertThat(plain)
                        .as("seed %s, columns %s of %s", seed, wanted, new String(record, StandardCharsets.UTF_8))
                        .isEqualTo(byParser(record, wanted, isStrict));
            }
        }
    }

    private static byte[] changed(byte[] record, Random random) {
        int at = random.nextInt(record.length);
        byte value = random.nextInt(4) == 0 ? (byte) random.nextInt(256) : SPECIAL[random.nextInt(SPECIAL.length)];
        boolean isShorter = random.nextInt(3) == 0;
        boolean isLonger = !isShorter && random.nextBoolean();
        byte[] result = new byte[record.length + (isLonger ? 1 : isShorter ? -1 : 0)];
        System.arraycopy(record, 0, result, 0, at);
        int rest = isLonger ? at : at + 1;
        System.arraycopy(record, rest, result, result.length - (record.length - rest), record.length - rest);
        if (!isShorter) {
            result[at] = value;
        }
        return result.length == 0 ? record : result;
    }

    private static Schema of(List<Integer> wanted) {
        return new Schema(wanted.stream().map(SCHEMA.fields()::get).toList());
    }

    /** Null: it does not take the record. */
    private static Object byPlain(byte[] record, List<Integer> wanted, boolean isStrict) {
        Schema schema = of(wanted);
        return byPlain(new PlainObjectReader(schema.types(), schema.names(), isStrict), record, schema);
    }

    private static Object byPlain(PlainObjectReader reader, byte[] record, Schema schema) {
        BatchBuilder rows = new BatchBuilder(schema.types());
        byte[] inside = ("," + new String(record, StandardCharsets.ISO_8859_1) + ",")
                .getBytes(StandardCharsets.ISO_8859_1); // what stands around it must not be looked at
        if (!reader.read(inside, 1, inside.length - 1, rows)) {
            for (int column = 0; column < schema.size(); column++) {
                assertThat(rows.column(column).length()).isZero();
            }
            return null;
        }
        return row(schema, rows);
    }

    private static Object byParser(byte[] record, List<Integer> wanted, boolean isStrict) {
        Map<String, String> options = Map.of("json.fail-on-missing-field", Boolean.toString(isStrict));
        Schema schema = of(wanted);
        BatchBuilder rows = new BatchBuilder(schema.types());
        try {
            JsonRowDecoder decoder = new JsonRowDecoder(
                    SCHEMA, wanted, JsonOptions.Keys.of("json").read(new Options(options)));
            return decoder.parse(record, 0, record.length, rows) ? row(schema, rows) : "blank";
        } catch (MalformedRecordException e) {
            return e;
        }
    }

    private static List<Object> row(Schema schema, BatchBuilder rows) {
        rows.endRow();
        Batch batch = rows.build();
        List<Object> row = new ArrayList<>();
        for (int column = 0; column < schema.size(); column++) {
            row.add(BoxedValues.get(schema.types().get(column), batch.column(column), 0));
        }
        return row;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"n\":-7,\"x\":2.5,\"name\":\"kä€se, long enough for two words\",\"ok\":true,\"price\":12.34}",
                " { \"ts\" : \"2026-01-02T03:04:05\" , \"other\" : 0.5 , \"id\" : null , \"unknown\":false }\n"
            })
    void takesPlainRecords(String record) {
        assertThat(byPlain(record.getBytes(StandardCharsets.UTF_8), all, false)).isNotNull();
    }

    @Test
    void findsFieldsWhereverTheyStandInLaterRecords() {
        Schema schema = of(List.of(0, 1, 3));
        var reader = new PlainObjectReader(schema.types(), schema.names(), false);
        List<String> records = List.of(
                "{'id':1,'other':true,'n':2,'name':'a'}",
                "{'id':1,'n':2,'name':'a'}",
                "{'other':false,'name':'a','n':2,'id':1}",
                "{'name':'a','name2':5,'n':2,'id':1}",
                "{ 'n' : 2 , 'nam':0, 'id':1, 'name' :'a'}",
                "{'id':0,'other':true,'n':2,'name':'b','id':1,'name':'a'}");
        for (int round = 0; round < 2; round++) {
            for (String record : records) {
                byte[] bytes = record.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
                assertThat(byPlain(reader, bytes, schema)).as(record).isEqualTo(List.of(1L, 2, "a"));
            }
        }
    }

    @Test
    void manyUnknownNamesAreNoHarm() {
        Schema schema = of(List.of(0));
        var reader = new PlainObjectReader(schema.types(), schema.names(), false);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = ("{\"field" + i + "\":0,\"id\":" + i + "}").getBytes(StandardCharsets.UTF_8);
            assertThat(byPlain(reader, bytes, schema)).isEqualTo(List.of((long) i));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "[]",
                "{\"id\":01}",
                "{\"id\":1.}",
                "{\"id\":1,}",
                "{\"id\":1}}",
                "{\"id\":1",
                "{\"id\":+1}",
                "{\"id\":--1}",
                "{\"id\":99999999999999999999}",
                "{\"id\":true}",
                "{\"id\":\"x\"}",
                "{\"n\":40000}",
                "{\"name\":\"a\tb\"}",
                "{\"name\":\"a\\nb\"}",
                "{\"na\\u006de\":1}",
                "{\"x\":NaN}",
                "{\"x\":{}}",
                "{'id':1}",
                "{id:1}"
            })
    void leavesOthersToTheParser(String record) {
        assertThat(byPlain(record.getBytes(StandardCharsets.UTF_8), all, false)).isNull();
    }

    @Test
    void leavesBytesThatAreNoUtf8ToTheParser() {
        for (int value : new int[] {0x80, 0xC1, 0xC3, 0xE2, 0xED, 0xF0, 0xFF}) {
            byte[] record = "{\"name\":\"a?\"}".getBytes(StandardCharsets.UTF_8);
            record[10] = (byte) value;
            assertThat(byPlain(record, all, false)).as("byte %s", value).isNull();
        }
    }
}
