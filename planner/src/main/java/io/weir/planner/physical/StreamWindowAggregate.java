package io.weir.planner.physical;

import io.weir.planner.physical.StreamTraits.WindowColumns;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.spi.connector.ChangelogKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * GROUP BY keys and window: one row per key and window, when the watermark reaches the window's end. Columns: keys,
 * results, window start, window end.
 *
 * <p>Either it cuts the windows itself, by slices, and each row is added once however many windows it falls into
 * ({@link #window}); or the rows carry their window already ({@link #startColumn}, {@link #endColumn}), because it was
 * needed before, or comes from another aggregate.
 */
public final class StreamWindowAggregate extends StreamRel {
    private final List<Integer> keys;
    private final List<AggregateCall> calls;
    private final @Nullable WindowSpecification window;
    private final int timeColumn;
    private final int startColumn;
    private final int endColumn;
    private final EmitTimes emit;

    /**
     * When results are shown besides the end of the window.
     *
     * @param earlyMillis how often before; 0: never
     * @param lateMicros how long behind the end rows still change the result; 0: not at all
     * @param lateDelayMillis how often such changes come out; 0: at once
     */
    public record EmitTimes(long earlyMillis, long lateMicros, long lateDelayMillis) {
        static final EmitTimes AT_END = new EmitTimes(0, 0, 0);

        private String describe() {
            String early = earlyMillis == 0 ? "" : "early every " + WindowSpecification.duration(earlyMillis * 1000);
            String late = lateMicros == 0 ? "" : "late by " + WindowSpecification.duration(lateMicros);
            return early.isEmpty() || late.isEmpty() ? early + late : early + ", " + late;
        }

        boolean isAtEndOnly() {
            return earlyMillis == 0 && lateMicros == 0;
        }
    }

    private StreamWindowAggregate(
            StreamRel input,
            List<Integer> keys,
            List<AggregateCall> calls,
            @Nullable WindowSpecification window,
            int timeColumn,
            int startColumn,
            int endColumn,
            EmitTimes emit,
            RelDataType rowType) {
        super(List.of(input), rowType, traits(input, keys.size(), rowType.getFieldCount(), window, emit));
        this.keys = List.copyOf(keys);
        this.calls = List.copyOf(calls);
        this.window = window;
        this.timeColumn = timeColumn;
        this.startColumn = startColumn;
        this.endColumn = endColumn;
        this.emit = emit;
    }

    /** Cuts the windows itself. */
    static StreamWindowAggregate cutting(
            StreamRel input,
            List<Integer> keys,
            List<AggregateCall> calls,
            WindowSpecification window,
            int timeColumn,
            EmitTimes emit,
            RelDataType rowType) {
        return new StreamWindowAggregate(input, keys, calls, window, timeColumn, -1, -1, emit, rowType);
    }

    /** Takes the windows that the rows carry. */
    static StreamWindowAggregate attached(
            StreamRel input,
            List<Integer> keys,
            List<AggregateCall> calls,
            int startColumn,
            int endColumn,
            RelDataType rowType) {
        return new StreamWindowAggregate(
                input, keys, calls, null, -1, startColumn, endColumn, EmitTimes.AT_END, rowType);
    }

    private static StreamTraits traits(
            StreamRel input, int keyCount, int width, @Nullable WindowSpecification window, EmitTimes emit) {
        int start = width - 2;
        int end = width - 1;
        WindowColumns before = input.traits().window();
        boolean isSession = window != null && window.kind() == WindowSpecification.Kind.SESSION;
        boolean isCumulate = window != null && window.kind() == WindowSpecification.Kind.CUMULATE;
        WindowColumns columns = window == null && before != null
                ? new WindowColumns(start, end, -1, before.endSuffices(), before.startSuffices())
                : new WindowColumns(start, end, -1, !isSession, !isSession && !isCumulate);
        return new StreamTraits(
                emit.isAtEndOnly() ? ChangelogKind.INSERT_ONLY : ChangelogKind.ALL,
                input.traits().bounded(),
                List.of(ImmutableBitSet.range(keyCount).union(ImmutableBitSet.of(start, end))),
                // A result comes out before the watermark of its window's end is handed on.
                emit.lateMicros() == 0 ? ImmutableBitSet.of(end) : ImmutableBitSet.of(),
                columns);
    }

    public List<Integer> keys() {
        return keys;
    }

    public List<AggregateCall> calls() {
        return calls;
    }

    /** Null if rows carry their window. */
    public @Nullable WindowSpecification window() {
        return window;
    }

    public int timeColumn() {
        return timeColumn;
    }

    public int startColumn() {
        return startColumn;
    }

    public int endColumn() {
        return endColumn;
    }

    public EmitTimes emit() {
        return emit;
    }

    private String windowMeaning() {
        List<String> columns = input().columns();
        return window == null
                ? "attached " + columns.get(startColumn) + " " + columns.get(endColumn)
                : window.describe() + " over " + columns.get(timeColumn);
    }

    @Override
    String meaning() {
        return windowMeaning() + " keys " + input().columns(keys) + " calls " + callTexts(input().columns()) + " emit "
                + emit;
    }

    private List<String> callTexts(List<String> names) {
        return calls.stream().map(call -> AggregateCalls.text(call, names)).toList();
    }

    @Override
    List<String> columnMeanings() {
        List<String> columns = new ArrayList<>(input().columns(keys));
        callTexts(input().columns()).forEach(text -> columns.add(Meaning.ofColumn(text)));
        columns.add(Meaning.ofColumn("start of " + windowMeaning()));
        columns.add(Meaning.ofColumn("end of " + windowMeaning()));
        return columns;
    }

    @Override
    public String describe() {
        List<String> names = input().rowType().getFieldNames();
        WindowSpecification cut = window;
        String windowText = cut == null
                ? "window=[" + names.get(startColumn) + ", " + names.get(endColumn) + "]"
                : "window=[" + cut.describe() + "], time=[" + names.get(timeColumn) + "]";
        String emitText = emit.isAtEndOnly() ? "" : ", emit=[" + emit.describe() + "]";
        return "WindowAggregate(" + windowText + ", keys=[" + String.join(", ", input().names(keys)) + "], aggregates=["
                + String.join(", ", callTexts(names)) + "]" + emitText + ")";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamWindowAggregate(
                newInputs.get(0), keys, calls, window, timeColumn, startColumn, endColumn, emit, rowType());
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public Distribution distribution(int input) {
        return Distribution.hashOrSingle(keys);
    }

    @Override
    boolean dropsLate(int input) {
        return true;
    }

    @Override
    public StateBound stateBound() {
        return StateBound.bounded("windows not ended by the watermark");
    }
}
