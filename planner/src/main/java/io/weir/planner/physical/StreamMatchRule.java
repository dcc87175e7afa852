package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.expression.MatchFunctions;
import io.weir.planner.expression.TypeMapping;
import io.weir.planner.physical.StreamMatch.Expression;
import io.weir.planner.physical.StreamMatch.Pattern;
import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.match.AfterMatch;
import io.weir.runtime.operator.match.RowPattern;
import io.weir.runtime.operator.match.ShownRows;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.statement.ShownMatches;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Match;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexPatternFieldRef;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlMatchRecognize.AfterOption;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * MATCH_RECOGNIZE.
 *
 * <pre>
 * Match(DEFINE A AS A.x > 1, SUM(A.x * 2))   ->   Match(values of rows, expressions over these)
 *   Input                                           Calc(columns that are used, x * 2)
 *                                                     Input
 * </pre>
 */
final class StreamMatchRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (!(node instanceof Match match)) {
            return null;
        }
        checkForm(match);
        StreamRel input = planner.convert(match.getInput());
        if (!input.traits().isInsertOnly()) {
            throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "MATCH_RECOGNIZE wants rows that are not withdrawn, and those of its input can be")
                    .withDetail("A match that has come out would have to be taken back.");
        }
        RexBuilder rexBuilder = planner.rexBuilder();
        Narrowing narrow = Narrowing.of(input, used(match), planner);
        OverInput prepared = new OverInput(narrow.step(), planner);
        ShownRows shownRows = shownRows(match);
        MatchPatterns patterns = new MatchPatterns();
        RowPattern rows = patterns.of(match);
        List<String> variables = patterns.variables();
        Map<String, ? extends Set<String>> subsets = match.getSubsets();
        List<@Nullable Expression> conditions = new ArrayList<>();
        for (String variable : variables) {
            RexNode definition = definition(match, variable);
            if (definition == null) {
                conditions.add(null);
                continue;
            }
            checkRepeatable(definition, variable);
            MatchTranslator translator =
                    new MatchTranslator(variable, false, variables, subsets, prepared, narrow::target, rexBuilder);
            RexNode condition = translator.translate(definition);
            conditions.add(new Expression(translator.values(), translator.rowType(), condition));
        }
        checkAllUsed(match, variables);
        MatchTranslator translator =
                new MatchTranslator(null, match.isAllRows(), variables, subsets, prepared, narrow::target, rexBuilder);
        boolean isEverEmpty = rows.canBeEmpty() || shownRows == ShownRows.ALL_WITH_UNMATCHED;
        List<RexNode> measures = measures(match, narrow, translator, isEverEmpty, rexBuilder);
        List<SortKey> order = AggregateCalls.sortKeys(match.getOrderKeys(), input).stream()
                .map(key -> new SortKey(narrow.target(key.column()), key.type(), key.descending(), key.nullsFirst()))
                .toList();
        StreamRel step = prepared.step();
        if (!order.isEmpty()) {
            step = TimeAttributes.asEventTime(step, order.get(0).column(), planner);
        }
        return planner.share(new StreamMatch(
                step,
                narrow.targets(partition(match)),
                narrow.targets(shown(match)),
                order,
                timeColumn(step, order, planner),
                new Pattern(
                        rows, patterns.text(match), variables, after(match, variables), shownRows, withinMicros(match)),
                conditions,
                new Expression(translator.values(), translator.rowType(), rexBuilder.makeLiteral(true)),
                measures,
                match.getRowType(),
                rexBuilder));
    }

    private static void checkForm(Match match) {
        if (match.getMeasures().isEmpty() && !match.isAllRows()) {
            throw new WeirException(ErrorCode.VALIDATION_ERROR, "MATCH_RECOGNIZE without MEASURES has nothing to show")
                    .withHint("MEASURES FIRST(A.ts) AS started, COUNT(*) AS n");
        }
        int columns = match.isAllRows()
                ? match.getInput().getRowType().getFieldCount()
                : match.getPartitionKeys().cardinality();
        if (columns + match.getMeasures().size() != match.getRowType().getFieldCount()) {
            throw new WeirException(
                            ErrorCode.DUPLICATE_OBJECT, "a measure has the name of a column that is shown already")
                    .withHint(
                            "Shown are the columns of PARTITION BY, with ALL ROWS PER MATCH all. Name the measure otherwise.");
        }
        if (match.getOrderKeys().getFieldCollations().isEmpty()) {
            throw new WeirException(ErrorCode.VALIDATION_ERROR, "MATCH_RECOGNIZE wants ORDER BY")
                    .withHint("Order by the event time: a column with a WATERMARK, or PROCTIME().");
        }
    }

    private static @Nullable RexNode definition(Match match, String variable) {
        return match.getPatternDefinitions().entrySet().stream()
                .filter(definition -> definition.getKey().equalsIgnoreCase(variable))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static void checkAllUsed(Match match, List<String> variables) {
        for (String defined : match.getPatternDefinitions().keySet()) {
            boolean isShown =
                    isShown(requireNonNull(match.getPatternDefinitions().get(defined)));
            if (!isShown && variables.stream().noneMatch(defined::equalsIgnoreCase)) {
                throw new WeirException(
                        ErrorCode.VALIDATION_ERROR,
                        "pattern variable \"" + defined + "\" is defined, and does not occur in the pattern");
            }
        }
    }

    private static boolean isShown(RexNode definition) {
        return definition instanceof RexCall call && call.getOperator().equals(MatchFunctions.SHOWN);
    }

    /** What the validator's {@code MatchRows} brought here. */
    private static ShownRows shownRows(Match match) {
        if (!match.isAllRows()) {
            return ShownRows.ONE;
        }
        for (RexNode definition : match.getPatternDefinitions().values()) {
            if (isShown(definition)) {
                RexNode name = ((RexCall) definition).getOperands().get(1);
                return switch (ShownMatches.valueOf(requireNonNull(RexLiteral.stringValue(name)))) {
                    case SHOW_EMPTY_MATCHES -> ShownRows.ALL;
                    case OMIT_EMPTY_MATCHES -> ShownRows.ALL_WITHOUT_EMPTY;
                    case WITH_UNMATCHED_ROWS -> ShownRows.ALL_WITH_UNMATCHED;
                };
            }
        }
        return ShownRows.ALL;
    }

    /** A search that waits for rows is made again from its first row, and must find the same. */
    private static void checkRepeatable(RexNode definition, String variable) {
        definition.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitCall(RexCall call) {
                if (!call.getOperator().isDeterministic() || call.getOperator().isDynamicFunction()) {
                    throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "the condition of \"" + variable + "\" calls "
                                    + call.getOperator().getName() + ", which gives another value each time");
                }
                return super.visitCall(call);
            }
        });
    }

    private static List<RexNode> measures(
            Match match, Narrowing narrow, MatchTranslator translator, boolean isEverEmpty, RexBuilder rexBuilder) {
        List<RexNode> measures = new ArrayList<>();
        for (int column : shown(match)) {
            RelDataType type =
                    match.getInput().getRowType().getFieldList().get(column).getType();
            measures.add(translator.ofRow(narrow.target(column), type, isEverEmpty));
        }
        match.getMeasures().values().forEach(measure -> measures.add(translator.translate(measure)));
        List<RexNode> typed = new ArrayList<>();
        for (int i = 0; i < measures.size(); i++) {
            RelDataType wanted = match.getRowType().getFieldList().get(i).getType();
            RelDataType nullable = rexBuilder
                    .getTypeFactory()
                    .createTypeWithNullability(wanted, measures.get(i).getType().isNullable());
            typed.add(rexBuilder.ensureType(nullable, measures.get(i), true));
        }
        return typed;
    }

    /** The columns in front of the measures, in the order of the result. */
    private static List<Integer> shown(Match match) {
        List<String> names = match.getInput().getRowType().getFieldNames();
        List<String> results = match.getRowType().getFieldNames();
        return results.subList(0, results.size() - match.getMeasures().size()).stream()
                .map(names::indexOf)
                .toList();
    }

    private static List<Integer> partition(Match match) {
        return shown(match).stream().filter(match.getPartitionKeys()::get).toList();
    }

    private static int timeColumn(StreamRel step, List<SortKey> order, StreamPlanner planner) {
        SortKey first = order.get(0);
        if (step.traits().rowtime().get(first.column()) && !first.descending()) {
            return first.column();
        }
        if (!planner.isStreaming() && step.traits().bounded()) {
            return -1;
        }
        throw new WeirException(
                        ErrorCode.VALIDATION_ERROR,
                        "MATCH_RECOGNIZE on a stream must be ordered by an event time first, ascending; \""
                                + step.rowType().getFieldNames().get(first.column()) + "\" is none")
                .withHint("An event time is a column with a WATERMARK in its table, or PROCTIME().");
    }

    private static AfterMatch after(Match match, List<String> variables) {
        RexNode after = match.getAfter();
        if (after instanceof RexCall call) {
            String name =
                    requireNonNull(RexLiteral.stringValue(call.getOperands().get(0)));
            AfterMatch.Kind kind =
                    call.getKind() == SqlKind.SKIP_TO_FIRST ? AfterMatch.Kind.TO_FIRST : AfterMatch.Kind.TO_LAST;
            return new AfterMatch(kind, MatchTranslator.numbers(name, variables, match.getSubsets()));
        }
        boolean isNext = ((RexLiteral) after).getValue() == AfterOption.SKIP_TO_NEXT_ROW;
        return new AfterMatch(isNext ? AfterMatch.Kind.TO_NEXT_ROW : AfterMatch.Kind.PAST_LAST_ROW, List.of());
    }

    private static long withinMicros(Match match) {
        RexNode interval = match.getInterval();
        if (interval == null) {
            return 0;
        }
        TypeKind kind = TypeMapping.toDataType(interval.getType()).kind();
        BigDecimal millis = interval instanceof RexLiteral literal ? literal.getValueAs(BigDecimal.class) : null;
        if (millis == null || kind != TypeKind.INTERVAL_DAY_TIME) {
            throw new WeirException(ErrorCode.VALIDATION_ERROR, "WITHIN wants an interval of a fixed length")
                    .withHint("Write days: INTERVAL '30' DAY.");
        }
        long micros = millis.multiply(BigDecimal.valueOf(1000)).longValueExact();
        if (micros <= 0) {
            throw new WeirException(ErrorCode.VALIDATION_ERROR, "WITHIN wants an interval greater than 0");
        }
        if (match.getOrderKeys().getFieldCollations().get(0).getDirection().isDescending()) {
            throw new WeirException(ErrorCode.VALIDATION_ERROR, "WITHIN wants an order that ascends");
        }
        return micros;
    }

    /** Columns of the input that anything reads. */
    private static ImmutableBitSet used(Match match) {
        if (match.isAllRows()) {
            return ImmutableBitSet.range(match.getInput().getRowType().getFieldCount());
        }
        ImmutableBitSet.Builder used = ImmutableBitSet.builder();
        used.addAll(match.getPartitionKeys());
        match.getOrderKeys().getFieldCollations().forEach(field -> used.set(field.getFieldIndex()));
        RexVisitorImpl<Void> fields = new RexVisitorImpl<>(true) {
            @Override
            public Void visitPatternFieldRef(RexPatternFieldRef field) {
                used.set(field.getIndex());
                return super.visitPatternFieldRef(field);
            }

            @Override
            public Void visitInputRef(RexInputRef ref) {
                used.set(ref.getIndex());
                return super.visitInputRef(ref);
            }
        };
        match.getPatternDefinitions().values().forEach(definition -> definition.accept(fields));
        match.getMeasures().values().forEach(measure -> measure.accept(fields));
        return used.build();
    }
}
