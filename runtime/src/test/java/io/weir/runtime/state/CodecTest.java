package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CodecTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);

    @Test
    void encodedRowsComeBackAsTheyWere() {
        forRandomTypes(RandomRows.ALL, (types, random) -> {
            List<List<Object>> rows = randomRows(types, random);
            Batch batch = RandomRows.batch(types, rows);
            ByteRows encoded = encode(types, batch);
            ColumnBuilder[] builders = types.stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
            RowCodec codec = new RowCodec(types);
            for (int row = 0; row < encoded.count(); row++) {
                assertThat(codec.skip(encoded.data(), encoded.start(row))).isEqualTo(encoded.end(row));
                assertThat(codec.decode(encoded.data(), encoded.start(row), builders))
                        .isEqualTo(encoded.end(row));
            }
            Batch decoded = Batch.of(
                    rows.size(),
                    Arrays.stream(builders).map(ColumnBuilder::build).toArray(Column[]::new));
            ByteRows again = encode(types, decoded);
            for (int row = 0; row < rows.size(); row++) {
                assertThat(again.bytes(row)).isEqualTo(encoded.bytes(row));
                assertThat(canonical(BoxedValues.row(types, decoded, row))).isEqualTo(canonical(rows.get(row)));
            }
        });
    }

    @Test
    void rowsHaveEqualBytesExactlyIfTheyAreEqual() {
        forRandomTypes(RandomRows.ALL, (types, random) -> {
            List<List<Object>> rows = randomRows(types, random);
            ByteRows encoded = encode(types, RandomRows.batch(types, rows));
            for (int a = 0; a < rows.size(); a++) {
                for (int b = 0; b < a; b++) {
                    assertThat(Arrays.equals(encoded.bytes(a), encoded.bytes(b)))
                            .as("%s and %s", rows.get(a), rows.get(b))
                            .isEqualTo(canonical(rows.get(a)).equals(canonical(rows.get(b))));
                }
            }
        });
    }

    @Test
    void aRowAppendedAloneHasTheBytesOfTheBatch() {
        forRandomTypes(RandomRows.ALL, (types, random) -> {
            Batch batch = RandomRows.batch(types, randomRows(types, random)).slice(3, 17);
            ByteRows encoded = encode(types, batch);
            ByteRows single = new ByteRows();
            for (int row = 0; row < batch.rowCount(); row++) {
                new RowCodec(types).append(batch, columns(types), row, single);
                single.endRow();
                assertThat(single.bytes(row)).isEqualTo(encoded.bytes(row));
            }
        });
    }

    @Test
    void sortKeysAreOrderedLikeTheirValues() {
        forRandomTypes(RandomRows.ORDERED, (types, random) -> {
            List<SortKeyCodec.Order> orders = types.stream()
                    .map(type -> new SortKeyCodec.Order(type, random.nextBoolean(), random.nextBoolean()))
                    .toList();
            List<List<Object>> rows = randomRows(types, random);
            Batch batch = RandomRows.batch(types, rows);
            SortKeyCodec codec = new SortKeyCodec(orders);
            ByteRows keys = new ByteRows();
            for (int row = 0; row < rows.size(); row++) {
                codec.append(batch, columns(types), row, keys);
                int end = keys.position;
                keys.append(new byte[] {0, (byte) 0xFF, 7}, 0, random.nextInt(4));
                keys.endRow();
                assertThat(codec.skip(keys.data(), keys.start(row))).isEqualTo(end);
            }
            for (int a = 0; a < rows.size(); a++) {
                for (int b = 0; b < a; b++) {
                    int expected = SqlOrder.compare(orders, rows.get(a), rows.get(b));
                    if (expected != 0) {
                        assertThat(Integer.signum(Arrays.compareUnsigned(keys.bytes(a), keys.bytes(b))))
                                .as("%s and %s by %s", rows.get(a), rows.get(b), orders)
                                .isEqualTo(Integer.signum(expected));
                    }
                }
            }
        });
    }

    @Test
    void mapsHaveNoOrder() {
        assertThatThrownBy(() -> new SortKeyCodec.Order(RandomRows.ALL.get(RandomRows.ALL.size() - 1), false, false))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("MAP<VARCHAR, INTEGER> have no order");
    }

    @Test
    void mapsAreEqualWhateverTheOrderOfTheirPairs() {
        DataType type = DataType.map(BIGINT, BIGINT);
        Map<Object, Object> one = new LinkedHashMap<>();
        one.put(1L, 2L);
        one.put(3L, 4L);
        Map<Object, Object> other = new LinkedHashMap<>();
        other.put(3L, 4L);
        other.put(1L, 2L);
        ByteRows encoded =
                encode(List.of(type), RandomRows.batch(List.of(type), List.of(List.of(one), List.of(other))));
        assertThat(encoded.bytes(0)).isEqualTo(encoded.bytes(1));
    }

    @Test
    void nullabilityDoesNotChangeTheHashOfAnInteger() {
        List<List<Object>> rows = new ArrayList<>();
        for (long value = -300; value < 300; value++) {
            rows.add(List.of(value * value * value));
        }
        KeyBatch nullable = keys(List.of(BIGINT), rows);
        KeyBatch notNull = keys(List.of(BIGINT.notNull()), rows);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(nullable.hashes()[i]).isEqualTo(notNull.hashes()[i]);
            assertThat(nullable.bytes(i)).isEqualTo(notNull.bytes(i));
        }
    }

    @Test
    void anIntegerIsNotTheNumberThatStandsForNull() {
        List<DataType> types = List.of(BIGINT);
        KeyBatch keys = keys(types, List.of(Arrays.asList((Object) null), List.of(KeyBatch.NULL)));
        assertThat(keys.isNull(0)).isTrue();
        assertThat(keys.isNull(1)).isFalse();
        assertThat(keys.bytes(0))
                .isEqualTo(encode(types, RandomRows.batch(types, List.of(Arrays.asList((Object) null))))
                        .bytes(0));
        assertThat(keys.bytes(1))
                .isEqualTo(encode(types, RandomRows.batch(types, List.of(List.of(KeyBatch.NULL))))
                        .bytes(0));
        assertThat(keys.hashes()[0]).isEqualTo(Hashing.OF_NULL);
    }

    @Test
    void aNullInANotNullKeyIsAnError() {
        Batch batch = RandomRows.batch(List.of(BIGINT), List.of(Arrays.asList((Object) null)));
        KeyCodec codec = new KeyCodec(List.of(BIGINT.notNull()));
        assertThatThrownBy(() -> codec.encode(batch, new int[] {0}, new KeyBatch()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NOT NULL");
    }

    /** The key group of a key is part of every snapshot: these numbers never change. */
    @Test
    void hashesAreStable() {
        assertThat(new long[] {
                    Hashing.ofLong(0),
                    Hashing.ofLong(-123456789),
                    Hashing.ofBytes(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0, 10),
                    Hashing.OF_NULL
                })
                .containsExactly(
                        -2152535657050944088L, 5762647333663142219L, 8459632769934623284L, -2205067139978340059L);
    }

    @Test
    void fewNeighbouringKeysSpreadOverKeyGroups() {
        List<List<Object>> rows = LongKeys.rows(0, 1280);
        KeyBatch keys = keys(List.of(BIGINT.notNull()), rows);
        int[] counts = new int[128];
        for (int i = 0; i < keys.count(); i++) {
            counts[keys.keyGroup(i, 128)]++;
        }
        assertThat(IntStream.of(counts).max().orElseThrow()).isLessThan(26);
        assertThat(IntStream.of(counts).filter(count -> count == 0).count()).isZero();
    }

    private static KeyBatch keys(List<DataType> types, List<List<Object>> rows) {
        KeyBatch keys = new KeyBatch();
        new KeyCodec(types).encode(RandomRows.batch(types, rows), columns(types), keys);
        return keys;
    }

    private static ByteRows encode(List<DataType> types, Batch batch) {
        ByteRows rows = new ByteRows();
        new RowCodec(types).encode(batch, columns(types), rows);
        return rows;
    }

    private static int[] columns(List<DataType> types) {
        return IntStream.range(0, types.size()).toArray();
    }

    private static List<List<Object>> randomRows(List<DataType> types, Random random) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(RandomRows.row(types, random));
        }
        return rows;
    }

    /** Values made comparable by equals as SQL groups them. */
    private static Object canonical(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(CodecTest::canonical).toList().toString();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, mapped) -> sorted.put(String.valueOf(key), mapped));
            return sorted;
        }
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.unscaledValue();
        }
        return value instanceof Double number && number == 0 ? (Object) 0.0 : String.valueOf(value);
    }

    private interface Body {
        void run(List<DataType> types, Random random);
    }

    private static void forRandomTypes(List<DataType> choice, Body body) {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<DataType> types = new ArrayList<>();
            int columns = seed < choice.size() ? 1 : 1 + random.nextInt(4);
            for (int i = 0; i < columns; i++) {
                types.add(choice.get(seed < choice.size() ? (int) seed : random.nextInt(choice.size())));
            }
            try {
                body.run(types, random);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", types " + types, e);
            }
        }
    }
}
