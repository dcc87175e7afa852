package io.weir.runtime.operator.over;

import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;

/**
 * The functions that number rows.
 *
 * @param first the first row that gets a result
 * @param rowsBefore rows of the partition before it, whether or not they are still there
 * @param groupsBefore groups of equal rows before it
 */
record Ranking(PartitionRows rows, int first, long rowsBefore, long groupsBefore) {

    void append(OverCall call, ColumnBuilder out) {
        int firstGroup = rows.count() > first ? rows.group(first) : 0;
        for (int row = first; row < rows.count(); row++) {
            int group = rows.group(row);
            long rank = rowsBefore + Math.max(0, rows.groupStart(group) - first) + 1;
            // If the first group began before the first row, rank is that of its beginning.
            if (rows.groupStart(group) < first) {
                rank = rowsBefore - (first - rows.groupStart(group)) + 1;
            }
            switch (call.kind()) {
                case ROW_NUMBER -> add(rowsBefore + (row - first) + 1, call.resultType(), out);
                case RANK -> add(rank, call.resultType(), out);
                case DENSE_RANK -> add(groupsBefore + (group - firstGroup) + 1, call.resultType(), out);
                case PERCENT_RANK -> out.addDouble(rows.count() == 1 ? 0 : (rank - 1.0) / (rows.count() - 1));
                case CUME_DIST -> out.addDouble((double) rows.groupEnd(group) / rows.count());
                case NTILE -> add(bucket(row, call.number()), call.resultType(), out);
                default -> throw new IllegalStateException(call.kind() + " numbers no rows");
            }
        }
    }

    /** The first buckets get one row more if the rows do not divide evenly. */
    private long bucket(int row, long buckets) {
        long small = rows.count() / buckets;
        long larger = rows.count() % buckets;
        long inLarger = larger * (small + 1);
        return row < inLarger ? row / (small + 1) + 1 : larger + (row - inLarger) / small + 1;
    }

    private static void add(long number, DataType type, ColumnBuilder out) {
        switch (type.form()) {
            case LONGS -> out.addLong(number);
            case INTS -> out.addInt(Math.toIntExact(number));
            default -> throw new IllegalStateException("a rank as " + type);
        }
    }
}
