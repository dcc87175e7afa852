package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.spi.data.Batch;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Variances, standard deviations, covariances and sums of squares from the sums of x, y and their products, each kept
 * to about 106 bits and subtracted exactly: so the textbook formula loses nothing, and rows can be taken out again.
 *
 * <p>For one argument x stands for y as well. Slots: number of pairs, Σx, Σy, Σxy ({@link DoubleSum} each); with one
 * argument without Σy.
 */
final class MomentsFunction implements AggregateFunction {
    /** More digits than two double-doubles have, so that nothing is lost where Σxy and Σx Σy / n are nearly equal. */
    private static final MathContext EXACT = new MathContext(80);

    private final AggregateCall.Kind kind;
    private final int[] arguments;
    private final DataType[] types;
    private final DataType resultType;
    private final int slot;
    private final int sums;
    private double[] x = {};
    private double[] y = {};

    MomentsFunction(AggregateCall call, int slot) {
        this.kind = call.kind();
        this.arguments = call.arguments().stream().mapToInt(Integer::intValue).toArray();
        this.types = call.argumentTypes().toArray(DataType[]::new);
        this.resultType = call.resultType();
        this.slot = slot;
        this.sums = switch (kind) {
            case COVAR_POP, COVAR_SAMP, REGR_COUNT, REGR_SXX, REGR_SYY -> 3;
            default -> 2;
        };
    }

    @Override
    public int slots() {
        return 1 + sums * DoubleSum.SLOTS;
    }

    @Override
    public void accumulate(GroupRows rows) {
        Batch batch = rows.batch();
        int rowCount = batch.rowCount();
        if (x.length < rowCount) {
            x = new double[rowCount];
            y = new double[rowCount];
        }
        // SQL writes the dependent variable first: REGR_SXX(y, x), and covariance is symmetric.
        int second = arguments.length - 1;
        Numbers.readDoubles(batch, arguments[second], types[second], x);
        Numbers.readDoubles(batch, arguments[0], types[0], y);
        int[] signs = Nulls.withoutNulls(batch, arguments, rows.signs());
        Slots table = rows.table();
        for (int row = 0; row < rowCount; row++) {
            int sign = signs == null ? 1 : signs[row];
            if (sign != 0) {
                int entry = rows.entries()[row];
                add(table.page(entry), table.offset(entry) + slot, x[row], y[row], sign);
            }
        }
    }

    private void add(long[] page, int at, double xValue, double yValue, int sign) {
        page[at] += sign;
        int sum = at + 1;
        DoubleSum.add(page, sum, xValue, sign);
        sum += DoubleSum.SLOTS;
        if (sums == 3) {
            DoubleSum.add(page, sum, yValue, sign);
            sum += DoubleSum.SLOTS;
        }
        double left = kind == AggregateCall.Kind.REGR_SYY ? yValue : xValue;
        double right = kind == AggregateCall.Kind.REGR_SXX ? xValue : yValue;
        DoubleSum.addProduct(page, sum, left, right, sign);
    }

    @Override
    public void results(KeyedTable table, int[] entries, int count, ColumnBuilder out) {
        for (int i = 0; i < count; i++) {
            result(table.page(entries[i]), table.offset(entries[i]) + slot, out);
        }
    }

    private void result(long[] page, int at, ColumnBuilder out) {
        long pairs = page[at];
        if (kind == AggregateCall.Kind.REGR_COUNT) {
            addNumber((double) pairs, out);
            return;
        }
        boolean sample = kind == AggregateCall.Kind.VAR_SAMP
                || kind == AggregateCall.Kind.STDDEV_SAMP
                || kind == AggregateCall.Kind.COVAR_SAMP;
        if (pairs == 0 || (sample && pairs == 1)) {
            out.addNull();
            return;
        }
        double divisor = switch (kind) {
            case REGR_SXX, REGR_SYY -> 1;
            default -> sample ? pairs - 1 : pairs;
        };
        double moment = moment(page, at, pairs, divisor);
        boolean isRoot = kind == AggregateCall.Kind.STDDEV_POP || kind == AggregateCall.Kind.STDDEV_SAMP;
        addNumber(isRoot ? Math.sqrt(moment) : moment, out);
    }

    // (Σxy - Σx Σy / n) / divisor, rounded once.
    private double moment(long[] page, int at, long pairs, double divisor) {
        int first = at + 1;
        int products = at + 1 + (sums - 1) * DoubleSum.SLOTS;
        int second = sums == 3 ? first + DoubleSum.SLOTS : first;
        if (kind == AggregateCall.Kind.REGR_SXX) {
            second = first;
        } else if (kind == AggregateCall.Kind.REGR_SYY) {
            first = second;
        }
        double special = DoubleSum.value(page, first) + DoubleSum.value(page, second) + DoubleSum.value(page, products);
        if (!Double.isFinite(special)) {
            return Double.NaN;
        }
        BigDecimal product = DoubleSum.exact(page, first).multiply(DoubleSum.exact(page, second));
        double moment = DoubleSum.exact(page, products)
                .subtract(product.divide(BigDecimal.valueOf(pairs), EXACT))
                .divide(BigDecimal.valueOf(divisor), MathContext.DECIMAL128)
                .doubleValue();
        boolean square = kind != AggregateCall.Kind.COVAR_POP && kind != AggregateCall.Kind.COVAR_SAMP;
        return square ? Math.max(0, moment) : moment;
    }

    private void addNumber(double value, ColumnBuilder out) {
        if (resultType.form() == ColumnForm.DOUBLES) {
            out.addDouble(resultType.kind() == TypeKind.REAL ? (float) value : value);
        } else if (resultType.kind() == TypeKind.DECIMAL) {
            Numbers.addDecimal(resultType, BigDecimal.valueOf(value), out);
        } else if (resultType.form() == ColumnForm.LONGS) {
            out.addLong((long) value);
        } else {
            out.addInt((int) value);
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
            target[targetAt] += source[sourceAt];
            for (int sum = 0; sum < sums; sum++) {
                int shift = 1 + sum * DoubleSum.SLOTS;
                DoubleSum.merge(source, sourceAt + shift, target, targetAt + shift);
            }
        }
    }
}
