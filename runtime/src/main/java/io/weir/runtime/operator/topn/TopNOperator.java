package io.weir.runtime.operator.topn;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.rows.ChangeBuilder;
import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.runtime.operator.rows.RowGroups;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of each partition in order and emits, per batch and partition, the difference between the first rows
 * before and after.
 *
 * <p>State: the rows of each partition; of an insert-only input only those up to the last wanted rank. A partition's
 * first rows are read once per batch that met it, so the work of a batch grows with the number of its partitions times
 * {@code to}, not with the number of its rows.
 */
final class TopNOperator implements Operator {
    /** For more rows than a batch has, choosing among those of a batch gives nothing. */
    private static final int MOST_CHOSEN = 1024;

    private final boolean insertOnly;
    private final OrderedRows rows;
    private final RankedRows before;
    private final RankedRows after;
    private final RankedDifference difference;
    private final ChangeBuilder changes;
    private final RowGroups partitions = new RowGroups();
    /** Null if all rows of a batch may count. */
    private final @Nullable BestRows best;

    private @Nullable Batch batch;

    TopNOperator(TopNFactory spec, OperatorContext context) {
        this.insertOnly = spec.insertOnly();
        this.rows = new OrderedRows(
                "rows",
                spec.keys(),
                spec.keyTypes(),
                spec.order(),
                spec.rowTypes(),
                spec.ttlMillis(),
                context.keyedState());
        // With RANK and DENSE_RANK any number of equal rows have a wanted rank.
        boolean chooses = insertOnly && spec.rank() == RankFunction.ROW_NUMBER && spec.to() <= MOST_CHOSEN;
        this.best = chooses ? new BestRows(rows, (int) spec.to()) : null;
        this.before = new RankedRows(spec, rows);
        this.after = new RankedRows(spec, rows);
        this.difference = new RankedDifference(spec, before, after, rows);
        List<DataType> types = new ArrayList<>(spec.rowTypes());
        if (spec.emitRank()) {
            types.add(DataType.of(TypeKind.BIGINT));
        }
        this.changes = new ChangeBuilder(types);
    }

    @Override
    public void process(int input, Batch newBatch, Output output) {
        checkState(!insertOnly || newBatch.isAppendOnly(), "an insert-only input brought a withdrawal");
        batch = newBatch;
        rows.acceptLazily(newBatch);
        partitions.group(rows.handles(), newBatch.rowCount());
        drain(output);
    }

    @Override
    public boolean drain(Output output) {
        Batch source = batch;
        while (source != null && !changes.isFull()) {
            if (difference.advance(changes)) {
                if (partitions.next()) {
                    change(source);
                } else {
                    batch = null;
                    source = null;
                }
            }
        }
        changes.flush(output);
        return batch == null;
    }

    private void change(Batch source) {
        int handle = partitions.number();
        before.read(handle);
        if (!(best == null ? changeAll(source) : changeBest(best))) {
            return;
        }
        after.read(handle);
        if (insertOnly) {
            after.dropRest();
        }
        difference.begin();
    }

    private boolean changeAll(Batch source) {
        boolean anyChange = false;
        for (int i = 0; i < partitions.size(); i++) {
            int row = partitions.row(i);
            if (!insertOnly || before.admits(row)) {
                rows.change(row, RowKind.sign(source.rowKind(row)));
                anyChange = true;
            }
        }
        return anyChange;
    }

    private boolean changeBest(BestRows chosen) {
        chosen.clear();
        for (int i = 0; i < partitions.size(); i++) {
            int row = partitions.row(i);
            if (before.admits(row)) {
                chosen.add(row);
            }
        }
        for (int i = 0; i < chosen.count(); i++) {
            rows.change(chosen.row(i), 1);
        }
        return chosen.count() > 0;
    }
}
