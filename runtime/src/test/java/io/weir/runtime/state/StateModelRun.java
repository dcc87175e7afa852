package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.FreezeRequest.Form;
import io.weir.runtime.testing.ManualClock;
import io.weir.runtime.testing.MemoryCheckpointStorage;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.StoredFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Does the same random things to real keyed state and to the model, and compares: look-ups, changes, passes,
 * checkpoints at any moment, restores with any parallelism, I/O in any order, files of old checkpoints deleted as soon
 * as they may be.
 */
public final class StateModelRun implements AutoCloseable {
    private static final int MAX_PARALLELISM = 16;
    private static final DataType TEXT = DataType.of(TypeKind.VARCHAR);
    private static final TableSpec COUNTS = new TableSpec("counts", LongKeys.TYPES, false, 2, false, 0);
    private static final TableSpec PANES = new TableSpec("panes", List.of(TEXT), true, 1, true, 0);
    private static final TableSpec NULLABLE =
            new TableSpec("nullable", List.of(DataType.of(TypeKind.BIGINT)), true, 1, false, 0);
    private static final TableSpec TIMERS = new TableSpec("timers", LongKeys.TYPES, true, 0, false, 0);
    private static final RowsSpec ROWS = new RowsSpec("rows", LongKeys.TYPES, 2, 0);
    private static final RowsSpec TEXT_ROWS = new RowsSpec("text rows", List.of(TEXT, TEXT), 1, 0);
    private static final BagsSpec BAGS = new BagsSpec("bags", LongKeys.TYPES, 0);
    private static final BagsSpec TEXT_BAGS = new BagsSpec("text bags", List.of(TEXT, TEXT), 0);
    private static final List<TableSpec> TABLES = List.of(COUNTS, PANES, TIMERS, NULLABLE);

    private final Random random;
    private final SeededExecutor io;
    private final Function<Integer, KeyedStateBackendFactory> factories;
    private final ManualClock clock = new ManualClock();
    private final MemoryCheckpointStorage storage = new MemoryCheckpointStorage("memory:test");
    private final List<StoredFile> allFiles = new ArrayList<>();
    private final List<Checkpoint> underWay = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final int keySpace;
    private final int rowSpace;
    private Checkpoint completed;
    private Checkpoint completedCheckpoint;
    private long nextCheckpoint = 1;
    private long attempt;
    private List<Subtask> subtasks = List.of();
    int restores;

    private record Checkpoint(
            long id, boolean isSavepoint, List<CompletableFuture<KeyedSnapshot>> parts, List<HeapKeyedState> models) {
        List<KeyedSnapshot> snapshots() {
            return parts.stream().map(CompletableFuture::join).toList();
        }
    }

    private static final class Subtask {
        KeyedStateBackend backend;
        HeapKeyedState model;
        int index;
        int parallelism;
        final Map<String, KeyedTable> tables = new HashMap<>();
        final Map<String, KeyedTable> modelTables = new HashMap<>();
        final Map<String, KeyedRows> rows = new HashMap<>();
        final Map<String, KeyedRows> modelRows = new HashMap<>();
        final Map<String, KeyedBags> bags = new HashMap<>();
        final Map<String, KeyedBags> modelBags = new HashMap<>();
    }

    /** @param factories a factory for each attempt */
    public StateModelRun(long seed, Function<Integer, KeyedStateBackendFactory> factories) {
        random = new Random(seed);
        io = new SeededExecutor(new Random(seed + 1));
        this.factories = factories;
        keySpace = 1 << (2 + random.nextInt(8));
        rowSpace = 1 << (2 + random.nextInt(9));
        start(1 + random.nextInt(3), List.of(), List.of());
    }

