package io.weir.runtime.operator.over;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.Optional;

/**
 * One window function of a query.
 *
 * @param arguments columns of the input. LAG, LEAD: the value and, if wanted, the default; FIRST_VALUE, LAST_VALUE,
 *     NTH_VALUE: the value; empty elsewhere
 * @param aggregate for AGGREGATE: what is computed over the frame; empty elsewhere
 * @param frame counts for AGGREGATE, FIRST_VALUE, LAST_VALUE and NTH_VALUE
 * @param number the offset of LAG and LEAD (from 0), the n of NTH_VALUE (from 1), the buckets of NTILE (from 1); 0
 *     elsewhere
 * @param ignoreNulls whether NULLs are passed over by LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE
 */
public record OverCall(
        Kind kind,
        List<Integer> arguments,
        Optional<AggregateCall> aggregate,
        FrameSpec frame,
        long number,
        boolean ignoreNulls,
        DataType resultType) {

    /** What is computed for a row. */
    public enum Kind {
        ROW_NUMBER,
        RANK,
        DENSE_RANK,
        PERCENT_RANK,
        CUME_DIST,
        NTILE,
        LAG,
        LEAD,
        FIRST_VALUE,
        LAST_VALUE,
        NTH_VALUE,
        AGGREGATE
    }

    public OverCall {
        requireNonNull(kind, "kind is null");
        requireNonNull(aggregate, "aggregate is null");
        requireNonNull(frame, "frame is null");
        requireNonNull(resultType, "resultType is null");
        arguments = List.copyOf(arguments);
        checkArgument((kind == Kind.AGGREGATE) == aggregate.isPresent(), "%s and aggregate %s", kind, aggregate);
        checkArgument(
                number >= 0 && (number >= 1 || (kind != Kind.NTILE && kind != Kind.NTH_VALUE)),
                "the number %s of %s is too small",
                number,
                kind);
    }

    /** ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK or CUME_DIST. */
    public static OverCall ranking(Kind kind, DataType resultType) {
        return new OverCall(kind, List.of(), Optional.empty(), FrameSpec.DEFAULT, 0, false, resultType);
    }

    /** An aggregate over a frame. */
    public static OverCall aggregate(AggregateCall call, FrameSpec frame) {
        return new OverCall(Kind.AGGREGATE, List.of(), Optional.of(call), frame, 0, false, call.resultType());
    }

    /** Whether the result of a row never changes through rows that come behind it in the order. */
    boolean looksBack() {
        return switch (kind) {
            case ROW_NUMBER, RANK, DENSE_RANK -> true;
            case PERCENT_RANK, CUME_DIST, NTILE, LEAD -> false;
            case LAG -> !ignoreNulls;
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE, AGGREGATE ->
                !ignoreNulls
                        && !frame.from().looksAhead()
                        && !frame.to().looksAhead()
                        && (frame.from().place() != FrameSpec.Place.UNBOUNDED_PRECEDING
                                || frame.to().place() == FrameSpec.Place.CURRENT_ROW);
        };
    }
}
