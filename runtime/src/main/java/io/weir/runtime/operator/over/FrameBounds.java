package io.weir.runtime.operator.over;

import io.weir.runtime.operator.over.FrameSpec.Bound;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first row and the row behind the last one of the frame of each row. Both only grow from row to row, whatever the
 * unit, so two pointers go over the partition once.
 */
final class FrameBounds {
    private final FrameSpec frame;
    private final @Nullable OrderValues values;
    private int[] starts = {};
    private int[] ends = {};

    /** @param values needed for RANGE with an offset */
    FrameBounds(FrameSpec frame, @Nullable OrderValues values) {
        this.frame = frame;
        this.values = values;
    }

    /** Finds the frames of all rows from {@code first} on. */
    void find(PartitionRows rows, int first) {
        int count = rows.count();
        if (starts.length < count) {
            starts = Arrays.copyOf(starts, Math.max(64, count * 2));
            ends = Arrays.copyOf(ends, starts.length);
        }
        int start = 0;
        int end = 0;
        for (int row = first; row < count; row++) {
            start = bound(rows, row, frame.from(), true, start);
            end = bound(rows, row, frame.to(), false, end);
            starts[row] = start;
            ends[row] = Math.max(start, end);
        }
    }

    /** The first row of the frame of a row. */
    int start(int row) {
        return starts[row];
    }

    /** The row behind the frame of a row; the start if the frame is empty. */
    int end(int row) {
        return ends[row];
    }

    private int bound(PartitionRows rows, int row, Bound bound, boolean isStart, int last) {
        return switch (bound.place()) {
            case UNBOUNDED_PRECEDING -> 0;
            case UNBOUNDED_FOLLOWING -> rows.count();
            case CURRENT_ROW, PRECEDING, FOLLOWING ->
                switch (frame.unit()) {
                    case ROWS -> rowBound(rows, row, bound, isStart);
                    case GROUPS -> groupBound(rows, row, bound, isStart);
                    case RANGE ->
                        bound.place() == FrameSpec.Place.CURRENT_ROW
                                ? groupBound(rows, row, bound, isStart)
                                : rangeBound(rows, row, bound, isStart, last);
                };
        };
    }

    private static int rowBound(PartitionRows rows, int row, Bound bound, boolean isStart) {
        long at = row + clip(bound) + (isStart ? 0 : 1);
        return (int) Math.max(0, Math.min(rows.count(), at));
    }

    private static int groupBound(PartitionRows rows, int row, Bound bound, boolean isStart) {
        long group = rows.group(row) + clip(bound);
        if (group < 0) {
            return 0;
        }
        if (group >= rows.groupCount()) {
            return rows.count();
        }
        return isStart ? rows.groupStart((int) group) : rows.groupEnd((int) group);
    }

    private static long clip(Bound bound) {
        long offset = bound.offset().min(BigDecimal.valueOf(Integer.MAX_VALUE)).longValue();
        return bound.place() == FrameSpec.Place.PRECEDING ? -offset : offset;
    }

    // A NULL is at no distance of anything but other NULLs.
    private int rangeBound(PartitionRows rows, int row, Bound bound, boolean isStart, int last) {
        OrderValues order = Objects.requireNonNull(values, "values is null");
        if (order.isNull(row)) {
            int group = rows.group(row);
            return isStart ? rows.groupStart(group) : rows.groupEnd(group);
        }
        int at = last;
        while (at < rows.count() && isBefore(order, at, row, bound, isStart)) {
            at++;
        }
        return at;
    }

    private static boolean isBefore(OrderValues order, int at, int row, Bound bound, boolean isStart) {
        if (order.isNull(at)) {
            return order.nullsFirst();
        }
        int compared = order.compare(at, row, bound.signedOffset());
        return isStart ? compared < 0 : compared <= 0;
    }
}
