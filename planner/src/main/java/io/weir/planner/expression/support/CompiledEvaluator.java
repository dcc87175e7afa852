package io.weir.planner.expression.support;

import io.weir.runtime.operator.calc.Calc;
import io.weir.runtime.operator.calc.ColumnExpression;
import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The evaluators that operators see, on top of one generated class. */
public final class CompiledEvaluator implements Calc, ColumnExpression, RowPairPredicate {
    /** In {@code sources}: the column is computed. */
    public static final int COMPUTED = -1;

    private final GeneratedEvaluator generated;
    private final EvaluationState state;
    private final boolean filters;
    private final int[] sources;
    private final boolean computes;
    private final BitSet inputs;
    private final int leftCount;
    private @Nullable Batch boundLeft;
    private @Nullable Batch boundRight;

    /**
     * @param sources for each output column the input column that it is, or {@link #COMPUTED}
     * @param texts the texts of the expressions, for error messages; the condition comes last
     * @param inputs the columns that the generated code reads: those of the left, then those of the right; not to be
     *     changed any more
     * @param leftCount the number of columns of the left
     */
    public CompiledEvaluator(
            GeneratedEvaluator generated,
            EvaluationState state,
            boolean filters,
            int[] sources,
            String[] texts,
            BitSet inputs,
            int leftCount) {
        this.inputs = inputs;
        this.leftCount = leftCount;
        this.generated = generated;
        this.state = state;
        this.filters = filters;
        this.sources = sources;
        boolean any = false;
        for (int source : sources) {
            any |= source == COMPUTED;
        }
        this.computes = any;
        generated.name(texts);
    }

    @Override
    public @Nullable Batch apply(Batch batch) {
        state.startBatch();
        generated.bindLeft(batch);
        Batch kept = batch;
        if (filters) {
            int rowCount = batch.rowCount();
            int[] rows = new int[rowCount];
            int count = generated.filter(batch.selection(), rowCount, rows);
            if (count == 0) {
                return null;
            }
            if (count < rowCount) {
                // The columns stay the same, so what is bound stays right; only positions change.
                kept = batch.select(rows, count);
            }
        } else if (batch.rowCount() == 0) {
            return null;
        }
        return computes ? project(kept) : kept.project(sources);
    }

    private @Nullable Batch project(Batch batch) {
        int rowCount = batch.rowCount();
        int[] positions = batch.selection();
        Column[] columns = new Column[sources.length];
        boolean[] skipped = generated.project(positions, rowCount, columns);
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] != COMPUTED) {
                Column source = batch.column(sources[i]);
                columns[i] = positions == null ? source : source.gather(positions, rowCount);
            }
        }
        Batch projected = Batch.of(rowCount, batch.rowKinds(), columns);
        return skipped == null ? projected : without(projected, skipped);
    }

    private static @Nullable Batch without(Batch batch, boolean[] skipped) {
        int[] rows = new int[batch.rowCount()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if (!skipped[row]) {
                rows[count++] = row;
            }
        }
        return count == 0 ? null : batch.select(rows, count);
    }

    @Override
    public Column evaluate(Batch batch) {
        if (!computes) {
            Column column = batch.column(sources[0]);
            int[] positions = batch.selection();
            return positions == null ? column : column.gather(positions, batch.rowCount());
        }
        state.startBatch();
        generated.bindLeft(batch);
        Column[] columns = new Column[1];
        generated.project(batch.selection(), batch.rowCount(), columns);
        return columns[0];
    }

    @Override
    public boolean reads(boolean ofLeft, int column) {
        return inputs.get(ofLeft ? column : leftCount + column);
    }

    @Override
    public boolean test(Batch left, int leftRow, Batch right, int rightRow) {
        if (left != boundLeft) {
            state.startBatch();
            generated.bindLeft(left);
            boundLeft = left;
        }
        if (right != boundRight) {
            generated.bindRight(right);
            boundRight = right;
        }
        return generated.test(left.position(leftRow), right.position(rightRow));
    }
}
