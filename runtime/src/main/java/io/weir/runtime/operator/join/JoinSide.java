package io.weir.runtime.operator.join;

import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.RowCodec;
import io.weir.runtime.state.RowsSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * One side of a join that is not inner: its rows by key, each with its multiplicity and, where it matters, the number
 * of its matches on the other side.
 *
 * <p>Both numbers are signed sums: a withdrawal may come before what it withdraws, and then stands as a negative
 * multiplicity until the two meet.
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

    private final SideInput input;
    private final KeyedRows rows;
    private final KeyedRows.Cursor ownCursor;
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
        this.input = new SideInput(types, keys, keyTypes);
        this.rowCodec = input.rowCodec;
        this.rows = context.keyedState()
                .rows(new RowsSpec(isLeft ? "left" : "right", input.keyTypes, countsMatches ? 2 : 1, ttlMillis));
        this.ownCursor = rows.cursor();
    }

    /** Parts the rows of a batch of this side's input that have a NULL in their key from the others. */
    NullKeys part(Batch batch) {
        return input.part(batch);
    }

    /**
     * Takes rows of this side's input whose keys have no NULL: the keys go to {@code keys}, the rows are encoded and
     * those of their keys loaded.
     */
    void accept(Batch batch, KeyBatch keys) {
        input.encode(batch, keys);
        if (ownHandles.length < keys.count()) {
            ownHandles = new int[keys.count()];
        }
        rows.load(keys, ownHandles);
    }

    /**
     * Finds the rows of keys, which may be none.
     *
     * @return the handles, in {@code handles} if they fit
     */
    int[] find(KeyBatch keys, int[] handles) {
        int[] target = handles.length < keys.count() ? new int[keys.count()] : handles;
        rows.find(keys, target);
        return target;
    }

    KeyedRows.Cursor newCursor() {
        return rows.cursor();
    }

    /** Adds {@code sign} to the multiplicity of a row of the accepted batch, whose matches are {@code matches}. */
    void store(int row, int sign, long matches) {
        ByteRows encoded = input.encoded;
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
