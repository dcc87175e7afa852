package io.weir.planner.physical;

/** One method for each kind of step. */
public interface StreamRelVisitor<R> {
    R visit(StreamSource source);

    R visit(StreamValues values);

    R visit(StreamBadRecords records);

    R visit(StreamLateRows rows);

    R visit(StreamNormalize normalize);

    R visit(StreamCalc calc);

    R visit(StreamProcessingTime time);

    R visit(StreamUnion union);

    R visit(StreamGroupAggregate aggregate);

    R visit(StreamWindowTable window);

    R visit(StreamWindowAggregate aggregate);

    R visit(StreamJoin join);

    R visit(StreamIntervalJoin join);

    R visit(StreamWindowJoin join);

    R visit(StreamTemporalJoin join);

    R visit(StreamLookupJoin join);

    R visit(StreamUnnest unnest);

    R visit(StreamOver over);

    R visit(StreamMatch match);

    R visit(StreamTopN top);

    R visit(StreamDeduplicate deduplicate);

    R visit(StreamSort sort);

    R visit(StreamReplicate replicate);

    R visit(StreamSink sink);
}
