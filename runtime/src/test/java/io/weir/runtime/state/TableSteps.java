package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What a {@link StateModelRun} does to tables: look-ups, changes, passes, timers. */
final class TableSteps {
    private static final DataType TEXT = DataType.of(TypeKind.VARCHAR);
    private static final TableSpec COUNTS = new TableSpec("counts", LongKeys.TYPES, false, 2, false, 0);
    private static final TableSpec PANES = new TableSpec("panes", List.of(TEXT), true, 1, true, 0);
    private static final TableSpec NULLABLE =
            new TableSpec("nullable", List.of(DataType.of(TypeKind.BIGINT)), true, 1, false, 0);
    private static final TableSpec TIMERS = new TableSpec("timers", LongKeys.TYPES, true, 0, false, 0);
    static final List<TableSpec> SPECS = List.of(COUNTS, PANES, TIMERS, NULLABLE);

    private final Random random;
    private final ModelKeys keys;
    private final SeededExecutor io;

    TableSteps(Random random, ModelKeys keys, SeededExecutor io) {
        this.random = random;
        this.keys = keys;
        this.io = io;
    }

    private TableSpec any() {
        return SPECS.get(random.nextInt(SPECS.size()));
    }

    private long[] namespaces(TableSpec spec, int count) {
        long[] namespaces = new long[count];
        for (int i = 0; i < count; i++) {
            namespaces[i] = (random.nextInt(spec.equals(TIMERS) ? 100 : 4) - 2) * 1000L;
        }
        return spec.namespaced() ? namespaces : null;
    }

    /** Looks keys up, and changes and removes what is found. */
    void update(ModelSubtask subtask) {
        TableSpec spec = any();
        KeyedTable table = subtask.table(spec).real();
        KeyedTable model = subtask.table(spec).model();
        KeyBatch drawn = keys.of(subtask, spec.keyTypes());
        int count = drawn.count();
        long[] namespaces = namespaces(spec, count);
        boolean create = random.nextBoolean();
        int[] entries = new int[count];
        int[] expected = new int[count];
        table.resolve(drawn, namespaces, create, entries);
        model.resolve(drawn, namespaces, create, expected);
        Map<Integer, Integer> removed = new HashMap<>();
        for (int i = 0; i < count; i++) {
            assertThat(entries[i] >= 0).isEqualTo(expected[i] >= 0);
            if (expected[i] < 0 || removed.containsKey(expected[i])) {
                continue;
            }
            assertThat(content(spec, table, entries[i])).isEqualTo(content(spec, model, expected[i]));
            int what = random.nextInt(8);
            if (what == 0) {
                table.remove(entries[i]);
                model.remove(expected[i]);
                removed.put(expected[i], i);
            } else if (what > 2) {
                change(spec, table, entries[i], model, expected[i]);
            }
        }
    }

    private void change(TableSpec spec, KeyedTable table, int entry, KeyedTable model, int expected) {
        table.touch(entry);
        model.touch(expected);
        for (int slot = 0; slot < spec.slots(); slot++) {
            long value = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(100);
            table.page(entry)[table.offset(entry) + slot] = value;
            model.page(expected)[model.offset(expected) + slot] = value;
        }
        if (spec.hasBytes()) {
            byte[] value = random.nextInt(4) == 0 ? null : new byte[random.nextInt(30)];
            if (value != null) {
                random.nextBytes(value);
            }
            table.setBytes(entry, value);
            model.setBytes(expected, value);
        }
    }

    private static String content(TableSpec spec, KeyedTable table, int entry) {
        long[] slots = Arrays.copyOfRange(table.page(entry), table.offset(entry), table.offset(entry) + spec.slots());
        return Arrays.toString(slots) + (spec.hasBytes() ? Arrays.toString(table.bytes(entry)) : "");
    }

    private static String keyText(TableSpec spec, KeyedTable table, int entry) {
        ColumnBuilder[] builders =
                spec.keyTypes().stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
        table.appendKeys(new int[] {entry}, 1, builders);
        KeyBatch keys = new KeyBatch();
        table.keysOf(new int[] {entry}, 1, keys);
        Batch batch =
                Batch.of(1, Arrays.stream(builders).map(ColumnBuilder::build).toArray(Column[]::new));
        return (spec.namespaced() ? table.namespace(entry) + " " : "") + BoxedValues.row(spec.keyTypes(), batch, 0)
                + " " + keys.hashes()[0] + " " + Arrays.toString(keys.bytes(0));
    }

