package io.weir.runtime.operator.match;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.runtime.operator.rows.TimeKey;
import io.weir.runtime.state.KeyedRows;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.LongColumn;
import java.util.stream.IntStream;

/**
 * The rows of one partition at a time, those first that are kept longest. A partition with many rows is read piece by
 * piece: as long as {@link #isWhole} is false there are more up to the watermark.
 */
final class MatchPartition {
    private final OrderedRows rows;
    private final KeyedRows.Cursor cursor;
    private final int timeColumn;
    private final int orderColumn;
    private final long withinMicros;
    private final int rowsAhead;
    private final BatchBuilder decoded;
    private final ColumnBuilder[] columns;

    private Batch batch = Batch.of(0);
    private boolean isWhole;
    private long watermark = Watermark.NONE;

    MatchPartition(MatchFactory spec, OrderedRows rows) {
        this.rows = rows;
        this.cursor = rows.cursor();
        this.timeColumn = spec.timeColumn();
        this.orderColumn = spec.order().get(0).column();
        this.withinMicros = spec.withinMicros();
        this.rowsAhead = spec.rowsAhead();
        this.decoded = new BatchBuilder(spec.rowTypes());
        this.columns = IntStream.range(0, spec.rowTypes().size())
                .mapToObj(decoded::column)
                .toArray(ColumnBuilder[]::new);
    }

    /** Reads the first rows of the partition at an index of the loaded ones, up to the watermark. */
    void read(int index, long upTo, int maxRows) {
        watermark = upTo;
        isWhole = true;
        int count = 0;
        for (boolean found = cursor.first(rows.handles()[index]); found && isWhole; found = cursor.next()) {
            // The sort key begins with a byte for NULL, then the time.
            if (timeColumn >= 0 && TimeKey.get(cursor.keyData(), cursor.keyStart() + 1) > watermark) {
                break;
            }
            for (long copy = cursor.number(OrderedRows.MULTIPLICITY); copy > 0; copy--) {
                if (count == maxRows) {
                    isWhole = false;
                    break;
                }
                rows.decode(cursor, columns);
                decoded.endRow();
                count++;
            }
        }
        batch = decoded.build();
    }

    Batch batch() {
        return batch;
    }

    int count() {
        return batch.rowCount();
    }

    boolean isWhole() {
        return isWhole;
    }

    /** Whether no row will ever come behind the last. */
    boolean isEnded() {
        return isWhole && watermark == Watermark.END;
    }

    /** The row behind the last that may belong to a match that begins at a row, as far as is known. */
    int limit(int start) {
        return Math.min(withinLimit(start), availableRows());
    }

    /** Whether no row behind {@link #limit} will ever belong to a match that begins at a row. */
    boolean isFinal(int start) {
        int limit = withinLimit(start);
        if (limit > availableRows()) {
            return false;
        }
        return limit < count() || (isWhole && watermark >= lastTime(start));
    }

    /** At which watermark no row can come any more for a match that begins at a row. */
    long lastTime(int start) {
        if (withinMicros == 0 || isNull(start)) {
            return Watermark.END;
        }
        long last = time(start) + withinMicros - 1;
        return last < time(start) ? Watermark.END : last;
    }

    /** Rows for which those that NEXT reaches have come, or never will. */
    private int availableRows() {
        return isEnded() ? count() : Math.max(0, count() - rowsAhead);
    }

    private int withinLimit(int start) {
        if (withinMicros == 0) {
            return count();
        }
        int row = start + 1;
        while (row < count() && isWithin(start, row)) {
            row++;
        }
        return row;
    }

    // In a query that ends, times may be missing: then it cannot be said that two rows are near each other.
    private boolean isWithin(int start, int row) {
        return !isNull(start) && !isNull(row) && time(row) - time(start) < withinMicros;
    }

    private boolean isNull(int row) {
        return batch.column(orderColumn).isNull(batch.position(row));
    }

    /** The first column of the order. */
    long time(int row) {
        return ((LongColumn) batch.column(orderColumn)).values()[batch.position(row)];
    }

    /** Forgets the first rows of the partition at an index. */
    void forget(int index, int count) {
        long left = count;
        for (boolean found = cursor.first(rows.handles()[index]); found && left > 0; found = cursor.next()) {
            long copies = cursor.number(OrderedRows.MULTIPLICITY);
            if (copies > left) {
                cursor.setNumber(OrderedRows.MULTIPLICITY, copies - left);
            } else {
                cursor.remove();
            }
            left -= copies;
        }
    }
}
