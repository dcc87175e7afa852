package io.weir.runtime.operator.join;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedState;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The inner join of two append-only inputs on equal keys and equal window: an {@link InnerJoinOperator} with the end of
 * the window among the keys, that forgets the rows of a window when the watermark says that it is complete.
 *
 * <p>A row of a complete window is late, and dropped. A pair comes out with its later row, so never behind the
 * watermark.
 */
final class InnerWindowJoinOperator implements Operator {
    private static final String LATE_METRIC = "numLateRecordsDropped";

    private final OperatorContext context;
    private final int leftEnd;
    private final int rightEnd;
    private final WindowRows leftRows;
    private final WindowRows rightRows;
    private final InnerSide left;
    private final InnerSide right;
    private final Pairs pairs;
    private final KeyBatch keys = new KeyBatch();

    /** Windows that end here or before are complete. */
    private long completeEnd = Long.MIN_VALUE;

    private int[] handles = {};
    private @Nullable InnerProbe probe;
    private InnerSide probed;

    InnerWindowJoinOperator(WindowJoinFactory spec, OperatorContext context) {
        this.context = context;
        leftEnd = spec.leftWindowEnd();
        rightEnd = spec.rightWindowEnd();
        List<DataType> keyTypes = new ArrayList<>(spec.keyTypes());
        keyTypes.add(DataType.of(TypeKind.TIMESTAMP));
        SideInput leftInput = new SideInput(spec.leftTypes(), with(spec.leftKeys(), leftEnd), keyTypes);
        SideInput rightInput = new SideInput(spec.rightTypes(), with(spec.rightKeys(), rightEnd), keyTypes);
        KeyedState state = context.keyedState();
        leftRows = new WindowRows("left", leftInput.keyTypes, leftEnd, state);
        rightRows = new WindowRows("right", rightInput.keyTypes, rightEnd, state);
        left = new InnerSide(true, leftInput, leftRows);
        right = new InnerSide(false, rightInput, rightRows);
        pairs = new Pairs(
                spec.leftTypes(),
                spec.rightTypes(),
                spec.residual().map(Supplier::get).orElse(null));
        probed = left;
    }

    private static List<Integer> with(List<Integer> keys, int end) {
        List<Integer> all = new ArrayList<>(keys);
        all.add(end);
        return all;
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        InnerSide own = input == 0 ? left : right;
        probed = input == 0 ? right : left;
        Batch kept = own.accept(onTime(batch, input == 0 ? leftEnd : rightEnd), keys);
        handles = probed.find(keys, handles);
        pairs.begin(own.isLeft, kept);
        probe = new InnerProbe(kept, handles, probed.cursor, pairs);
        boolean unused = drain(output);
    }

    /** The rows whose window is not complete. One without a window is dealt with as one without a key. */
    private Batch onTime(Batch batch, int endColumn) {
        LongColumn ends = (LongColumn) batch.column(endColumn);
        int rowCount = batch.rowCount();
        int[] rows = new int[rowCount];
        int count = 0;
        for (int row = 0; row < rowCount; row++) {
            int position = batch.position(row);
            if (ends.isNull(position) || ends.values()[position] > completeEnd) {
                rows[count++] = row;
            }
        }
        if (count == rowCount) {
            return batch;
        }
        context.count(LATE_METRIC, rowCount - count);
        return batch.select(rows, count);
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

    @Override
    public void watermark(long timeMicros, Output output) {
        long end = timeMicros == Watermark.END ? Watermark.END : Times.plus(timeMicros, 1);
        if (end > completeEnd) {
            completeEnd = end;
            leftRows.expire(end);
            rightRows.expire(end);
        }
        output.watermark(timeMicros);
    }
}
