package io.weir.runtime.operator.join;

import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.runtime.state.RowCodec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is left of a join condition, applied to a row of a batch and an encoded row of the other side. */
final class ResidualCondition {
    private final @Nullable RowPairPredicate predicate;
    private final @Nullable ConditionInput left;
    private final @Nullable ConditionInput right;

    ResidualCondition(
            Optional<Supplier<RowPairPredicate>> predicate, List<DataType> leftTypes, List<DataType> rightTypes) {
        this.predicate = predicate.map(Supplier::get).orElse(null);
        this.left = this.predicate == null ? null : new ConditionInput(this.predicate, true, leftTypes);
        this.right = this.predicate == null ? null : new ConditionInput(this.predicate, false, rightTypes);
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
        Batch candidate = decode(batchIsLeft ? right : left, otherCodec, other, otherFrom);
        return batchIsLeft ? predicate.test(batch, row, candidate, 0) : predicate.test(candidate, 0, batch, row);
    }

    /** The same for two encoded rows. */
    boolean holds(
            RowCodec leftCodec, byte[] leftRow, int leftFrom, RowCodec rightCodec, byte[] rightRow, int rightFrom) {
        return predicate == null
                || predicate.test(
                        decode(left, leftCodec, leftRow, leftFrom),
                        0,
                        decode(right, rightCodec, rightRow, rightFrom),
                        0);
    }

    private static Batch decode(@Nullable ConditionInput input, RowCodec codec, byte[] data, int from) {
        if (input == null) {
            throw new IllegalStateException("a condition without input");
        }
        int unused = codec.decodeSome(data, from, input.columns);
        return input.build(1);
    }
}
