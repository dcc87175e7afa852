package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.spi.data.Batch;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * SUM, SUM0 and AVG of integers, decimals up to 18 digits, and day-time intervals: exact, in 128 bits. Slots: number of
 * values, sum (two slots).
 */
final class IntegerSumFunction implements AggregateFunction {
    private static final int COUNT = 0;
    private static final int SUM = 1;
    private static final int AVERAGE_DIGITS = 40;

    private final AggregateCall.Kind kind;
    private final int[] arguments;
    private final int scale;
    private final DataType resultType;
    private final int slot;
    private long[] values = {};

    IntegerSumFunction(AggregateCall call, int slot) {
        this.kind = call.kind();
        this.arguments = new int[] {call.arguments().get(0)};
        this.scale = call.argumentTypes().get(0).scale();
        this.resultType = call.resultType();
        this.slot = slot;
    }

    @Override
    public int slots() {
        return 3;
    }

    @Override
    public void accumulate(GroupRows rows) {
        Batch batch = rows.batch();
        int rowCount = batch.rowCount();
        if (values.length < rowCount) {
            values = new long[rowCount];
        }
        Numbers.readLongs(batch, arguments[0], values);
        int[] signs = Nulls.withoutNulls(batch, arguments, rows.signs());
        Slots table = rows.table();
        int[] entries = rows.entries();
        for (int row = 0; row < rowCount; row++) {
            int sign = signs == null ? 1 : signs[row];
            long[] page = table.page(entries[row]);
            int at = table.offset(entries[row]) + slot;
            if (sign > 0) {
                page[at + COUNT]++;
                Int128.add(page, at + SUM, values[row]);
            } else if (sign < 0) {
                page[at + COUNT]--;
                Int128.subtract(page, at + SUM, values[row]);
            }
        }
    }

    @Override
    public void results(KeyedTable table, int[] entries, int count, ColumnBuilder out) {
        for (int i = 0; i < count; i++) {
            long[] page = table.page(entries[i]);
            int at = table.offset(entries[i]) + slot;
            if (page[at + COUNT] == 0 && kind != AggregateCall.Kind.SUM0) {
                out.addNull();
            } else if (kind == AggregateCall.Kind.AVG) {
                addAverage(page, at, out);
            } else {
                addSum(page, at, out);
            }
        }
    }

    private void addSum(long[] page, int at, ColumnBuilder out) {
        if (resultType.kind() == TypeKind.DECIMAL) {
            if (resultType.form() == ColumnForm.LONGS
                    && resultType.scale() == scale
                    && Int128.fitsLong(page, at + SUM)) {
                long sum = page[at + SUM + 1];
                if (Math.abs(sum) < 1_000_000_000_000_000_000L) {
                    out.addLong(sum);
                    return;
                }
            }
            Numbers.addDecimal(resultType, new BigDecimal(Int128.value(page, at + SUM), scale), out);
            return;
        }
        long sum = page[at + SUM + 1];
        if (!Int128.fitsLong(page, at + SUM)) {
            throw Numbers.overflow(resultType, Int128.value(page, at + SUM).toString());
        }
        switch (resultType.form()) {
            case LONGS -> out.addLong(sum);
            case INTS -> {
                if (sum != (int) sum) {
                    throw Numbers.overflow(resultType, Long.toString(sum));
                }
                out.addInt((int) sum);
            }
            case DOUBLES -> out.addDouble((double) sum);
            default -> throw new IllegalStateException("sum of integers as " + resultType);
        }
    }

    private void addAverage(long[] page, int at, ColumnBuilder out) {
        long values = page[at + COUNT];
        if (resultType.form() == ColumnForm.DOUBLES) {
            if (Int128.fitsLong(page, at + SUM)) {
                out.addDouble((double) page[at + SUM + 1] / values);
            } else {
                out.addDouble(Int128.value(page, at + SUM).doubleValue() / values);
            }
            return;
        }
        BigInteger sum = Int128.value(page, at + SUM);
        BigDecimal average = new BigDecimal(sum, scale)
                .divide(BigDecimal.valueOf(values), Math.max(resultType.scale(), AVERAGE_DIGITS), RoundingMode.HALF_UP);
        if (resultType.kind() == TypeKind.DECIMAL) {
            Numbers.addDecimal(resultType, average, out);
        } else {
            // SQL leaves the rounding of an average of integers to the implementation; like integer division it
            // truncates.
            long truncated = average.toBigInteger().longValueExact();
            if (resultType.form() == ColumnForm.INTS) {
                out.addInt(Math.toIntExact(truncated));
            } else {
                out.addLong(truncated);
            }
        }
    }

    @Override
    public boolean isMergeable() {
        return true;
    }

    @Override
    public void merge(Slots fromTable, int[] from, KeyedTable intoTable, int[] into, int count) {
        for (int i = 0; i < count; i++) {
            long[] source = fromTable.page(from[i]);
            int sourceAt = fromTable.offset(from[i]) + slot;
            long[] target = intoTable.page(into[i]);
            int targetAt = intoTable.offset(into[i]) + slot;
            target[targetAt + COUNT] += source[sourceAt + COUNT];
            Int128.merge(source, sourceAt + SUM, target, targetAt + SUM);
        }
    }
}
