package io.weir.runtime.operator.over;

import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.runtime.state.KeyedRows;
import io.weir.spi.data.LongColumn;

/**
 * Which rows of a partition must be kept when they have come out in order: those that the frames of rows to come still
 * reach, and the first ones for functions that take values from there.
 */
final class Retention {
    private final long firstRows;
    private final long lastRows;
    private final long lastGroups;
    /** Rows whose time is at most this much before the next possible time. */
    private final long lastMicros;

    Retention(OverAggregateFactory spec) {
        long first = 0;
        long last = 0;
        long groups = 0;
        long micros = -1;
        for (OverCall call : spec.calls()) {
            switch (call.kind()) {
                case LAG -> last = Math.max(last, call.number());
                case FIRST_VALUE, LAST_VALUE, NTH_VALUE, AGGREGATE -> {
                    FrameSpec frame = call.frame();
                    long offset = frame.from().offset().longValue();
                    boolean isUnbounded = frame.from().place() == FrameSpec.Place.UNBOUNDED_PRECEDING;
                    if (isUnbounded) {
                        first = Math.max(first, firstRowsOf(call));
                    } else {
                        switch (frame.unit()) {
                            case ROWS -> last = Math.max(last, offset);
                            case GROUPS -> groups = Math.max(groups, offset);
                            case RANGE -> micros = Math.max(micros, offset);
                        }
                    }
                }
                default -> {
                    // Counts only.
                }
            }
        }
        this.firstRows = first;
        this.lastRows = last;
        this.lastGroups = groups;
        this.lastMicros = micros;
    }

    private static long firstRowsOf(OverCall call) {
        return switch (call.kind()) {
            case FIRST_VALUE -> 1;
            case NTH_VALUE -> call.number();
            default -> 0;
        };
    }

    /**
     * Forgets the rows of a partition that no frame reaches any more.
     *
     * @param partition the rows up to the watermark, all of which have come out
     */
    void apply(OrderedRows rows, int handle, PartitionRows partition, int timeColumn, long watermark) {
        int count = partition.count();
        int keepFrom = (int) Math.max(0, count - lastRows);
        if (lastGroups > 0) {
            int group = (int) Math.max(0, partition.groupCount() - lastGroups);
            keepFrom = Math.min(keepFrom, partition.groupStart(group));
        }
        if (lastMicros >= 0 && watermark < Long.MAX_VALUE) {
            long[] times = ((LongColumn) partition.batch().column(timeColumn)).values();
            while (keepFrom > 0 && watermark + 1 - times[keepFrom - 1] <= lastMicros) {
                keepFrom--;
            }
        }
        KeyedRows.Cursor cursor = rows.cursor();
        int index = 0;
        for (boolean found = cursor.first(handle); found && index < keepFrom; found = cursor.next()) {
            int end = index + (int) cursor.number(OrderedRows.MULTIPLICITY);
            if (index >= firstRows && end <= keepFrom) {
                cursor.remove();
            }
            index = end;
        }
    }
}
