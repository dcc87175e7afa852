package io.weir.planner.physical;

import io.weir.planner.expression.MatchFunctions;
import io.weir.planner.expression.TypeMapping;
import io.weir.runtime.operator.match.MatchValue;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexPatternFieldRef;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Takes an expression over the rows of a match apart: into values that are taken from the rows (columns, FIRST, LAST,
 * PREV, NEXT, aggregates, CLASSIFIER, MATCH_NUMBER), and an expression over these. One for each condition, one for all
 * measures. {@code MatchNavigation} of the validator has brought what navigates to the columns.
 */
final class MatchTranslator {
    private final @Nullable String ownVariable;
    private final List<String> variables;
    private final Map<String, ? extends Set<String>> subsets;
    private final OverInput input;
    private final MatchAggregates aggregates;
    private final IntUnaryOperator target;
    private final RexBuilder rexBuilder;
    private final boolean showsRows;
    /** While what stands in FINAL is translated, and matters: with ALL ROWS PER MATCH. */
    private boolean isFinal;

    private final List<MatchValue> values = new ArrayList<>();
    private final List<RelDataType> types = new ArrayList<>();

    /**
     * @param ownVariable whose condition it is; null: measures
     * @param showsRows ALL ROWS PER MATCH: measures are seen from each row, and not from the last only
     * @param variables of the pattern
     * @param subsets names that stand for several of them
     * @param input gets the columns that aggregates compute from
     * @param target where a column of the matched table stands in it
     */
    MatchTranslator(
            @Nullable String ownVariable,
            boolean showsRows,
            List<String> variables,
            Map<String, ? extends Set<String>> subsets,
            OverInput input,
            IntUnaryOperator target,
            RexBuilder rexBuilder) {
        this.ownVariable = ownVariable;
        this.showsRows = showsRows;
        this.variables = variables;
        this.subsets = subsets;
        this.input = input;
        this.aggregates = new MatchAggregates(input, target, rexBuilder);
        this.target = target;
        this.rexBuilder = rexBuilder;
    }

    /** The expression over {@link #rowType}. */
    RexNode translate(RexNode expression) {
        return expression.accept(new Parts());
    }

    List<MatchValue> values() {
        return values;
    }

    RelDataType rowType() {
        RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
        for (int i = 0; i < types.size(); i++) {
            rowType.add(MatchTexts.of(values.get(i), input.names(), variables), types.get(i));
        }
        return rowType.uniquify().build();
    }

    /**
     * A column of the row that is shown: of the partition, or with ALL ROWS PER MATCH any.
     *
     * @param isEverEmpty whether a match may have no rows: then the row at which it was found is shown
     */
    RexNode ofRow(int column, RelDataType type, boolean isEverEmpty) {
        return reference(MatchValue.ofRow(
                isEverEmpty ? MatchValue.Kind.ROW : MatchValue.Kind.LAST,
                List.of(),
                column,
                0,
                0,
                false,
                TypeMapping.toDataType(nullable(type))));
    }

    private RelDataType nullable(RelDataType type) {
        return rexBuilder.getTypeFactory().createTypeWithNullability(type, true);
    }

    private RexNode reference(MatchValue value) {
        int index = values.indexOf(value);
        if (index < 0) {
            index = values.size();
            values.add(value);
            types.add(TypeMapping.toRelDataType(value.type(), rexBuilder.getTypeFactory()));
        }
        return new RexInputRef(index, types.get(index));
    }

    private final class Parts extends RexShuttle {
        @Override
        public RexNode visitPatternFieldRef(RexPatternFieldRef field) {
            return navigation(MatchValue.Kind.LAST, field, 0, 0);
        }

        @Override
        public RexNode visitInputRef(RexInputRef ref) {
            throw new WeirException(ErrorCode.UNSUPPORTED_FEATURE, "MATCH_RECOGNIZE has no place for fields of a row")
                    .withHint("Give the field a column of its own: FROM (SELECT bid.price AS price, ... FROM t) AS t.");
        }

