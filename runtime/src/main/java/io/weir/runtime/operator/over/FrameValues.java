package io.weir.runtime.operator.over;

import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;

/** The functions that take a value from another row: of the frame, or at a distance. */
final class FrameValues {
    private static final int NO_ROW = -1;

    private FrameValues() {}

    /** FIRST_VALUE, LAST_VALUE and NTH_VALUE. */
    static void append(OverCall call, PartitionRows rows, FrameBounds bounds, int first, ColumnBuilder out) {
        Column values = rows.batch().column(call.arguments().get(0));
        for (int row = first; row < rows.count(); row++) {
            int start = bounds.start(row);
            int end = bounds.end(row);
            int found = switch (call.kind()) {
                case FIRST_VALUE -> forward(values, start, end, 1, call.ignoreNulls());
                case NTH_VALUE -> forward(values, start, end, call.number(), call.ignoreNulls());
                case LAST_VALUE -> backward(values, start, end, 1, call.ignoreNulls());
                default -> throw new IllegalStateException(call.kind() + " has no frame");
            };
            add(values, found, out);
        }
    }

    /** LAG and LEAD. */
    static void appendShifted(OverCall call, PartitionRows rows, int first, ColumnBuilder out) {
        Column values = rows.batch().column(call.arguments().get(0));
        boolean hasDefault = call.arguments().size() > 1;
        for (int row = first; row < rows.count(); row++) {
            int found;
            if (call.number() == 0) {
                found = row;
            } else if (call.kind() == OverCall.Kind.LAG) {
                found = backward(values, 0, row, call.number(), call.ignoreNulls());
            } else {
                found = forward(values, row + 1, rows.count(), call.number(), call.ignoreNulls());
            }
            if (found == NO_ROW && hasDefault) {
                out.addFrom(rows.batch().column(call.arguments().get(1)), row);
            } else {
                add(values, found, out);
            }
        }
    }

    private static int forward(Column values, int start, int end, long number, boolean ignoreNulls) {
        if (!ignoreNulls) {
            return number <= end - start ? start + (int) number - 1 : NO_ROW;
        }
        long left = number;
        for (int row = start; row < end; row++) {
            if (!values.isNull(row) && --left == 0) {
                return row;
            }
        }
        return NO_ROW;
    }

    private static int backward(Column values, int start, int end, long number, boolean ignoreNulls) {
        if (!ignoreNulls) {
            return number <= end - start ? end - (int) number : NO_ROW;
        }
        long left = number;
        for (int row = end - 1; row >= start; row--) {
            if (!values.isNull(row) && --left == 0) {
                return row;
            }
        }
        return NO_ROW;
    }

    private static void add(Column values, int row, ColumnBuilder out) {
        if (row == NO_ROW) {
            out.addNull();
        } else {
            out.addFrom(values, row);
        }
    }
}
