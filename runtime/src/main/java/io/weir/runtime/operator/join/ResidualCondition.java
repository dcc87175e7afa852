package io.weir.runtime.operator.join;

import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.runtime.state.RowCodec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is left of a join condition, applied to a row of a batch and an encoded row of the other side. */
final class ResidualCondition {
    private final @Nullable RowPairPredicate predicate;
    private final Decoder left;
    private final Decoder right;

    /** Makes batches of one row. */
    private static final class Decoder {
        private final BatchBuilder rows;
        private final ColumnBuilder[] columns;

        Decoder(List<DataType> types) {
            rows = new BatchBuilder(types, 1);
            columns = IntStream.range(0, types.size()).mapToObj(rows::column).toArray(ColumnBuilder[]::new);
        }

        Batch decode(RowCodec codec, byte[] data, int from) {
            codec.decode(data, from, columns);
            rows.endRow();
            return rows.build();
        }
    }

    ResidualCondition(
            Optional<Supplier<RowPairPredicate>> predicate, List<DataType> leftTypes, List<DataType> rightTypes) {
        this.predicate = predicate.map(Supplier::get).orElse(null);
        this.left = new Decoder(leftTypes);
        this.right = new Decoder(rightTypes);
    }

    /**
     * Whether a pair meets the condition.
     *
     * @param batchIsLeft whether the row of the batch is the left one
     */
    boolean holds(boolean batchIsLeft, Batch batch, int row, RowCodec otherCodec, byte[] other, int otherFrom) {
        if (predicate == null) {
            return true;
        }
        Batch candidate = (batchIsLeft ? right : left).decode(otherCodec, other, otherFrom);
        return batchIsLeft ? predicate.test(batch, row, candidate, 0) : predicate.test(candidate, 0, batch, row);
    }

    /** The same for two encoded rows. */
    boolean holds(
            RowCodec leftCodec, byte[] leftRow, int leftFrom, RowCodec rightCodec, byte[] rightRow, int rightFrom) {
        return predicate == null
                || predicate.test(
                        left.decode(leftCodec, leftRow, leftFrom), 0, right.decode(rightCodec, rightRow, rightFrom), 0);
    }
}
