package io.weir.planner.expression;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.calc.EvaluationContext;
import io.weir.spi.data.DataType;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates constant expressions while a statement is planned, with the very code that would evaluate them for a row;
 * Calcite's own executor differs in casts, rounding and fractions of seconds. Belongs into every planner
 * ({@code RelOptPlanner.setExecutor}).
 *
 * <p>Expressions that fail stay as they are: the error belongs to the rows, of which there may be none.
 */
public final class ConstantReducer implements RexExecutor {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;
    private static final int MIN_DAYS = -719_162; // 0001-01-01
    private static final int MAX_DAYS = 2_932_896; // 9999-12-31

    private final ExpressionCompiler compiler;
    private final EvaluationContext context;

    /** @param context the session's; time is not read from it */
    public ConstantReducer(ExpressionCompiler compiler, EvaluationContext context) {
        this.compiler = requireNonNull(compiler, "compiler is null");
        this.context = requireNonNull(context, "context is null");
    }

    @Override
    public void reduce(RexBuilder rexBuilder, List<RexNode> expressions, List<RexNode> reduced) {
        for (RexNode expression : expressions) {
            reduced.add(reduce(rexBuilder, expression));
        }
    }

    private RexNode reduce(RexBuilder rexBuilder, RexNode expression) {
        if (!RexUtil.isDeterministic(expression) || asksForTime(expression)) {
            return expression;
        }
        try {
            DataType type = TypeMapping.toDataType(expression.getType());
            Object value = compiler.evaluate(expression, context);
            RexNode literal = literal(rexBuilder, value, type, expression.getType());
            return literal == null ? expression : literal;
        } catch (WeirException e) {
            return expression;
        }
    }

    private static boolean asksForTime(RexNode expression) {
        try {
            expression.accept(new RexVisitorImpl<Void>(true) {
                @Override
                public Void visitCall(RexCall call) {
                    if (call.getOperator().isDynamicFunction()) {
                        throw Util.FoundOne.NULL;
                    }
                    return super.visitCall(call);
                }
            });
            return false;
        } catch (Util.FoundOne found) {
            return true;
        }
    }

    private static @Nullable RexNode literal(
            RexBuilder rexBuilder, @Nullable Object value, DataType type, RelDataType relType) {
        if (value == null) {
            return rexBuilder.makeNullLiteral(relType);
        }
        Object calcite = switch (type.kind()) {
            case BOOLEAN, CHAR, VARCHAR -> value;
            case TINYINT, SMALLINT, INTEGER, BIGINT, INTERVAL_YEAR_MONTH ->
                BigDecimal.valueOf(((Number) value).longValue());
            case DECIMAL -> value;
            case REAL, DOUBLE -> Double.isNaN((Double) value) || Double.isInfinite((Double) value) ? null : value;
            case DATE -> isDate((Integer) value) ? DateString.fromDaysSinceEpoch((Integer) value) : null;
            case TIME ->
                TimeString.fromMillisOfDay((int) ((Long) value / 1000))
                        .withNanos((int) ((Long) value % MICROS_PER_SECOND * 1000));
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp((Long) value);
            case INTERVAL_DAY_TIME -> (Long) value % 1000 == 0 ? BigDecimal.valueOf((Long) value / 1000) : null;
            default -> null;
        };
        return calcite == null ? null : rexBuilder.makeLiteral(calcite, relType, true);
    }

    private static boolean isDate(int days) {
        return days >= MIN_DAYS && days <= MAX_DAYS;
    }

    private static @Nullable TimestampString timestamp(long micros) {
        if (!isDate((int) Math.floorDiv(micros, MICROS_PER_DAY))) {
            return null;
        }
        return TimestampString.fromMillisSinceEpoch(Math.floorDiv(micros, MICROS_PER_SECOND) * 1000)
                .withNanos((int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
    }
}