        @Override
        public RexNode visitCall(RexCall call) {
            switch (call.getKind()) {
                case FINAL, RUNNING -> {
                    return inFrame(call);
                }
                case FIRST, LAST, PREV, NEXT, CLASSIFIER -> {
                    return navigation(call);
                }
                case FILTER -> {
                    return aggregate(
                            (RexCall) call.getOperands().get(0),
                            call.getOperands().get(1));
                }
                case WITHIN_GROUP, WITHIN_DISTINCT, RESPECT_NULLS, IGNORE_NULLS, OVER ->
                    throw new WeirException(
                                    ErrorCode.UNSUPPORTED_FEATURE,
                                    "MATCH_RECOGNIZE has no place for "
                                            + call.getOperator().getName())
                            .withHint("Aggregates are over the rows of a variable: SUM(A.price).");
                case MATCH_NUMBER -> {
                    return matchNumber();
                }
                default -> {
                    if (call.getOperator().equals(MatchFunctions.ROWTIME)) {
                        return time(call);
                    }
                    if (call.getOperator().equals(MatchFunctions.IF_MATCHED)) {
                        return ifMatched(call);
                    }
                    if (MatchCalls.isBack(call) || MatchCalls.isAhead(call)) {
                        return navigation(call);
                    }
                    return call.getOperator() instanceof SqlAggFunction ? aggregate(call, null) : rebuilt(call);
                }
            }
        }

        /** One row per match is seen from its last row, where both are the same. */
        private RexNode inFrame(RexCall call) {
            boolean wasFinal = isFinal;
            isFinal = showsRows && call.getKind() == SqlKind.FINAL;
            RexNode inner = call.getOperands().get(0).accept(this);
            isFinal = wasFinal;
            return inner;
        }

        private RexNode matchNumber() {
            if (ownVariable != null) {
                throw new WeirException(
                        ErrorCode.UNSUPPORTED_FEATURE, "MATCH_NUMBER is a measure, not part of a condition");
            }
            return reference(MatchValue.ofMatchNumber(DataType.of(TypeKind.BIGINT)));
        }

        /** MATCH_ROWTIME; Calcite may have made {@code LAST(column, 0)} of the column. */
        private RexNode time(RexCall call) {
            RexNode operand = call.getOperands().get(0);
            while (operand instanceof RexCall inner && !inner.getOperands().isEmpty()) {
                operand = inner.getOperands().get(0);
            }
            RexPatternFieldRef field = (RexPatternFieldRef) operand;
            return reference(MatchValue.ofMatchEnd(
                    target.applyAsInt(field.getIndex()), TypeMapping.toDataType(nullable(field.getType()))));
        }

        private RexNode ifMatched(RexCall call) {
            RexNode value = call.getOperands().get(0).accept(this);
            RelDataType type = nullable(value.getType());
            return rexBuilder.makeCall(
                    type,
                    SqlStdOperatorTable.CASE,
                    List.of(
                            reference(MatchValue.ofMatched(DataType.of(TypeKind.BOOLEAN))),
                            value,
                            rexBuilder.makeNullLiteral(type)));
        }

        private RexNode aggregate(RexCall call, @Nullable RexNode filter) {
            MatchAggregates.Aggregate aggregate = aggregates.of(call, filter);
            return reference(MatchValue.ofAggregate(variables(aggregate.alpha()), isFinal, aggregate.call()));
        }

        /** What is taken from the rows may be NULL although their columns may not: there may be no such row. */
        private RexNode rebuilt(RexCall call) {
            List<RexNode> operands = new ArrayList<>();
            boolean isNullable = call.getType().isNullable();
            for (RexNode operand : call.getOperands()) {
                RexNode translated = operand.accept(this);
                operands.add(translated);
                isNullable |=
                        translated.getType().isNullable() && !operand.getType().isNullable();
            }
            boolean isNeverNull = switch (call.getKind()) {
                case IS_NULL,
                        IS_NOT_NULL,
                        IS_TRUE,
                        IS_NOT_TRUE,
                        IS_FALSE,
                        IS_NOT_FALSE,
                        IS_DISTINCT_FROM,
                        IS_NOT_DISTINCT_FROM -> true;
                default -> false;
            };
            RelDataType type = isNullable && !isNeverNull ? nullable(call.getType()) : call.getType();
            return call.clone(type, operands);
        }