    public void run(int steps) {
        for (int step = 0; step < steps; step++) {
            Subtask subtask = subtasks.get(random.nextInt(subtasks.size()));
            switch (random.nextInt(19)) {
                case 0, 1, 2 -> update(subtask, TABLES.get(random.nextInt(TABLES.size())));
                case 3 -> scan(subtask, TABLES.get(random.nextInt(TABLES.size())));
                case 4 -> expireTimers(subtask);
                case 5, 6, 7 -> changeRows(subtask, random.nextBoolean() ? ROWS : TEXT_ROWS);
                case 8 -> walkRows(subtask, random.nextBoolean() ? ROWS : TEXT_ROWS);
                case 16, 17 -> fillBags(subtask, random.nextBoolean() ? BAGS : TEXT_BAGS);
                case 18 -> walkBags(subtask, random.nextBoolean() ? BAGS : TEXT_BAGS);
                case 9, 10, 11 -> subtask.backend.advance();
                case 12, 13 -> io.runOne();
                case 14 -> {
                    if (underWay.size() < 2 && random.nextInt(3) == 0) {
                        freeze();
                    }
                    settleCheckpoints();
                }
                default -> {
                    if (random.nextInt(12) == 0) {
                        restore();
                    }
                }
            }
            assertThat(failures).isEmpty();
        }
        compareAll();
        freeze();
        while (!underWay.isEmpty()) {
            letItWork();
            settleCheckpoints();
        }
        restore();
        compareAll();
    }

    private void letItWork() {
        subtasks.forEach(subtask -> subtask.backend.advance());
        io.runAll();
    }

    // ---- look-ups and changes

    private Object key(DataType type) {
        int number = random.nextInt(keySpace);
        if (type.kind() != TypeKind.BIGINT) {
            return number == 0 ? null : "key" + number;
        }
        return type.nullable() && number < 2 ? (number == 0 ? null : (Object) KeyBatch.NULL) : (Object) (long) number;
    }

    /** Random keys of a subtask. */
    private KeyBatch keys(Subtask subtask, List<DataType> types) {
        List<List<Object>> rows = new ArrayList<>();
        KeyBatch keys = new KeyBatch();
        KeyCodec codec = new KeyCodec(types);
        int[] columns = IntStream.range(0, types.size()).toArray();
        int wanted = 1 + random.nextInt(40);
        for (int i = 0; i < 4 * wanted && rows.size() < wanted; i++) {
            List<Object> row = types.stream().map(this::key).collect(Collectors.toCollection(ArrayList::new));
            codec.encode(RandomRows.batch(types, List.of(row)), columns, keys);
            if (subtask.backend.keyedState().keyGroups().contains(keys.keyGroup(0, MAX_PARALLELISM))) {
                rows.add(row);
            }
        }
        codec.encode(RandomRows.batch(types, rows), columns, keys);
        return keys;
    }

    private long[] namespaces(TableSpec spec, int count) {
        long[] namespaces = new long[count];
        for (int i = 0; i < count; i++) {
            namespaces[i] = (random.nextInt(spec.equals(TIMERS) ? 100 : 4) - 2) * 1000L;
        }
        return spec.namespaced() ? namespaces : null;
    }

