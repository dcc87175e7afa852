package io.weir.runtime.operator.topn;

import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyedRows;
import java.util.Arrays;

/**
 * The rows of a partition that have a wanted rank, copied out of state in order: each different row once with its
 * copies, or, where every copy has a rank of its own that goes out with it, each copy.
 */
final class RankedRows {
    private final RankFunction function;
    private final long from;
    private final long to;
    private final boolean separately;
    private final OrderedRows source;
    private final KeyedRows.Cursor cursor;
    private final ByteRows rows = new ByteRows();
    private long[] ranks = {};
    private long[] copies = {};

    /**
     * The order key of the last row with a rank up to the last wanted one, even if that rank is too low to be wanted.
     */
    private final ByteRows last = new ByteRows();

    /** Whether a row behind all that are there would have a rank beyond the last wanted one. */
    private boolean isFull;

    /** Whether the cursor stands on the first row with a rank beyond. */
    private boolean hasRest;

    RankedRows(TopNFactory spec, OrderedRows source) {
        this.function = spec.rank();
        this.from = spec.from();
        this.to = spec.to();
        this.separately = spec.emitRank() && spec.rank() == RankFunction.ROW_NUMBER;
        this.source = source;
        this.cursor = source.cursor();
    }

    /** Reads the rows of a partition. */
    void read(int handle) {
        rows.clear();
        last.clear();
        long before = 0;
        long rank = 0;
        hasRest = cursor.first(handle);
        while (hasRest) {
            long present = cursor.number(OrderedRows.MULTIPLICITY);
            if (present > 0) {
                rank = rankOfNext(rank, before);
                if (rank > to) {
                    break;
                }
                add(rank, present);
                last.clear();
                last.append(cursor.keyData(), cursor.keyStart(), cursor.keyEnd());
                last.endRow();
                before += present;
            }
            hasRest = cursor.next();
        }
        isFull = hasRest || (function == RankFunction.DENSE_RANK ? rank >= to : before >= to);
    }

    // For RANK and DENSE_RANK only a row with another sort key than the one before gets another rank.
    private long rankOfNext(long lastRank, long before) {
        if (function == RankFunction.ROW_NUMBER) {
            return before + 1;
        }
        byte[] data = cursor.keyData();
        int start = cursor.keyStart();
        boolean isEqual = last.count() > 0
                && Arrays.equals(
                        last.data(),
                        last.start(0),
                        source.rowStart(last.data(), last.start(0)),
                        data,
                        start,
                        source.rowStart(data, start));
        if (isEqual) {
            return lastRank;
        }
        return function == RankFunction.RANK ? before + 1 : lastRank + 1;
    }

    private void add(long rank, long present) {
        if (function != RankFunction.ROW_NUMBER) {
            if (rank >= from) {
                append(rank, present);
            }
            return;
        }
        long first = Math.max(rank, from);
        long last = present - 1 > to - rank ? to : rank + present - 1;
        if (!separately) {
            if (first <= last) {
                append(first, last - first + 1);
            }
            return;
        }
        for (long own = first; own <= last; own++) {
            append(own, 1);
        }
    }

    private void append(long rank, long present) {
        int index = rows.count();
        if (ranks.length <= index) {
            int capacity = Math.max(16, index * 2);
            ranks = Arrays.copyOf(ranks, capacity);
            copies = Arrays.copyOf(copies, capacity);
        }
        ranks[index] = rank;
        copies[index] = present;
        rows.append(cursor.keyData(), cursor.keyStart(), cursor.keyEnd());
        rows.endRow();
    }

    /** Whether a row of the accepted batch can get a wanted rank, for inputs from which nothing is withdrawn. */
    boolean admits(int row) {
        if (!isFull || last.count() == 0) {
            return !isFull;
        }
        return function == RankFunction.ROW_NUMBER
                ? source.compareOrderKey(row, last.data(), last.start(0), last.end(0)) < 0
                : source.compareSortKey(row, last.data(), last.start(0)) <= 0;
    }

    /** Forgets the rows with a rank beyond the last wanted one. To be called right after {@link #read}. */
    void dropRest() {
        while (hasRest) {
            cursor.remove();
            hasRest = cursor.next();
        }
    }

    int count() {
        return rows.count();
    }

    long rank(int index) {
        return ranks[index];
    }

    long copies(int index) {
        return copies[index];
    }

    byte[] data() {
        return rows.data();
    }

    int start(int index) {
        return rows.start(index);
    }

    int end(int index) {
        return rows.end(index);
    }
}