        /** {@code PREV(LAST(A.x, 1), 2)}: one logical navigation at most, in physical ones. */
        private RexNode navigation(RexCall call) {
            MatchValue.Kind kind = MatchValue.Kind.LAST;
            int offset = 0;
            int rowsBack = 0;
            boolean isLogical = false;
            RexNode operand = call;
            while (operand instanceof RexCall outer && !isLogical && MatchCalls.navigates(outer)) {
                if (MatchCalls.isBack(outer)) {
                    rowsBack += MatchCalls.offset(outer);
                } else if (MatchCalls.isAhead(outer)) {
                    rowsBack -= MatchCalls.offset(outer);
                } else {
                    isLogical = true;
                    kind = outer.getKind() == SqlKind.FIRST ? MatchValue.Kind.FIRST : MatchValue.Kind.LAST;
                    offset = MatchCalls.offset(outer);
                }
                operand = outer.getOperands().get(0);
            }
            // In what navigates to a row of A, PREV(A.x, 0) is Calcite's way to say A.x.
            while (operand instanceof RexCall inner
                    && inner.isA(List.of(SqlKind.PREV, SqlKind.LAST))
                    && MatchCalls.offset(inner) == 0) {
                operand = inner.getOperands().get(0);
            }
            if (operand instanceof RexPatternFieldRef field) {
                return navigation(kind, field, offset, rowsBack);
            }
            if (operand instanceof RexCall inner && inner.getKind() == SqlKind.CLASSIFIER) {
                DataType type = DataType.of(TypeKind.VARCHAR);
                RexNode name = reference(
                        MatchValue.ofRow(kind, List.of(), MatchValue.CLASSIFIER, offset, rowsBack, isFinal, type));
                return rexBuilder.ensureType(nullable(inner.getType()), name, false);
            }
            if (RexUtil.isConstant(operand)) {
                return operand;
            }
            throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            call.getKind()
                                    + " wants columns of a pattern variable, found another navigation or an aggregate")
                    .withHint("PREV and NEXT may stand around FIRST or LAST, and all of them around columns.");
        }

        private RexNode navigation(MatchValue.Kind kind, RexPatternFieldRef field, int offset, int rowsBack) {
            boolean isCurrent = ownVariable != null
                    && kind == MatchValue.Kind.LAST
                    && offset == 0
                    && (isAny(field) || field.getAlpha().equalsIgnoreCase(ownVariable));
            return reference(MatchValue.ofRow(
                    isCurrent ? MatchValue.Kind.ROW : kind,
                    isCurrent ? List.of() : variables(field.getAlpha()),
                    target.applyAsInt(field.getIndex()),
                    offset,
                    rowsBack,
                    isFinal,
                    TypeMapping.toDataType(nullable(field.getType()))));
        }
    }

    /** A column without a variable has the name of its table before it. */
    private boolean isAny(RexPatternFieldRef field) {
        return variables(field.getAlpha()).isEmpty();
    }

    /** Empty for any. */
    private List<Integer> variables(String alpha) {
        return find(alpha, variables, subsets);
    }

    /** The variables that a name stands for, ascending. */
    static List<Integer> numbers(String name, List<String> variables, Map<String, ? extends Set<String>> subsets) {
        List<Integer> numbers = find(name, variables, subsets);
        if (numbers.isEmpty()) {
            throw new WeirException(
                    ErrorCode.VALIDATION_ERROR, "pattern variable \"" + name + "\" does not occur in the pattern");
        }
        return numbers;
    }

    private static List<Integer> find(String name, List<String> variables, Map<String, ? extends Set<String>> subsets) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < variables.size(); i++) {
            String variable = variables.get(i);
            boolean isPart = subsets.entrySet().stream()
                    .anyMatch(subset -> subset.getKey().equalsIgnoreCase(name)
                            && subset.getValue().stream().anyMatch(variable::equalsIgnoreCase));
            if (isPart || variable.equalsIgnoreCase(name)) {
                numbers.add(i);
            }
        }
        return numbers;
    }
}
