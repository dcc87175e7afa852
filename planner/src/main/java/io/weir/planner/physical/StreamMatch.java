package io.weir.planner.physical;

import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.match.AfterMatch;
import io.weir.runtime.operator.match.MatchValue;
import io.weir.runtime.operator.match.RowPattern;
import io.weir.runtime.operator.match.ShownRows;
import io.weir.spi.connector.ChangelogKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * MATCH_RECOGNIZE: a row for each match, or for each of its rows. Columns: some of the input's (of one row per match
 * those of the partition), then measures.
 */
public final class StreamMatch extends StreamRel {
    private final List<Integer> partition;
    private final List<Integer> shown;
    private final List<SortKey> order;
    private final int timeColumn;
    private final Pattern pattern;
    private final List<@Nullable Expression> conditions;
    private final List<RexNode> measures;
    private final Expression measureValues;
    private final RexBuilder rexBuilder;

    /**
     * What is looked for.
     *
     * @param rows its form
     * @param text the same, for people
     * @param variables their names, by number
     * @param after where the search goes on
     * @param shown ONE ROW PER MATCH, or which of all
     * @param withinMicros 0: any time
     */
    record Pattern(
            RowPattern rows,
            String text,
            List<String> variables,
            AfterMatch after,
            ShownRows shown,
            long withinMicros) {
        Pattern {
            variables = List.copyOf(variables);
        }
    }

    /**
     * A condition, or what measures have in common.
     *
     * @param values taken from the rows of a match
     * @param rowType their types
     * @param rex over them; of measures a placeholder
     */
    public record Expression(List<MatchValue> values, RelDataType rowType, RexNode rex) {
        public Expression {
            values = List.copyOf(values);
        }
    }

    StreamMatch(
            StreamRel input,
            List<Integer> partition,
            List<Integer> shown,
            List<SortKey> order,
            int timeColumn,
            Pattern pattern,
            List<@Nullable Expression> conditions,
            Expression measureValues,
            List<RexNode> measures,
            RelDataType rowType,
            RexBuilder rexBuilder) {
        super(
                List.of(input),
                rowType,
                StreamTraits.of(ChangelogKind.INSERT_ONLY, input.traits().bounded())
                        .withRowtime(times(timeColumn, measureValues, measures)));
        this.partition = List.copyOf(partition);
        this.shown = List.copyOf(shown);
        this.order = List.copyOf(order);
        this.timeColumn = timeColumn;
        this.pattern = pattern;
        this.conditions = Collections.unmodifiableList(new ArrayList<>(conditions));
        this.measureValues = measureValues;
        this.measures = List.copyOf(measures);
        this.rexBuilder = rexBuilder;
    }

    /** Columns that are MATCH_ROWTIME: none comes out behind a watermark of its time. */
    private static ImmutableBitSet times(int timeColumn, Expression measureValues, List<RexNode> measures) {
        ImmutableBitSet.Builder times = ImmutableBitSet.builder();
        for (int i = 0; i < measures.size(); i++) {
            MatchValue value = measures.get(i) instanceof RexInputRef ref
                    ? measureValues.values().get(ref.getIndex())
                    : null;
            if (value != null && value.kind() == MatchValue.Kind.MATCH_END && value.column() == timeColumn) {
                times.set(i);
            }
        }
        return times.build();
    }

    public List<Integer> partition() {
        return partition;
    }

    public List<SortKey> order() {
        return order;
    }

    /** -1: rows are matched at the end of the input. */
    public int timeColumn() {
        return timeColumn;
    }

    public RowPattern pattern() {
        return pattern.rows();
    }

    public List<String> variables() {
        return pattern.variables();
    }

    public AfterMatch after() {
        return pattern.after();
    }

    public ShownRows shown() {
        return pattern.shown();
    }

    /** Whether matches have an event time, so that watermarks wait for those under way. */
    public boolean holdsTime() {
        return !traits().rowtime().isEmpty();
    }

    public long withinMicros() {
        return pattern.withinMicros();
    }

    /** By variable; null: always true. */
    public List<@Nullable Expression> conditions() {
        return conditions;
    }

    public Expression measureValues() {
        return measureValues;
    }

    /** Over the values of {@link #measureValues}; those that are shown of the input first. */
    public List<RexNode> measures() {
        return measures;
    }

    public RexBuilder rexBuilder() {
        return rexBuilder;
    }

    public boolean countsMatches() {
        return measureValues.values().stream().anyMatch(value -> value.kind() == MatchValue.Kind.MATCH_NUMBER);
    }

    private List<String> valueTexts(Expression expression, List<String> names) {
        return expression.values().stream()
                .map(value -> MatchTexts.of(value, names, pattern.variables()))
                .toList();
    }

    private List<String> conditionTexts(List<String> names, boolean isMeaning) {
        List<String> texts = new ArrayList<>();
        for (int variable = 0; variable < conditions.size(); variable++) {
            Expression condition = conditions.get(variable);
            if (condition != null) {
                List<String> values = valueTexts(condition, names);
                texts.add(pattern.variables().get(variable) + " AS "
                        + (isMeaning
                                ? RexText.meaning(condition.rex(), rexBuilder, values)
                                : RexText.describe(condition.rex(), rexBuilder, values)));
            }
        }
        return texts;
    }

