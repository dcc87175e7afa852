package io.weir.runtime.operator.join;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedRows;
import io.weir.spi.data.Batch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The inner join of two changelogs, each side kept whole. A row that arrives with sign {@code s} brings {@code s} times
 * its pairs; it goes to its own side, and the other side stays as it is, so that a batch is dealt with as a whole:
 * stored, looked up, tested, put together.
 *
 * <p>A row with a million matches makes a million output rows: the operator stops when a batch is full and goes on in
 * {@link #drain}.
 */
final class InnerJoinOperator implements Operator {
    private final JoinSide left;
    private final JoinSide right;
    private final KeyedRows.Cursor leftCursor;
    private final KeyedRows.Cursor rightCursor;
    private final Pairs pairs;
    private final KeyBatch keys = new KeyBatch();

    private int[] handles = {};
    private @Nullable InnerProbe probe;
    private JoinSide probed;

    InnerJoinOperator(JoinFactory spec, OperatorContext context) {
        this.left = new JoinSide(
                true, spec.type(), spec.leftTypes(), spec.leftKeys(), spec.keyTypes(), spec.leftTtlMillis(), context);
        this.right = new JoinSide(
                false,
                spec.type(),
                spec.rightTypes(),
                spec.rightKeys(),
                spec.keyTypes(),
                spec.rightTtlMillis(),
                context);
        this.leftCursor = left.newCursor();
        this.rightCursor = right.newCursor();
        this.pairs = new Pairs(
                spec.leftTypes(),
                spec.rightTypes(),
                spec.residual().map(Supplier::get).orElse(null));
        this.probed = left;
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        JoinSide own = input == 0 ? left : right;
        probed = input == 0 ? right : left;
        Batch complete = own.part(batch).complete();
        own.accept(complete, keys);
        own.storeAll(complete);
        handles = probed.find(keys, handles);
        pairs.begin(own.isLeft, complete);
        probe = new InnerProbe(complete, handles, own.isLeft ? rightCursor : leftCursor, pairs);
        boolean unused = drain(output);
    }

    @Override
    public boolean drain(Output output) {
        boolean emitted = false;
        while (probe != null && !emitted) {
            if (probe.advance()) {
                probe = null;
            }
            emitted = pairs.flush(probed.rowCodec, output);
        }
        return probe == null;
    }
}