    private void update(Subtask subtask, TableSpec spec) {
        KeyedTable table = subtask.tables.get(spec.name());
        KeyedTable model = subtask.modelTables.get(spec.name());
        KeyBatch keys = keys(subtask, spec.keyTypes());
        int count = keys.count();
        long[] namespaces = namespaces(spec, count);
        boolean create = random.nextBoolean();
        int[] entries = new int[count];
        int[] expected = new int[count];
        table.resolve(keys, namespaces, create, entries);
        model.resolve(keys, namespaces, create, expected);
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

    // ---- passes

    private void scan(Subtask subtask, TableSpec spec) {
        KeyedTable table = subtask.tables.get(spec.name());
        long from = random.nextInt(3) == 0 ? Long.MIN_VALUE : (random.nextInt(100) - 50) * 1000L;
        long to = random.nextInt(3) == 0 ? Long.MAX_VALUE : (random.nextInt(100) - 50) * 1000L;
        Map<String, String> expected = dump(spec, subtask.modelTables.get(spec.name()), from, to, () -> {});
        boolean isDisturbed = random.nextBoolean();
        Map<String, String> actual = dump(spec, table, from, to, () -> {
            if (isDisturbed && random.nextInt(3) == 0) {
                KeyBatch keys = keys(subtask, spec.keyTypes());
                table.resolve(keys, namespaces(spec, keys.count()), random.nextBoolean(), new int[keys.count()]);
                subtask.backend.advance();
                boolean unused = io.runOne();
            }
        });
        assertSame(actual, expected);
        if (spec.namespaced()) {
            assertThat(table.leastNamespace())
                    .isEqualTo(subtask.modelTables.get(spec.name()).leastNamespace());
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
    private void expireTimers(Subtask subtask) {
        KeyedTable table = subtask.tables.get(TIMERS.name());
        KeyedTable model = subtask.modelTables.get(TIMERS.name());
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

    // ---- rows

    private void changeRows(Subtask subtask, RowsSpec spec) {
        KeyedRows rows = subtask.rows.get(spec.name());
        KeyedRows model = subtask.modelRows.get(spec.name());
        KeyBatch keys = keys(subtask, spec.keyTypes());
        int[] handles = new int[keys.count()];
        int[] expected = new int[keys.count()];
        rows.load(keys, handles);
        model.load(keys, expected);
        KeyedRows.Cursor cursor = rows.cursor();
        KeyedRows.Cursor modelCursor = model.cursor();
        // Few keys get most rows.
        int hot = random.nextInt(3) == 0 ? 200 : 5;
        for (int i = 0; i < Math.min(5, keys.count()); i++) {
            if (random.nextInt(100) == 0) {
                rows.clear(handles[i]);
                model.clear(expected[i]);
            }
            boolean shrinks = random.nextInt(3) == 0;
            for (int n = 0; n < hot; n++) {
                byte[] order = order();
                boolean found = cursor.seek(handles[i], order, 0, order.length);
                assertThat(modelCursor.seek(expected[i], order, 0, order.length))
                        .isEqualTo(found);
                changeRow(spec, cursor, modelCursor, order, found, shrinks);
                assertThat(rows.size(handles[i])).isEqualTo(model.size(expected[i]));
            }
        }
    }

    private void changeRow(
            RowsSpec spec,
            KeyedRows.Cursor cursor,
            KeyedRows.Cursor model,
            byte[] order,
            boolean found,
            boolean shrinks) {
        if (found && random.nextInt(4) < (shrinks ? 3 : 1)) {
            cursor.remove();
            model.remove();
        } else if (found) {
            int which = random.nextInt(spec.numbers());
            long value = random.nextInt(3) == 0 ? random.nextLong() : model.number(which) + 1;
            cursor.setNumber(which, value);
            model.setNumber(which, value);
            assertRow(spec, cursor, model);
        } else if (!shrinks) {
            byte[] payload = new byte[random.nextInt(50) == 0 ? 3000 : random.nextInt(40)];
            random.nextBytes(payload);
            cursor.insert(payload, 0, payload.length);
            model.insert(payload, 0, payload.length);
            cursor.setNumber(0, 1);
            model.setNumber(0, 1);
            assertRow(spec, cursor, model);
            Arrays.fill(order, (byte) 0);
        }
        if (random.nextInt(4) == 0) {
            boolean forward = random.nextBoolean();
            boolean expected = forward ? model.next() : model.previous();
            assertThat(forward ? cursor.next() : cursor.previous()).isEqualTo(expected);
            if (expected) {
                assertRow(spec, cursor, model);
            }
        }
    }

    private byte[] order() {
        int number = random.nextInt(rowSpace);
        return ("row" + (number * 7919 % rowSpace)).getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRow(RowsSpec spec, KeyedRows.Cursor actual, KeyedRows.Cursor expected) {
        assertThat(rowText(spec, actual)).isEqualTo(rowText(spec, expected));
    }

    private static String rowText(RowsSpec spec, KeyedRows.Cursor cursor) {
        StringBuilder text = new StringBuilder(new String(
                cursor.keyData(), cursor.keyStart(), cursor.keyEnd() - cursor.keyStart(), StandardCharsets.UTF_8));
        for (int i = 0; i < spec.numbers(); i++) {
            text.append(' ').append(cursor.number(i));
        }
        return text.append(' ')
                .append(Arrays.hashCode(
                        Arrays.copyOfRange(cursor.payloadData(), cursor.payloadStart(), cursor.payloadEnd())))
                .toString();
    }

    private void walkRows(Subtask subtask, RowsSpec spec) {
        KeyedRows rows = subtask.rows.get(spec.name());
        KeyedRows model = subtask.modelRows.get(spec.name());
        KeyBatch keys = keys(subtask, spec.keyTypes());
        int[] handles = new int[keys.count()];
        int[] expected = new int[keys.count()];
        rows.load(keys, handles);
        model.load(keys, expected);
        KeyedRows.Cursor cursor = rows.cursor();
        KeyedRows.Cursor modelCursor = model.cursor();
        for (int i = 0; i < keys.count(); i++) {
            assertThat(rows.size(handles[i])).isEqualTo(model.size(expected[i]));
            boolean forward = random.nextBoolean();
            boolean more = forward ? modelCursor.first(expected[i]) : modelCursor.last(expected[i]);
            assertThat(forward ? cursor.first(handles[i]) : cursor.last(handles[i]))
                    .isEqualTo(more);
            while (more) {
                assertRow(spec, cursor, modelCursor);
                more = forward ? modelCursor.next() : modelCursor.previous();
                assertThat(forward ? cursor.next() : cursor.previous()).isEqualTo(more);
            }
        }
    }

    // ---- bags

    private void fillBags(Subtask subtask, BagsSpec spec) {
        KeyedBags bags = subtask.bags.get(spec.name());
        KeyedBags model = subtask.modelBags.get(spec.name());
        KeyBatch keys = keys(subtask, spec.keyTypes());
        int[] handles = new int[keys.count()];
        int[] expected = new int[keys.count()];
        bags.load(keys, handles);
        model.load(keys, expected);
        // Few keys get most rows, and some of them few different ones.
        int copies = random.nextInt(3) == 0 ? 100 : 1;
        int different = 1 << random.nextInt(12);
        for (int copy = 0; copy < copies; copy++) {
            int hot = copies == 1 ? keys.count() : Math.min(2, keys.count());
            ByteRows rows = new ByteRows();
            for (int i = 0; i < hot; i++) {
                byte[] row = new byte[random.nextInt(50) == 0 ? random.nextInt(9000) : random.nextInt(40)];
                Arrays.fill(row, (byte) random.nextInt(different));
                rows.append(row, 0, row.length);
                rows.endRow();
            }
            bags.add(handles, rows);
            model.add(expected, rows);
        }
        if (keys.count() > 0 && random.nextInt(10) == 0) {
            bags.clear(handles[0]);
            model.clear(expected[0]);
        }
    }

    private void walkBags(Subtask subtask, BagsSpec spec) {
        KeyedBags bags = subtask.bags.get(spec.name());
        KeyedBags model = subtask.modelBags.get(spec.name());
        KeyBatch keys = keys(subtask, spec.keyTypes());
        int[] handles = new int[keys.count()];
        int[] expected = new int[keys.count()];
        bags.find(keys, handles);
        model.find(keys, expected);
        KeyedBags.Cursor cursor = bags.cursor();
        KeyedBags.Cursor modelCursor = model.cursor();
        for (int i = 0; i < keys.count(); i++) {
            boolean isThere = expected[i] != KeyedTable.ABSENT;
            assertThat(handles[i] != KeyedTable.ABSENT && !bags.isEmpty(handles[i]))
                    .isEqualTo(isThere);
            assertThat(content(cursor, handles[i])).isEqualTo(content(modelCursor, expected[i]));
        }
    }

    /** The number of copies of each row; rows are told apart by their bytes as a text. */
    private static Map<String, Long> content(KeyedBags.Cursor cursor, int handle) {
        Map<String, Long> content = new HashMap<>();
        boolean isThere = handle != KeyedTable.ABSENT && cursor.first(handle);
        while (isThere) {
            String row = new String(
                    cursor.data(), cursor.start(), cursor.end() - cursor.start(), StandardCharsets.ISO_8859_1);
            content.merge(row, cursor.copies(), Long::sum);
            isThere = cursor.next();
        }
        return content;
    }

    private void compareAll() {
        for (Subtask subtask : subtasks) {
            for (TableSpec spec : TABLES) {
                assertSame(
                        dump(spec, subtask.tables.get(spec.name()), Long.MIN_VALUE, Long.MAX_VALUE, () -> {}),
                        dump(spec, subtask.modelTables.get(spec.name()), Long.MIN_VALUE, Long.MAX_VALUE, () -> {}));
            }
            for (int i = 0; i < 20; i++) {
                walkRows(subtask, ROWS);
                walkRows(subtask, TEXT_ROWS);
                walkBags(subtask, BAGS);
                walkBags(subtask, TEXT_BAGS);
            }
        }
    }

    // ---- checkpoints

    private void freeze() {
        boolean isSavepoint = random.nextInt(4) == 0;
        Form form = isSavepoint && random.nextBoolean() ? Form.CANONICAL : Form.NATIVE;
        FreezeRequest request = new FreezeRequest(nextCheckpoint++, storage, form, !isSavepoint);
        List<CompletableFuture<KeyedSnapshot>> parts = new ArrayList<>();
        List<HeapKeyedState> models = new ArrayList<>();
        for (Subtask subtask : subtasks) {
            parts.add(subtask.backend.freeze(request).toCompletableFuture());
            models.add(HeapKeyedState.restore(List.of(subtask.model), subtask.index, subtask.parallelism));
        }
        underWay.add(new Checkpoint(request.checkpointId(), isSavepoint, parts, models));
    }

    private void settleCheckpoints() {
        for (Checkpoint checkpoint : List.copyOf(underWay)) {
            if (!checkpoint.parts.stream().allMatch(CompletableFuture::isDone)) {
                continue;
            }
            underWay.remove(checkpoint);
            checkpoint.snapshots().forEach(part -> allFiles.addAll(part.files().values()));
            boolean isAborted = !checkpoint.isSavepoint && random.nextInt(4) == 0;
            if (isAborted) {
                subtasks.forEach(subtask -> subtask.backend.checkpointAborted(checkpoint.id));
            } else if (completed == null || completed.id < checkpoint.id) {
                if (!checkpoint.isSavepoint) {
                    subtasks.forEach(subtask -> subtask.backend.checkpointCompleted(checkpoint.id));
                    completedCheckpoint = checkpoint;
                }
                completed = checkpoint;
            }
            if (underWay.isEmpty() && !checkpoint.isSavepoint) {
                deleteUnreferredFiles();
            }
        }
    }

    /** What no completed checkpoint needs may go at any time. */
    private void deleteUnreferredFiles() {
        List<StoredFile> inUse = new ArrayList<>();
        for (Checkpoint needed : Arrays.asList(completed, completedCheckpoint)) {
            if (needed != null) {
                needed.snapshots().forEach(part -> inUse.addAll(part.files().values()));
            }
        }
        storage.sweep(inUse, allFiles);
        allFiles.retainAll(inUse);
    }

    private void restore() {
        close();
        restores++;
        underWay.clear();
        if (completed == null) {
            start(1 + random.nextInt(3), List.of(), List.of());
            return;
        }
        int parallelism = random.nextBoolean() ? subtasks.size() : 1 + random.nextInt(4);
        start(parallelism, completed.snapshots(), completed.models);
    }

    private void start(int parallelism, List<KeyedSnapshot> snapshots, List<HeapKeyedState> models) {
        attempt++;
        KeyedStateBackendFactory factory = factories.apply((int) attempt);
        List<Subtask> started = new ArrayList<>();
        for (int i = 0; i < parallelism; i++) {
            KeyGroupRange range = KeyGroups.rangeOf(i, MAX_PARALLELISM, parallelism);
            Subtask subtask = new Subtask();
            subtask.index = i;
            subtask.parallelism = parallelism;
            subtask.backend = factory.create(new KeyedStateBackendContext(
                    "job",
                    "operator",
                    i,
                    attempt,
                    "any",
                    MAX_PARALLELISM,
                    range,
                    snapshots.stream()
                            .filter(part ->
                                    part.firstKeyGroup() <= range.last() && part.lastKeyGroup() >= range.first())
                            .toList(),
                    snapshots.isEmpty() ? null : storage,
                    clock,
                    io,
                    () -> {},
                    failures::add));
            subtask.model = models.isEmpty()
                    ? HeapKeyedState.create(MAX_PARALLELISM, i, parallelism)
                    : HeapKeyedState.restore(models, i, parallelism);
            KeyedState state = subtask.backend.keyedState();
            for (TableSpec spec : TABLES) {
                subtask.tables.put(spec.name(), state.table(spec));
                subtask.modelTables.put(spec.name(), subtask.model.table(spec));
            }
            for (RowsSpec spec : List.of(ROWS, TEXT_ROWS)) {
                subtask.rows.put(spec.name(), state.rows(spec));
                subtask.modelRows.put(spec.name(), subtask.model.rows(spec));
            }
            for (BagsSpec spec : List.of(BAGS, TEXT_BAGS)) {
                subtask.bags.put(spec.name(), state.bags(spec));
                subtask.modelBags.put(spec.name(), subtask.model.bags(spec));
            }
            started.add(subtask);
        }
        subtasks = started;
    }

    @Override
    public void close() {
        subtasks.forEach(subtask -> subtask.backend.close());
        io.runAll();
    }
}
