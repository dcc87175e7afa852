package io.weir.runtime.operator.join;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.state.BagsSpec;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.RowsSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import java.util.List;
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
    private final InnerSide left;
    private final InnerSide right;
    private final Pairs pairs;
    private final KeyBatch keys = new KeyBatch();

    private int[] handles = {};
    private @Nullable InnerProbe probe;
    private InnerSide probed;

    InnerJoinOperator(JoinFactory spec, OperatorContext context) {
        this.left = leftSide(spec, context.keyedState());
        this.right = rightSide(spec, context.keyedState());
        this.pairs = new Pairs(
                spec.leftTypes(),
                spec.rightTypes(),
                spec.residual().map(Supplier::get).orElse(null));
        this.probed = left;
    }

    private static InnerSide leftSide(JoinFactory spec, KeyedState state) {
        SideInput input = new SideInput(spec.leftTypes(), spec.leftKeys(), spec.keyTypes());
        return new InnerSide(
                true, input, rows("left", input.keyTypes, spec.leftInsertOnly(), spec.leftTtlMillis(), state));
    }

    private static InnerSide rightSide(JoinFactory spec, KeyedState state) {
        SideInput input = new SideInput(spec.rightTypes(), spec.rightKeys(), spec.keyTypes());
        return new InnerSide(
                false, input, rows("right", input.keyTypes, spec.rightInsertOnly(), spec.rightTtlMillis(), state));
    }

    private static KeptRows rows(
            String name, List<DataType> keyTypes, boolean isInsertOnly, long ttlMillis, KeyedState state) {
        return isInsertOnly
                ? new AddedRows(new BagsSpec(name, keyTypes, ttlMillis), state)
                : new ChangingRows(new RowsSpec(name, keyTypes, ChangingRows.NUMBERS, ttlMillis), state);
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        InnerSide own = input == 0 ? left : right;
        probed = input == 0 ? right : left;
        Batch complete = own.accept(batch, keys);
        handles = probed.find(keys, handles);
        pairs.begin(own.isLeft, complete);
        probe = new InnerProbe(complete, handles, probed.cursor, pairs);
        boolean unused = drain(output);
    }

    @Override
    public boolean drain(Output output) {
        boolean emitted = false;
        while (probe != null && !emitted) {
            if (probe.advance()) {
                probe = null;
            }
            emitted = pairs.flush(probed.rowCodec(), output);
        }
        return probe == null;
    }
}
