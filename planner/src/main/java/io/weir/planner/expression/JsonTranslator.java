package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlJsonEmptyOrError;
import org.apache.calcite.sql.SqlJsonValueEmptyOrErrorBehavior;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * JSON_VALUE with another type than text: the text that it gives, cast. What the type does not take is an error of the
 * function, for which ON ERROR says what becomes of it; Calcite would take one Java class for another.
 */
final class JsonTranslator implements CallTranslator {

    @Override
    public @Nullable Value translate(RexCall call, MethodSource method) {
        return call.getOperator().equals(SqlStdOperatorTable.JSON_VALUE) && !SqlTypeUtil.inCharFamily(call.getType())
                ? value(call, method)
                : null;
    }

    /** What happens in one of the two cases, and the value of DEFAULT. */
    private record Behavior(
            SqlJsonValueEmptyOrErrorBehavior kind, @Nullable RexNode value) {

        /** The last words before ON EMPTY or ON ERROR; NULL if there are none. */
        static Behavior of(RexCall call, SqlJsonEmptyOrError wanted) {
            List<RexNode> operands = call.getOperands();
            for (int i = 3; i < operands.size(); i++) {
                if (symbol(operands.get(i)) == wanted) {
                    Object before = symbol(operands.get(i - 1));
                    return before instanceof SqlJsonValueEmptyOrErrorBehavior kind
                            ? new Behavior(kind, null)
                            : new Behavior(SqlJsonValueEmptyOrErrorBehavior.DEFAULT, operands.get(i - 1));
                }
            }
            return new Behavior(SqlJsonValueEmptyOrErrorBehavior.NULL, null);
        }

        private static @Nullable Object symbol(RexNode operand) {
            return operand instanceof RexLiteral literal && literal.getTypeName() == SqlTypeName.SYMBOL
                    ? literal.getValue()
                    : null;
        }
    }

    private static Value value(RexCall call, MethodSource method) {
        Behavior onEmpty = Behavior.of(call, SqlJsonEmptyOrError.EMPTY);
        Behavior onError = Behavior.of(call, SqlJsonEmptyOrError.ERROR);
        DataType type = ExpressionTranslator.typeOf(call);
        // Errors of the arguments are not the function's.
        call.getOperands().subList(0, 2).forEach(method::value);
        if (onEmpty.kind() == SqlJsonValueEmptyOrErrorBehavior.ERROR) {
            Value unused = method.value(text(call, onEmpty, SqlJsonValueEmptyOrErrorBehavior.NULL, method));
        }
        Behavior known = onEmpty.kind() == SqlJsonValueEmptyOrErrorBehavior.ERROR
                ? new Behavior(SqlJsonValueEmptyOrErrorBehavior.NULL, null)
                : onEmpty;
        RexNode text = text(call, known, SqlJsonValueEmptyOrErrorBehavior.ERROR, method);
        if (onError.kind() == SqlJsonValueEmptyOrErrorBehavior.ERROR) {
            return CastTranslator.cast(method, method.value(text), type);
        }
        Value result = method.declare(type, true);
        method.open("try");
        method.assign(result, CastTranslator.cast(method, method.value(text), type));
        method.close();
        method.open("catch (RuntimeException " + method.newName("e") + ")");
        RexNode instead = onError.value();
        if (instead == null) {
            method.line(result.isNull() + " = true;");
        } else {
            method.assign(result, CastTranslator.cast(method, method.value(instead), type));
        }
        method.close();
        return result;
    }

    /** The same call that gives text. */
    private static RexNode text(
            RexCall call, Behavior onEmpty, SqlJsonValueEmptyOrErrorBehavior onError, MethodSource method) {
        RexBuilder rexBuilder = method.translator().rexBuilder();
        RelDataTypeFactory typeFactory = rexBuilder.getTypeFactory();
        RelDataType varchar =
                typeFactory.createTypeWithNullability(typeFactory.createSqlType(SqlTypeName.VARCHAR), true);
        List<RexNode> operands = new ArrayList<>(call.getOperands().subList(0, 2));
        operands.add(rexBuilder.makeFlag(onEmpty.kind()));
        if (onEmpty.value() != null) {
            operands.add(rexBuilder.makeCast(varchar, onEmpty.value()));
        }
        operands.add(rexBuilder.makeFlag(SqlJsonEmptyOrError.EMPTY));
        operands.add(rexBuilder.makeFlag(onError));
        operands.add(rexBuilder.makeFlag(SqlJsonEmptyOrError.ERROR));
        return rexBuilder.makeCall(varchar, SqlStdOperatorTable.JSON_VALUE, operands);
    }
}
