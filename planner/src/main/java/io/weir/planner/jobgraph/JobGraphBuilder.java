package io.weir.planner.jobgraph;

import static java.util.Objects.requireNonNull;

import io.weir.planner.PlannerOptions;
import io.weir.planner.expression.TypeMapping;
import io.weir.planner.physical.StreamBadRecords;
import io.weir.planner.physical.StreamCalc;
import io.weir.planner.physical.StreamDeduplicate;
import io.weir.planner.physical.StreamGroupAggregate;
import io.weir.planner.physical.StreamIntervalJoin;
import io.weir.planner.physical.StreamJoin;
import io.weir.planner.physical.StreamLateRows;
import io.weir.planner.physical.StreamLookupJoin;
import io.weir.planner.physical.StreamMatch;
import io.weir.planner.physical.StreamNormalize;
import io.weir.planner.physical.StreamOver;
import io.weir.planner.physical.StreamPlan;
import io.weir.planner.physical.StreamProcessingTime;
import io.weir.planner.physical.StreamRel;
import io.weir.planner.physical.StreamRelVisitor;
import io.weir.planner.physical.StreamReplicate;
import io.weir.planner.physical.StreamSink;
import io.weir.planner.physical.StreamSort;
import io.weir.planner.physical.StreamSource;
import io.weir.planner.physical.StreamTemporalJoin;
import io.weir.planner.physical.StreamTopN;
import io.weir.planner.physical.StreamUnion;
import io.weir.planner.physical.StreamUnnest;
import io.weir.planner.physical.StreamValues;
import io.weir.planner.physical.StreamWindowAggregate;
import io.weir.planner.physical.StreamWindowJoin;
import io.weir.planner.physical.StreamWindowTable;
import io.weir.planner.physical.WindowSpecification;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.operator.aggregate.GroupAggregateFactory;
import io.weir.runtime.operator.calc.CalcFactory;
import io.weir.runtime.operator.calc.ColumnExpression;
import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.runtime.operator.calc.UnnestFactory;
import io.weir.runtime.operator.changelog.NormalizeFactory;
import io.weir.runtime.operator.changelog.ReplicateFactory;
import io.weir.runtime.operator.join.IntervalJoinFactory;
import io.weir.runtime.operator.join.JoinFactory;
import io.weir.runtime.operator.join.LookupJoinFactory;
import io.weir.runtime.operator.join.TemporalJoinFactory;
import io.weir.runtime.operator.join.WindowJoinFactory;
import io.weir.runtime.operator.match.MatchExpression;
import io.weir.runtime.operator.match.MatchFactory;
import io.weir.runtime.operator.over.OverAggregateFactory;
import io.weir.runtime.operator.sort.FinalSortFactory;
import io.weir.runtime.operator.sort.SortLimitFactory;
import io.weir.runtime.operator.topn.DeduplicateFactory;
import io.weir.runtime.operator.topn.TopNFactory;
import io.weir.runtime.operator.window.AttachedWindowAggregateFactory;
import io.weir.runtime.operator.window.EmitSpec;
import io.weir.runtime.operator.window.ProcessingTimeFactory;
import io.weir.runtime.operator.window.SessionAggregateFactory;
import io.weir.runtime.operator.window.WindowAggregateFactory;
import io.weir.runtime.operator.window.WindowSpec;
import io.weir.runtime.operator.window.WindowTableFunctionFactory;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Says for each kind of step which operators carry it out. One method for each; what they have in common is below them.
 */
public final class JobGraphBuilder implements StreamRelVisitor<List<OperatorSpec>> {
    /** Windows of processing time come out so long after their end, at most. */
    private static final long PROCESSING_TIME_INTERVAL_MILLIS = 200;

    private final PlannerOptions options;
    private final Compilation compilation;
    private final OperatorIds ids = new OperatorIds();
    private final SourceOperators sources;
    private final SinkOperators sinks;

