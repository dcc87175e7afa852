package io.weir.runtime.operator.join;

import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What interval joins and window joins have in common: a left row matches right rows with the same key if
 * {@code left.time} is between {@code right.time + lowerMicros} and {@code right.time + upperMicros}.
 *
 * @param completeMicros what is added to the time of the last possible match for the watermark behind which none
 *     follows
 * @param dropsLate whether a row that can have no match to come is late and dropped; if not, it meets the rows that are
 *     still there
 */
record TimedJoin(
        JoinType type,
        List<DataType> leftTypes,
        List<DataType> rightTypes,
        List<Integer> leftKeys,
        List<Integer> rightKeys,
        List<DataType> keyTypes,
        int leftTime,
        int rightTime,
        long lowerMicros,
        long upperMicros,
        long completeMicros,
        boolean dropsLate,
        Optional<Supplier<RowPairPredicate>> residual) {

    /** How far the times of rows that come out can be behind the watermark. */
    long delayMicros() {
        // A pair comes out with its later row. The earlier one is behind the watermark by the width of the interval; a
        // row without match waits as long.
        return Math.max(0, Math.max(-lowerMicros, upperMicros));
    }
}
