package io.weir.planner.expression;

import com.google.common.collect.Range;
import io.weir.planner.expression.support.LongSet;
import io.weir.planner.expression.support.TextSet;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/** SEARCH in a long list of single values, that is {@code x IN (...)} or NOT IN: one look-up in a hash set. */
final class PointSets implements CallTranslator {
    private static final int LEAST_POINTS = 6;

    /** Whether a SEARCH call is translated by a set. */
    static boolean isSet(RexCall call) {
        Sarg<?> sarg = sarg(call);
        if (sarg == null || sarg.pointCount + sarg.negate().pointCount < LEAST_POINTS) {
            return false;
        }
        if (!sarg.isPoints() && !sarg.isComplementedPoints()) {
            return false;
        }
        DataType operand = ExpressionTranslator.typeOf(call.getOperands().get(0));
        DataType points = ExpressionTranslator.typeOf(call.getOperands().get(1));
        return operand.kind() == points.kind()
                && switch (operand.kind()) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT, DATE, TIMESTAMP, VARCHAR -> true;
                    default -> false;
                };
    }

    private static @Nullable Sarg<?> sarg(RexCall call) {
        RexLiteral literal = MethodSource.literal(call.getOperands().get(1));
        return literal == null ? null : literal.getValueAs(Sarg.class);
    }

    @Override
    public @Nullable Value translate(RexCall call, MethodSource method) {
        if (!call.isA(SqlKind.SEARCH) || !isSet(call)) {
            return null;
        }
        Sarg<?> sarg = Objects.requireNonNull(sarg(call));
        boolean complement = sarg.isComplementedPoints();
        DataType type = ExpressionTranslator.typeOf(call);
        Value operand = method.value(call.getOperands().get(0));
        List<Object> points = points(
                complement ? sarg.negate() : sarg, call, method.translator().rexBuilder());
        String contains;
        if (operand.kind() == JavaKind.TEXT) {
            List<String> texts = points.stream().map(String.class::cast).toList();
            contains = method.owner().constant("TextSet", List.of("set", texts), new TextSet(texts)) + ".contains("
                    + operand.code() + ")";
        } else {
            List<Long> numbers =
                    points.stream().map(point -> ((Number) point).longValue()).toList();
            contains = method.owner().constant("LongSet", List.of("set", numbers), new LongSet(numbers)) + ".contains("
                    + operand.code() + ")";
        }
        String found = complement ? "!" + contains : contains;
        if (sarg.nullAs == RexUnknownAs.UNKNOWN || operand.isNeverNull()) {
            return method.strict(type, List.of(operand), found);
        }
        String name = method.newName("v");
        boolean forNull = sarg.nullAs == RexUnknownAs.TRUE;
        method.line("final boolean " + name + " = " + operand.isNull() + " ? " + forNull + " : " + found + ";");
        return new Value(type, Value.NEVER, name);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<Object> points(Sarg<?> sarg, RexCall call, RexBuilder rexBuilder) {
        List<Object> points = new ArrayList<>();
        RexNode operand = call.getOperands().get(1);
        DataType type = ExpressionTranslator.typeOf(operand);
        for (Object range : ((Sarg) sarg).rangeSet.asRanges()) {
            Object endpoint = ((Range) range).lowerEndpoint();
            RexLiteral literal = (RexLiteral) rexBuilder.makeLiteral(endpoint, operand.getType(), false, false);
            points.add(Objects.requireNonNull(LiteralValues.boxed(literal, type)));
        }
        return points;
    }
}