    private JobGraphBuilder(StreamPlan plan, PlannerOptions options, Compilation compilation) {
        this.options = requireNonNull(options, "options is null");
        this.compilation = requireNonNull(compilation, "compilation is null");
        this.sources = new SourceOperators(options, compilation, ids, plan);
        this.sinks = new SinkOperators(ids);
    }

    /** The job graph of a plan. */
    public static JobGraph build(String name, StreamPlan plan, PlannerOptions options, Compilation compilation) {
        JobGraphBuilder builder = new JobGraphBuilder(plan, options, compilation);
        return new GraphAssembler(options, LocalPhases.of(plan, options), builder.ids)
                .assemble(name, plan, step -> step.accept(builder));
    }

    @Override
    public List<OperatorSpec> visit(StreamSource source) {
        return sources.of(source);
    }

    @Override
    public List<OperatorSpec> visit(StreamValues values) {
        return sources.of(values);
    }

    @Override
    public List<OperatorSpec> visit(StreamBadRecords records) {
        return List.of();
    }

    @Override
    public List<OperatorSpec> visit(StreamLateRows rows) {
        return List.of();
    }

    @Override
    public List<OperatorSpec> visit(StreamNormalize normalize) {
        return List.of(new NormalizeFactory(
                ids.of(normalize, ""),
                normalize.describe(),
                normalize.keys(),
                types(normalize, normalize.keys()),
                normalize.types(),
                options.stateTimeToLive().toMillis()));
    }

    @Override
    public List<OperatorSpec> visit(StreamCalc calc) {
        return List.of(new CalcFactory(
                ids.of(calc, ""),
                calc.describe(),
                compilation.calc(calc.projects(), calc.condition(), calc.input().rowType())));
    }

    @Override
    public List<OperatorSpec> visit(StreamProcessingTime time) {
        return List.of(new ProcessingTimeFactory(
                ids.of(time, ""), time.describe(), time.timeColumn(), PROCESSING_TIME_INTERVAL_MILLIS));
    }

    @Override
    public List<OperatorSpec> visit(StreamUnion union) {
        return List.of();
    }

    @Override
    public List<OperatorSpec> visit(StreamGroupAggregate aggregate) {
        return List.of(new GroupAggregateFactory(
                ids.of(aggregate, ""),
                aggregate.describe(),
                aggregate.keys(),
                types(aggregate.input(), aggregate.keys()),
                aggregate.calls(),
                aggregate.input().traits().isInsertOnly(),
                true,
                options.stateTimeToLive().toMillis()));
    }

    @Override
    public List<OperatorSpec> visit(StreamWindowTable window) {
        return List.of(new WindowTableFunctionFactory(
                ids.of(window, ""), window.describe(), window.timeColumn(), windowSpec(window.window())));
    }

    @Override
    public List<OperatorSpec> visit(StreamWindowAggregate aggregate) {
        List<DataType> keyTypes = types(aggregate.input(), aggregate.keys());
        boolean insertOnly = aggregate.input().traits().isInsertOnly();
        WindowSpecification window = aggregate.window();
        if (window == null) {
            return List.of(new AttachedWindowAggregateFactory(
                    ids.of(aggregate, ""),
                    aggregate.describe(),
                    aggregate.keys(),
                    keyTypes,
                    aggregate.startColumn(),
                    aggregate.endColumn(),
                    aggregate.calls(),
                    insertOnly,
                    StreamLateRows.output(0)));
        }
        if (window.kind() == WindowSpecification.Kind.SESSION) {
            return List.of(new SessionAggregateFactory(
                    ids.of(aggregate, ""),
                    aggregate.describe(),
                    aggregate.keys(),
                    keyTypes,
                    aggregate.input().types(),
                    aggregate.timeColumn(),
                    window.size(),
                    aggregate.calls(),
                    insertOnly,
                    StreamLateRows.output(0)));
        }
        return List.of(new WindowAggregateFactory(
                ids.of(aggregate, ""),
                aggregate.describe(),
                aggregate.keys(),
                keyTypes,
                aggregate.timeColumn(),
                windowSpec(window),
                aggregate.calls(),
                insertOnly,
                new EmitSpec(
                        aggregate.emit().earlyMillis(),
                        aggregate.emit().lateMicros(),
                        aggregate.emit().lateDelayMillis()),
                StreamLateRows.output(0)));
    }

