package io.weir.runtime.operator.join;

import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.RowCodec;
import io.weir.runtime.state.RowsSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * One side of a join: its rows by key, each with its multiplicity and, where it matters, the number of its matches on the other side.
 *
 * <p>Both numbers are signed sums: a withdrawal may come before what it withdraws, and then stands as a negative multiplicity until the two meet.
 */
final class JoinSide {
    static final int MULTIPLICITY = 0;
    static final int MATCHES = 1;

    private static final byte[] NO_PAYLOAD = {};

    final boolean isLeft;
    final boolean countsMatches;
    final boolean emitsUnmatched;
    final boolean emitsMatched;
    final List<DataType> types;
    final RowCodec rowCodec;

    private final int[] keyColumns;
    private final int[] allColumns;
    private final KeyCodec keyCodec;
    private final KeyedRows rows;
    private final KeyedRows.Cursor ownCursor;
    private final ByteRows encoded = new ByteRows();
    private int[] ownHandles = {};

    JoinSide(
            boolean isLeft,
            JoinType type,
            List<DataType> types,
            List<Integer> keys,
            List<DataType> keyTypes,
            long ttlMillis,
            OperatorContext context) {
        this.isLeft = isLeft;
        this.countsMatches = type.countsMatches(isLeft);
        this.emitsUnmatched = type.emitsUnmatched(isLeft);
        this.emitsMatched = type.emitsMatched(isLeft);
        this.types = types;
        this.keyColumns = keys.stream().mapToInt(Integer::intValue).toArray();
        this.allColumns = java.util.stream.IntStream.range(0, types.size()).toArray();
        this.keyCodec = new KeyCodec(keyTypes);
        this.rowCodec = new RowCodec(types);
        this.rows = context.keyedState()
                .rows(new RowsSpec(isLeft ? "left" : "right", keyTypes, countsMatches ? 2 : 1, ttlMillis));
        this.ownCursor = rows.cursor();
    }

    /** Takes a batch of this side's input: its keys go to {@code keys}, its rows are encoded and those of its keys loaded. */
    void accept(Batch batch, KeyBatch keys) {
        keyCodec.encode(batch, keyColumns, keys);
        rowCodec.encode(batch, allColumns, encoded);
        ownHandles = load(keys, ownHandles);
    }

    /** Loads the rows of keys. @return the handles, in {@code handles} if they fit */
    int[] load(KeyBatch keys, int[] handles) {
        int[] target = handles.length < keys.count() ? new int[keys.count()] : handles;
        rows.load(keys, target);
        return target;
    }

    KeyedRows.Cursor newCursor() {
        return rows.cursor();
    }

    /** Whether a row of a batch has a NULL in its key. */
    boolean hasNullKey(Batch batch, int row) {
        int position = batch.position(row);
        for (int column : keyColumns) {
            if (batch.column(column).isNull(position)) {
                return true;
            }
        }
        return false;
    }

    /** Adds {@code sign} to the multiplicity of a row of the accepted batch, whose matches are {@code matches}. */
    void store(int row, int sign, long matches) {
        boolean found = ownCursor.seek(ownHandles[row], encoded.data(), encoded.start(row), encoded.end(row));
        if (!found) {
            ownCursor.insert(NO_PAYLOAD, 0, 0);
            if (countsMatches) {
                ownCursor.setNumber(MATCHES, matches);
            }
        }
        long multiplicity = ownCursor.number(MULTIPLICITY) + sign;
        if (multiplicity == 0) {
            ownCursor.remove();
        } else {
            ownCursor.setNumber(MULTIPLICITY, multiplicity);
        }
    }
}
