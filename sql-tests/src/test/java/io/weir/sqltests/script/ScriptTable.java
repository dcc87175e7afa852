package io.weir.sqltests.script;

import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A log that a test writes and jobs read: rows and, between them, marks of event time. It outlives the processes that
 * read it.
 *
 * <p>Where rows are cut into batches must not decide which of them are late. So a row does not move event time when it
 * is read; behind the rows of a feed comes a mark with the same rows once more, from which the watermark expression of
 * the table is taken.
 */
public final class ScriptTable {
    private final List<List<Entry>> splits = new ArrayList<>();
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();
    private final List<Entry> unmarked = new ArrayList<>();
    private List<DataType> types = List.of();
    private boolean isClosed;

    /** What a split holds at a position. */
    sealed interface Entry {
        /** The row, or the row whose event time counts; one that holds NULL everywhere for {@link Time}. */
        byte kind();

        List<@Nullable Object> values();
    }

    /** A row. */
    record Row(byte kind, List<@Nullable Object> values) implements Entry {}

    /** The rows up to here have been fed: event time moves on as the watermark expression says for this one. */
    record Seen(byte kind, List<@Nullable Object> values) implements Entry {}

    /** Event time is said to be at least this, in microseconds. */
    record Time(long micros) implements Entry {
        @Override
        public byte kind() {
            return RowKind.INSERT_CODE;
        }

        @Override
        public List<@Nullable Object> values() {
            return List.of();
        }
    }

    ScriptTable() {
        splits.add(new ArrayList<>());
    }

    void describe(List<DataType> physicalTypes, int splitCount) {
        types = physicalTypes;
        while (splits.size() < splitCount) {
            splits.add(new ArrayList<>());
        }
    }

    public List<DataType> types() {
        return types;
    }

    int splitCount() {
        return splits.size();
    }

    List<Entry> split(int index) {
        return splits.get(index);
    }

    boolean isClosed() {
        return isClosed;
    }

    /** Adds a row to a split. */
    public void add(RowKind kind, List<@Nullable Object> values, Random random) {
        splits.get(splits.size() == 1 ? 0 : random.nextInt(splits.size())).add(new Row(kind.code(), values));
        unmarked.add(new Seen(kind.code(), values));
    }

    /** Has the rows added since the last call move event time. */
    public void mark() {
        splits.forEach(split -> split.addAll(unmarked));
        unmarked.clear();
        wakeUp();
    }

    void watermark(long micros) {
        mark();
        splits.forEach(split -> split.add(new Time(micros)));
        wakeUp();
    }

    /** No more rows will come. */
    void close() {
        mark();
        isClosed = true;
        wakeUp();
    }

    private void wakeUp() {
        readers.forEach(Runnable::run);
    }

    void subscribe(Runnable wakeUp) {
        readers.add(wakeUp);
    }

    /** The process that read has ended. */
    void forgetReaders() {
        readers.clear();
    }
}