    static WindowSpec windowSpec(WindowSpecification window) {
        if (window.kind() == WindowSpecification.Kind.SESSION) {
            throw new WeirException(ErrorCode.UNSUPPORTED_FEATURE, "SESSION windows cannot be run in this form")
                    .withHint("Group by window_start, window_end and the columns of PARTITION BY.");
        }
        return window.spec();
    }

    @Override
    public List<OperatorSpec> visit(StreamJoin join) {
        StreamRel left = join.input(0);
        StreamRel right = join.input(1);
        long ttlMillis = options.stateTimeToLive().toMillis();
        return List.of(new JoinFactory(
                ids.of(join, ""),
                join.describe(),
                join.type(),
                left.types(),
                right.types(),
                join.keys().left(),
                join.keys().right(),
                join.keys().types(),
                residual(join, join.residual()),
                left.traits().isInsertOnly(),
                right.traits().isInsertOnly(),
                ttlMillis,
                ttlMillis));
    }

    @Override
    public List<OperatorSpec> visit(StreamReplicate replicate) {
        return List.of(new ReplicateFactory(ids.of(replicate, ""), replicate.describe(), replicate.countColumn()));
    }

    @Override
    public List<OperatorSpec> visit(StreamIntervalJoin join) {
        return List.of(new IntervalJoinFactory(
                ids.of(join, ""),
                join.describe(),
                join.type(),
                join.input(0).types(),
                join.input(1).types(),
                join.keys().left(),
                join.keys().right(),
                join.keys().types(),
                join.bounds().leftTime(),
                join.bounds().rightTime(),
                join.bounds().lower(),
                join.bounds().upper(),
                residual(join, join.residual())));
    }

    @Override
    public List<OperatorSpec> visit(StreamWindowJoin join) {
        return List.of(new WindowJoinFactory(
                ids.of(join, ""),
                join.describe(),
                join.type(),
                join.input(0).types(),
                join.input(1).types(),
                join.keys().left(),
                join.keys().right(),
                join.keys().types(),
                join.leftEnd(),
                join.rightEnd(),
                residual(join, join.residual())));
    }

    @Override
    public List<OperatorSpec> visit(StreamTemporalJoin join) {
        return List.of(new TemporalJoinFactory(
                ids.of(join, ""),
                join.describe(),
                join.isOuter(),
                join.input(0).types(),
                join.input(1).types(),
                join.keys().left(),
                join.keys().right(),
                join.keys().types(),
                join.leftTime(),
                join.rightTime(),
                residual(join, join.residual())));
    }

    @Override
    public List<OperatorSpec> visit(StreamLookupJoin join) {
        RexNode residual = join.residual();
        return List.of(new LookupJoinFactory(
                ids.of(join, ""),
                join.describe(),
                join.isOuter(),
                join.input().types(),
                TypeMapping.toDataTypes(join.tableType()),
                join.leftKeys(),
                () -> join.table().function(join.rightKeys()),
                residual == null
                        ? Optional.empty()
                        : Optional.of(
                                compilation.pairCondition(residual, join.input().rowType(), join.tableType())),
                join.table().cacheKeys(),
                join.table().cacheMillis()));
    }

    /** A condition on pairs of a left and a right row. */
    private Optional<Supplier<RowPairPredicate>> residual(StreamRel join, @Nullable RexNode condition) {
        return condition == null
                ? Optional.empty()
                : Optional.of(compilation.pairCondition(
                        condition, join.input(0).rowType(), join.input(1).rowType()));
    }

