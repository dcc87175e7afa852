package io.weir.planner.physical;

import io.weir.planner.expression.MatchFunctions;
import io.weir.planner.expression.TypeMapping;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.runtime.operator.match.MatchValue;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexPatternFieldRef;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Takes an expression over the rows of a match apart: into values that are taken from the rows (columns, FIRST, LAST,
 * PREV, NEXT, aggregates, CLASSIFIER, MATCH_NUMBER), and an expression over these. One for each condition, one for all
 * measures. {@code MatchNavigation} of the validator has brought what navigates to the columns.
 */
final class MatchTranslator {
    private static final String ANY = "*";
    private static final BigDecimal MAX_OFFSET = BigDecimal.valueOf(10_000);

    private final @Nullable String ownVariable;
    private final List<String> variables;
    private final Map<String, ? extends Set<String>> subsets;
    private final OverInput input;
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
        public RexNode visitDynamicParam(RexDynamicParam parameter) {
            throw new WeirException(ErrorCode.UNSUPPORTED_FEATURE, "MATCH_RECOGNIZE has no place for parameters")
                    .withHint("Compute with the parameter in a query around it, or write the value.");
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
                    if (isBack(call) || isAhead(call)) {
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
            while (operand instanceof RexCall outer && !isLogical && navigates(outer)) {
                if (isBack(outer)) {
                    rowsBack += offset(outer);
                } else if (isAhead(outer)) {
                    rowsBack -= offset(outer);
                } else {
                    isLogical = true;
                    kind = outer.getKind() == SqlKind.FIRST ? MatchValue.Kind.FIRST : MatchValue.Kind.LAST;
                    offset = offset(outer);
                }
                operand = outer.getOperands().get(0);
            }
            // In what navigates to a row of A, PREV(A.x, 0) is Calcite's way to say A.x.
            while (operand instanceof RexCall inner
                    && inner.isA(List.of(SqlKind.PREV, SqlKind.LAST))
                    && offset(inner) == 0) {
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

        private static boolean navigates(RexCall call) {
            return isBack(call) || isAhead(call) || call.isA(List.of(SqlKind.FIRST, SqlKind.LAST));
        }

        private static boolean isBack(RexCall call) {
            return call.isA(SqlKind.PREV) || call.getOperator().equals(MatchFunctions.PREV);
        }

        private static boolean isAhead(RexCall call) {
            return call.isA(SqlKind.NEXT) || call.getOperator().equals(MatchFunctions.NEXT);
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

        private int offset(RexCall call) {
            RexNode offset = RexUtil.removeCast(call.getOperands().get(1));
            BigDecimal number = offset instanceof RexLiteral literal && !literal.isNull()
                    ? literal.getValueAs(BigDecimal.class)
                    : null;
            if (number == null || number.signum() < 0 || number.compareTo(MAX_OFFSET) > 0) {
                throw new WeirException(
                        ErrorCode.VALIDATION_ERROR,
                        "the offset of " + call.getKind() + " must be a whole number from 0 to " + MAX_OFFSET);
            }
            return number.intValue();
        }

        private boolean isNavigation(RexCall call) {
            return call.isA(List.of(
                            SqlKind.FIRST,
                            SqlKind.LAST,
                            SqlKind.PREV,
                            SqlKind.NEXT,
                            SqlKind.CLASSIFIER,
                            SqlKind.MATCH_NUMBER))
                    || isBack(call)
                    || isAhead(call)
                    || call.getOperator() instanceof SqlAggFunction;
        }

        private RexNode aggregate(RexCall call, @Nullable RexNode filter) {
            Set<String> alphas = new HashSet<>();
            List<Integer> arguments = new ArrayList<>();
            List<DataType> argumentTypes = new ArrayList<>();
            boolean isDistinct = false;
            for (RexNode operand : call.getOperands()) {
                RexNode argument = operand;
                if (operand instanceof RexCall marked && marked.getOperator().equals(MatchFunctions.DISTINCT)) {
                    isDistinct = true;
                    argument = marked.getOperands().get(0);
                }
                RexNode ofRow = argument(call, argument, alphas);
                arguments.add(input.column(ofRow));
                argumentTypes.add(TypeMapping.toDataType(ofRow.getType()));
            }
            int filterColumn = filter == null ? -1 : input.column(argument(call, filter, alphas));
            if (alphas.size() > 1) {
                throw new WeirException(
                        ErrorCode.VALIDATION_ERROR,
                        call.getOperator().getName() + " wants columns of one pattern variable, found several");
            }
            String alpha = alphas.isEmpty() ? ANY : alphas.iterator().next();
            AggregateCall.Kind kind = AggregateCalls.kind(call.getOperator().getName());
            boolean isOpen = kind == AggregateCall.Kind.LISTAGG;
            List<Object> literals = isOpen ? List.of(",") : List.of();
            if (isOpen && arguments.size() > 1) {
                throw new WeirException(
                        ErrorCode.UNSUPPORTED_FEATURE, "LISTAGG in MATCH_RECOGNIZE has no separator of its own");
            }
            DataType type = TypeMapping.toDataType(nullable(call.getType()));
            AggregateCall aggregated = new AggregateCall(
                    kind, arguments, argumentTypes, filterColumn, isDistinct, List.of(), type, literals);
            return reference(MatchValue.ofAggregate(variables(alpha), isFinal, aggregated));
        }

        /** An expression over one row of the input, for each row of the variable. */
        private RexNode argument(RexCall aggregate, RexNode expression, Set<String> alphas) {
            return expression.accept(new RexShuttle() {
                @Override
                public RexNode visitPatternFieldRef(RexPatternFieldRef field) {
                    alphas.add(field.getAlpha());
                    return new RexInputRef(target.applyAsInt(field.getIndex()), field.getType());
                }

                @Override
                public RexNode visitCall(RexCall inner) {
                    boolean isPlainLast = inner.isA(List.of(SqlKind.LAST, SqlKind.PREV))
                            && inner.getOperands().get(0) instanceof RexPatternFieldRef
                            && offset(inner) == 0;
                    if (!isPlainLast && isNavigation(inner)) {
                        throw new WeirException(
                                        ErrorCode.UNSUPPORTED_FEATURE,
                                        aggregate.getOperator().getName() + " has no place for " + inner.getKind())
                                .withHint("Aggregates are over columns of the rows of a variable: SUM(A.price * 2).");
                    }
                    return isPlainLast ? inner.getOperands().get(0).accept(this) : super.visitCall(inner);
                }
            });
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
