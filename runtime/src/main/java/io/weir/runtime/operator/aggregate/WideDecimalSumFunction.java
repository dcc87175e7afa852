package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.spi.data.Batch;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import io.weir.spi.data.ObjectColumn;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * SUM, SUM0 and AVG of decimals with more than 18 digits, exact: the unscaled value is cut into three pieces of 18
 * digits, each with a sum of its own. Slots: number of values, three {@link Int128}.
 */
final class WideDecimalSumFunction implements AggregateFunction {
    private static final BigInteger PIECE = BigInteger.TEN.pow(18);
    private static final int PIECES = 3;
    private static final int AVERAGE_DIGITS = 40;

    private final AggregateCall.Kind kind;
    private final int[] arguments;
    private final int scale;
    private final DataType resultType;
    private final int slot;

    WideDecimalSumFunction(AggregateCall call, int slot) {
        this.kind = call.kind();
        this.arguments = new int[] {call.arguments().get(0)};
        this.scale = call.argumentTypes().get(0).scale();
        this.resultType = call.resultType();
        this.slot = slot;
    }

    @Override
    public int slots() {
        return 1 + PIECES * 2;
    }

    @Override
    public void accumulate(GroupRows rows) {
        Batch batch = rows.batch();
        Object[] values = ((ObjectColumn) batch.column(arguments[0])).values();
        int[] signs = Nulls.withoutNulls(batch, arguments, rows.signs());
        Slots table = rows.table();
        for (int row = 0; row < batch.rowCount(); row++) {
            int sign = signs == null ? 1 : signs[row];
            if (sign != 0 && values[batch.position(row)] instanceof BigDecimal value) {
                int entry = rows.entries()[row];
                add(
                        table.page(entry),
                        table.offset(entry) + slot,
                        value.setScale(scale).unscaledValue(),
                        sign);
            }
        }
    }

    private static void add(long[] page, int at, BigInteger value, int sign) {
        page[at] += sign;
        BigInteger rest = value;
        for (int piece = 0; piece < PIECES; piece++) {
            BigInteger[] parts = rest.divideAndRemainder(PIECE);
            long digits = parts[1].longValueExact();
            if (sign > 0) {
                Int128.add(page, at + 1 + 2 * piece, digits);
            } else {
                Int128.subtract(page, at + 1 + 2 * piece, digits);
            }
            rest = parts[0];
        }
    }

    @Override
    public void results(KeyedTable table, int[] entries, int count, ColumnBuilder out) {
        for (int i = 0; i < count; i++) {
            long[] page = table.page(entries[i]);
            int at = table.offset(entries[i]) + slot;
            if (page[at] == 0 && kind != AggregateCall.Kind.SUM0) {
                out.addNull();
                continue;
            }
            BigDecimal sum = new BigDecimal(total(page, at), scale);
            BigDecimal result = kind == AggregateCall.Kind.AVG
                    ? sum.divide(
                            BigDecimal.valueOf(page[at]),
                            Math.max(resultType.scale(), AVERAGE_DIGITS),
                            RoundingMode.HALF_UP)
                    : sum;
            if (resultType.kind() == TypeKind.DECIMAL) {
                Numbers.addDecimal(resultType, result, out);
            } else if (resultType.form() == ColumnForm.DOUBLES) {
                out.addDouble(result.doubleValue());
            } else {
                throw new IllegalStateException(kind + " of decimals as " + resultType);
            }
        }
    }

    private static BigInteger total(long[] page, int at) {
        BigInteger total = BigInteger.ZERO;
        for (int piece = PIECES - 1; piece >= 0; piece--) {
            total = total.multiply(PIECE).add(Int128.value(page, at + 1 + 2 * piece));
        }
        return total;
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
            target[targetAt] += source[sourceAt];
            for (int piece = 0; piece < PIECES; piece++) {
                Int128.merge(source, sourceAt + 1 + 2 * piece, target, targetAt + 1 + 2 * piece);
            }
        }
    }
}
