package io.weir.runtime.operator.rows;

import io.weir.runtime.operator.SortKey;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.RowCodec;
import io.weir.runtime.state.RowsSpec;
import io.weir.runtime.state.SortKeyCodec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of each key as a multiset in an order. Rows that are equal in the order stand by their bytes, so that the
 * place of a row depends on what is there and not on when it came.
 *
 * <p>Use: {@link #accept} a batch, then {@link #change} its rows one by one, and look at the result with a
 * {@link #cursor}. The order key of a row is its sort key, then the row itself.
 */
public final class OrderedRows {
    /** The number of copies of a row; negative while withdrawals have come before what they withdraw. */
    public static final int MULTIPLICITY = 0;

    private static final byte[] NO_PAYLOAD = {};
    private static final int NOT_ENCODED = -1;

    private final int[] keyColumns;
    private final int[] orderColumns;
    private final int[] allColumns;
    private final KeyCodec keyCodec;
    private final SortKeyCodec orderCodec;
    private final RowCodec rowCodec;
    private final List<DataType> rowTypes;
    private final KeyedRows rows;
    private final KeyedRows.Cursor cursor;
    private final KeyBatch keys = new KeyBatch();
    private final ByteRows sortKeys = new ByteRows();
    private final ByteRows encoded = new ByteRows();
    /** By row: where among the encoded ones it is. */
    private int[] places = {};

    private Batch accepted = Batch.of(0);
    private int[] handles = {};

    /**
     * @param name of the state
     * @param keys columns of the key; none: all rows are together
     * @param rowTypes types of all columns
     */
    public OrderedRows(
            String name,
            List<Integer> keys,
            List<DataType> keyTypes,
            List<SortKey> order,
            List<DataType> rowTypes,
            KeyedState state) {
        this(name, keys, keyTypes, order, rowTypes, 0, state);
    }

    /** @param ttlMillis after which the rows of a key that is not touched may be forgotten; 0: never */
    public OrderedRows(
            String name,
            List<Integer> keys,
            List<DataType> keyTypes,
            List<SortKey> order,
            List<DataType> rowTypes,
            long ttlMillis,
            KeyedState state) {
        this.keyColumns = keys.stream().mapToInt(Integer::intValue).toArray();
        this.orderColumns = order.stream().mapToInt(SortKey::column).toArray();
        this.allColumns = IntStream.range(0, rowTypes.size()).toArray();
        this.keyCodec = new KeyCodec(keyTypes);
        this.orderCodec = new SortKeyCodec(order.stream()
                .map(key -> new SortKeyCodec.Order(key.type(), key.descending(), key.nullsFirst()))
                .toList());
        this.rowCodec = new RowCodec(rowTypes);
        this.rowTypes = List.copyOf(rowTypes);
        this.rows = state.rows(new RowsSpec(name, keyTypes, 1, ttlMillis));
        this.cursor = rows.cursor();
    }

    /**
     * Takes a batch: encodes its rows and loads those of their keys. Handles and encoded rows of the batch before are
     * void.
     */
    public void accept(Batch batch) {
        acceptLazily(batch);
        for (int row = 0; row < batch.rowCount(); row++) {
            int unused = place(row);
        }
    }

    /**
     * The same, but a row is encoded only when that is needed, which for many is never: their sort key tells enough.
     * {@link #orderKeys} is of no use then.
     */
    public void acceptLazily(Batch batch) {
        int rowCount = batch.rowCount();
        if (handles.length < rowCount) {
            handles = new int[rowCount];
        }
        if (places.length < rowCount) {
            places = new int[rowCount];
        }
        keyCodec.encode(batch, keyColumns, keys);
        accepted = batch;
        encoded.clear();
        sortKeys.clear();
        for (int row = 0; row < rowCount; row++) {
            orderCodec.append(batch, orderColumns, row, sortKeys);
            sortKeys.endRow();
            places[row] = NOT_ENCODED;
        }
        rows.load(keys, handles);
    }

    private int place(int row) {
        if (places[row] == NOT_ENCODED) {
            places[row] = encoded.count();
            encoded.append(sortKeys.data(), sortKeys.start(row), sortKeys.end(row));
            rowCodec.append(accepted, allColumns, row, encoded);
            encoded.endRow();
        }
        return places[row];
    }

    /**
     * Loads the rows of a state without keys.
     *
     * @return their handle
     */
    public int loadGlobal() {
        if (handles.length == 0) {
            handles = new int[1];
        }
        keyCodec.encode(Batch.of(1), keyColumns, keys);
        rows.load(keys, handles);
        return handles[0];
    }

    /** Loads the rows of some keys; {@link #handles} has one for each. */
    public void load(KeyBatch loaded) {
        if (handles.length < loaded.count()) {
            handles = new int[loaded.count()];
        }
        rows.load(loaded, handles);
    }

    /** The keys of the accepted batch's rows. */
    public KeyBatch keys() {
        return keys;
    }

    /** {@code int[rowCount or more]}: the handles of the keys of the accepted batch's rows. */
    public int[] handles() {
        return handles;
    }

    /** Adds {@code sign} to the copies of a row of the accepted batch. Moves the cursor. */
    public void change(int row, int sign) {
        int place = place(row);
        if (!cursor.seek(handles[row], encoded.data(), encoded.start(place), encoded.end(place))) {
            cursor.insert(NO_PAYLOAD, 0, 0);
        }
        long copies = cursor.number(MULTIPLICITY) + sign;
        if (copies == 0) {
            cursor.remove();
        } else {
            cursor.setNumber(MULTIPLICITY, copies);
        }
    }

    /** The order key of a row of the accepted batch: from {@link ByteRows#start} to {@link ByteRows#end}. */
    public ByteRows orderKeys() {
        return encoded;
    }

    /** The only cursor: {@link #change} moves it. */
    public KeyedRows.Cursor cursor() {
        return cursor;
    }

    /** The number of different rows of a key. */
    public long size(int handle) {
        return rows.size(handle);
    }

    /** Forgets all rows of a key. */
    public void clear(int handle) {
        rows.clear(handle);
    }

    /** Where the sort key ends, and the row begins, in an order key that begins at {@code from}. */
    public int rowStart(byte[] data, int from) {
        return orderCodec.skip(data, from);
    }

    public RowCodec rowCodec() {
        return rowCodec;
    }

    /** Appends the values of the row under a cursor to builders, one for each column. */
    public void decode(KeyedRows.Cursor on, ColumnBuilder[] columns) {
        rowCodec.decode(on.keyData(), rowStart(on.keyData(), on.keyStart()), columns);
    }

    /** The row under a cursor as a batch of one row. Allocates: not for each row. */
    public Batch decode(KeyedRows.Cursor on) {
        BatchBuilder builder = new BatchBuilder(rowTypes);
        decode(on, IntStream.of(allColumns).mapToObj(builder::column).toArray(ColumnBuilder[]::new));
        builder.endRow();
        return builder.build();
    }

    /** Compares the sort key of a row of the accepted batch with that of an order key. */
    public int compareSortKey(int row, byte[] data, int from) {
        return Arrays.compareUnsigned(
                sortKeys.data(), sortKeys.start(row), sortKeys.end(row), data, from, orderCodec.skip(data, from));
    }

    /** Compares the order key of a row of the accepted batch with another. */
    public int compareOrderKey(int row, byte[] data, int from, int to) {
        int start = sortKeys.start(row);
        int end = sortKeys.end(row);
        // No sort key is the beginning of another one: if these bytes are equal, the sort keys are.
        int bySortKey =
                Arrays.compareUnsigned(sortKeys.data(), start, end, data, from, Math.min(to, from + end - start));
        if (bySortKey != 0) {
            return bySortKey;
        }
        int place = place(row);
        return Arrays.compareUnsigned(encoded.data(), encoded.start(place), encoded.end(place), data, from, to);
    }

    /** Compares the order keys of two rows of the accepted batch. */
    public int compareRows(int row, int other) {
        int bySortKey = Arrays.compareUnsigned(
                sortKeys.data(),
                sortKeys.start(row),
                sortKeys.end(row),
                sortKeys.data(),
                sortKeys.start(other),
                sortKeys.end(other));
        if (bySortKey != 0) {
            return bySortKey;
        }
        int place = place(row);
        int otherPlace = place(other);
        byte[] data = encoded.data();
        return Arrays.compareUnsigned(
                data,
                encoded.start(place),
                encoded.end(place),
                data,
                encoded.start(otherPlace),
                encoded.end(otherPlace));
    }
}