    /** Goes through a range, undisturbed or with look-ups in between. */
    void scan(ModelSubtask subtask) {
        TableSpec spec = any();
        KeyedTable table = subtask.table(spec).real();
        long from = random.nextInt(3) == 0 ? Long.MIN_VALUE : (random.nextInt(100) - 50) * 1000L;
        long to = random.nextInt(3) == 0 ? Long.MAX_VALUE : (random.nextInt(100) - 50) * 1000L;
        Map<String, String> expected = dump(spec, subtask.table(spec).model(), from, to, () -> {});
        boolean isDisturbed = random.nextBoolean();
        Map<String, String> actual = dump(spec, table, from, to, () -> {
            if (isDisturbed && random.nextInt(3) == 0) {
                KeyBatch drawn = keys.of(subtask, spec.keyTypes());
                table.resolve(drawn, namespaces(spec, drawn.count()), random.nextBoolean(), new int[drawn.count()]);
                subtask.backend.advance();
                boolean unused = io.runOne();
            }
        });
        assertSame(actual, expected);
        if (spec.namespaced()) {
            assertThat(table.leastNamespace())
                    .isEqualTo(subtask.table(spec).model().leastNamespace());
        }
    }

    /** Compares everything. */
    void compare(ModelSubtask subtask) {
        for (TableSpec spec : SPECS) {
            assertSame(
                    dump(spec, subtask.table(spec).real(), Long.MIN_VALUE, Long.MAX_VALUE, () -> {}),
                    dump(spec, subtask.table(spec).model(), Long.MIN_VALUE, Long.MAX_VALUE, () -> {}));
        }
    }

    /** Names the few entries that differ. */
    private static void assertSame(Map<String, String> actual, Map<String, String> expected) {
        Map<String, String> surplus = new TreeMap<>(actual);
        surplus.entrySet().removeAll(expected.entrySet());
        Map<String, String> missing = new TreeMap<>(expected);
        missing.entrySet().removeAll(actual.entrySet());
        assertThat(Map.of("surplus", surplus, "missing", missing))
                .isEqualTo(Map.of("surplus", Map.of(), "missing", Map.of()));
    }

    private Map<String, String> dump(TableSpec spec, KeyedTable table, long from, long to, Runnable between) {
        Map<String, String> found = new TreeMap<>();
        int[] entries = new int[1 + random.nextInt(30)];
        KeyedTable.Scan scan = table.scan(from, to);
        long last = Long.MIN_VALUE;
        for (int count = scan.next(entries, entries.length); count > 0; count = scan.next(entries, entries.length)) {
            for (int i = 0; i < count; i++) {
                if (spec.namespaced()) {
                    assertThat(table.namespace(entries[i])).isBetween(Math.max(from, last), to);
                    last = table.namespace(entries[i]);
                }
                String before = found.put(keyText(spec, table, entries[i]), content(spec, table, entries[i]));
                assertThat(before).as("seen twice").isNull();
            }
            between.run();
        }
        return found;
    }

    /**
     * What a window operator does: everything up to a time is taken out, in order; sometimes put back at a later time.
     */
    void expireTimers(ModelSubtask subtask) {
        KeyedTable table = subtask.table(TIMERS).real();
        KeyedTable model = subtask.table(TIMERS).model();
        assertThat(table.leastNamespace()).isEqualTo(model.leastNamespace());
        long watermark = (random.nextInt(120) - 60) * 1000L;
        if (table.leastNamespace() > watermark) {
            return;
        }
        int[] entries = new int[1 + random.nextInt(10)];
        KeyedTable.Scan scan = table.scan(Long.MIN_VALUE, watermark);
        KeyBatch keys = new KeyBatch();
        int stopAfter = random.nextInt(20);
        for (int count = scan.next(entries, entries.length);
                count > 0 && stopAfter-- > 0;
                count = scan.next(entries, entries.length)) {
            table.keysOf(entries, count, keys);
            long[] namespaces = new long[count];
            for (int i = 0; i < count; i++) {
                namespaces[i] = table.namespace(entries[i]);
                table.remove(entries[i]);
            }
            int[] expected = new int[count];
            model.resolve(keys, namespaces, false, expected);
            for (int i = 0; i < count; i++) {
                assertThat(expected[i]).isGreaterThanOrEqualTo(0);
                model.remove(expected[i]);
            }
        }
        assertThat(table.leastNamespace()).isEqualTo(model.leastNamespace());
    }
}
