package io.weir.planner.physical;

import io.weir.planner.expression.MatchFunctions;
import io.weir.planner.expression.TypeMapping;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexPatternFieldRef;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/** Translates aggregates over the rows of a match: what they compute from becomes a column of the input. */
final class MatchAggregates {
    /** The name of all variables together. */
    private static final String ANY = "*";

    private final OverInput input;
    private final IntUnaryOperator target;
    private final RexBuilder rexBuilder;

    /**
     * @param input gets the columns
     * @param target where a column of the matched table stands in it
     */
    MatchAggregates(OverInput input, IntUnaryOperator target, RexBuilder rexBuilder) {
        this.input = input;
        this.target = target;
        this.rexBuilder = rexBuilder;
    }

    /** @param alpha the variable whose rows count */
    record Aggregate(String alpha, AggregateCall call) {}

    /** @param filter of FILTER (WHERE ...); null: all rows count */
    Aggregate of(RexCall call, @Nullable RexNode filter) {
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
        AggregateCall.Kind kind = AggregateCalls.kind(call.getOperator().getName());
        boolean isOpen = kind == AggregateCall.Kind.LISTAGG;
        List<Object> literals = isOpen ? List.of(",") : List.of();
        if (isOpen && arguments.size() > 1) {
            throw new WeirException(
                    ErrorCode.UNSUPPORTED_FEATURE, "LISTAGG in MATCH_RECOGNIZE has no separator of its own");
        }
        RelDataType type = rexBuilder.getTypeFactory().createTypeWithNullability(call.getType(), true);
        return new Aggregate(
                alphas.isEmpty() ? ANY : alphas.iterator().next(),
                new AggregateCall(
                        kind,
                        arguments,
                        argumentTypes,
                        filterColumn,
                        isDistinct,
                        List.of(),
                        TypeMapping.toDataType(type),
                        literals));
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
                        && MatchCalls.offset(inner) == 0;
                if (!isPlainLast && MatchCalls.isOfMatch(inner)) {
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