    @Override
    public List<OperatorSpec> visit(StreamUnnest unnest) {
        return List.of(new UnnestFactory(
                ids.of(unnest, ""),
                unnest.describe(),
                compilation.column(unnest.collection(), unnest.input().rowType()),
                unnest.collectionType(),
                unnest.keepsEmpty(),
                unnest.withOrdinality()));
    }

    @Override
    public List<OperatorSpec> visit(StreamOver over) {
        StreamRel input = over.input();
        return List.of(new OverAggregateFactory(
                ids.of(over, ""),
                over.describe(),
                over.partition(),
                types(input, over.partition()),
                over.order(),
                input.types(),
                over.calls(),
                over.timeColumn(),
                input.traits().isInsertOnly(),
                options.stateTimeToLive().toMillis()));
    }

    @Override
    public List<OperatorSpec> visit(StreamMatch match) {
        List<Optional<MatchExpression<ColumnExpression>>> conditions = new ArrayList<>();
        for (StreamMatch.Expression condition : match.conditions()) {
            conditions.add(
                    condition == null
                            ? Optional.empty()
                            : Optional.of(new MatchExpression<>(
                                    condition.values(),
                                    compilation.condition(condition.rex(), condition.rowType(), match.rexBuilder()))));
        }
        StreamRel input = match.input();
        StreamMatch.Expression values = match.measureValues();
        return List.of(new MatchFactory(
                ids.of(match, ""),
                match.describe(),
                match.partition(),
                types(input, match.partition()),
                match.order(),
                input.types(),
                match.timeColumn(),
                match.pattern(),
                match.variables(),
                conditions,
                new MatchExpression<>(values.values(), compilation.calc(match.measures(), null, values.rowType())),
                match.after(),
                match.shown(),
                match.withinMicros(),
                match.countsMatches(),
                match.holdsTime(),
                options.stateTimeToLive().toMillis()));
    }

    @Override
    public List<OperatorSpec> visit(StreamTopN top) {
        StreamRel input = top.input();
        return List.of(new TopNFactory(
                ids.of(top, ""),
                top.describe(),
                top.partition(),
                types(input, top.partition()),
                top.order(),
                input.types(),
                top.rank(),
                top.from(),
                top.to(),
                top.emitsRank(),
                input.traits().isInsertOnly(),
                options.stateTimeToLive().toMillis()));
    }

    @Override
    public List<OperatorSpec> visit(StreamDeduplicate deduplicate) {
        StreamRel input = deduplicate.input();
        return List.of(new DeduplicateFactory(
                ids.of(deduplicate, ""),
                deduplicate.describe(),
                deduplicate.keys(),
                types(input, deduplicate.keys()),
                input.types(),
                deduplicate.keepsLast(),
                deduplicate.timeColumn(),
                input.traits().isInsertOnly(),
                options.stateTimeToLive().toMillis()));
    }

    @Override
    public List<OperatorSpec> visit(StreamSort sort) {
        StreamRel input = sort.input();
        boolean insertOnly = input.traits().isInsertOnly();
        String id = ids.of(sort, "");
        return List.of(
                sort.isFinal()
                        ? new FinalSortFactory(
                                id,
                                sort.describe(),
                                sort.order(),
                                input.types(),
                                sort.offset(),
                                sort.limit(),
                                insertOnly)
                        : new SortLimitFactory(
                                id,
                                sort.describe(),
                                sort.order(),
                                input.types(),
                                sort.offset(),
                                sort.limit(),
                                insertOnly));
    }

    @Override
    public List<OperatorSpec> visit(StreamSink sink) {
        return sinks.of(sink);
    }

    static List<DataType> types(StreamRel input, List<Integer> columns) {
        return columns.stream().map(input::type).toList();
    }
}