    // The state is rows and counts: measures may change and leave it as it is, but for the number of the match.
    @Override
    String meaning() {
        List<String> columns = input().columns();
        return "by " + input().columns(partition) + " order " + AggregateCalls.text(order, columns) + " pattern "
                + pattern.text() + rowsMeaning() + " within " + pattern.withinMicros()
                + " after " + pattern.after() + " of "
                + pattern.variables() + " define " + conditionTexts(columns, true) + " measures "
                + measureTexts(columns, true) + " rows " + columns;
    }

    private String rowsMeaning() {
        return switch (pattern.shown()) {
            case ONE -> "";
            case ALL -> " all rows";
            case ALL_WITHOUT_EMPTY -> " all rows omit empty";
            case ALL_WITH_UNMATCHED -> " all rows with unmatched";
        };
    }

    private String rowsText() {
        return switch (pattern.shown()) {
            case ONE -> "ONE";
            case ALL -> "ALL";
            case ALL_WITHOUT_EMPTY -> "ALL OMIT EMPTY MATCHES";
            case ALL_WITH_UNMATCHED -> "ALL WITH UNMATCHED ROWS";
        };
    }

    private List<String> measureTexts(List<String> names, boolean isMeaning) {
        List<String> values = valueTexts(measureValues, names);
        return measures.stream()
                .map(measure -> isMeaning
                        ? RexText.meaning(measure, rexBuilder, values)
                        : RexText.describe(measure, rexBuilder, values))
                .toList();
    }

    @Override
    List<String> columnMeanings() {
        List<String> columns = new ArrayList<>(input().columns(shown));
        String match = (pattern.shown() == ShownRows.ONE ? "" : " of each row") + " of " + pattern.text() + " within "
                + pattern.withinMicros() + " define "
                + conditionTexts(input().columns(), true) + " after " + pattern.after();
        List<String> texts = measureTexts(input().columns(), true);
        texts.subList(shown.size(), texts.size()).forEach(text -> columns.add(Meaning.ofColumn(text + match)));
        return columns;
    }

    @Override
    public String describe() {
        List<String> names = input().rowType().getFieldNames();
        List<String> outputs = new ArrayList<>();
        List<String> texts = measureTexts(names, false);
        for (int i = shown.size(); i < texts.size(); i++) {
            outputs.add(texts.get(i) + " AS " + rowType().getFieldNames().get(i));
        }
        String within =
                pattern.withinMicros() == 0 ? "" : " WITHIN " + WindowSpecification.duration(pattern.withinMicros());
        return "Match(partition=[" + String.join(", ", input().names(partition)) + "], order=["
                + AggregateCalls.text(order, names) + "], pattern=[" + pattern.text() + within + "], define=["
                + String.join(", ", conditionTexts(names, false)) + "], measures=[" + String.join(", ", outputs)
                + "], rows=[" + rowsText() + "], after=[" + afterText() + "])";
    }

    private String afterText() {
        String variables = pattern.after().variables().isEmpty()
                ? ""
                : " "
                        + String.join(
                                ", ",
                                pattern.after().variables().stream()
                                        .map(pattern.variables()::get)
                                        .toList());
        return "SKIP " + pattern.after().kind().name().replace('_', ' ') + variables;
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamMatch(
                newInputs.get(0),
                partition,
                shown,
                order,
                timeColumn,
                pattern,
                conditions,
                measureValues,
                measures,
                rowType(),
                rexBuilder);
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public Distribution distribution(int input) {
        return Distribution.hashOrSingle(partition);
    }

    @Override
    boolean dropsLate(int input) {
        return timeColumn >= 0;
    }

    @Override
    public StateBound stateBound() {
        String perPartition = " per partition [" + String.join(", ", input().names(partition)) + "]";
        if (pattern.rows().isAtEnd()) {
            return StateBound.untilTimeToLive(
                    "the rows of a match under way" + perPartition + ", until the input ends", "");
        }
        if (pattern.withinMicros() == 0) {
            return StateBound.untilTimeToLive(
                    "the rows of a match under way" + perPartition + ", without WITHIN as long as it lasts", "WITHIN");
        }
        if (countsMatches()) {
            return StateBound.untilTimeToLive("the number of matches" + perPartition, "");
        }
        if (pattern.rows().isAtBegin()) {
            return StateBound.untilTimeToLive("that it has begun" + perPartition, "");
        }
        boolean navigates = Stream.concat(conditions.stream().flatMap(Stream::ofNullable), Stream.of(measureValues))
                .flatMap(expression -> expression.values().stream())
                .anyMatch(value -> value.rowsBack() != 0);
        return navigates
                ? StateBound.untilTimeToLive("the rows that PREV and NEXT reach" + perPartition, "")
                : StateBound.bounded(
                        "rows of matches under way, for " + WindowSpecification.duration(pattern.withinMicros()));
    }
}
