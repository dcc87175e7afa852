package io.weir.planner.expression;

import static java.util.Objects.requireNonNull;
import static org.apache.calcite.util.Static.RESOURCE;

import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql2rel.SqlRexContext;

/**
 * TIMESTAMPDIFF in the place of Calcite's, which counts weeks and all below a second in an INTEGER of whole seconds.
 * Here fractions count, and what is less than a second is a BIGINT.
 */
public final class TimestampDiff extends SqlFunction {
    static final TimestampDiff INSTANCE = new TimestampDiff();

    private TimestampDiff() {
        super(
                "TIMESTAMPDIFF",
                SqlKind.TIMESTAMP_DIFF,
                TimestampDiff::type,
                null,
                SqlStdOperatorTable.TIMESTAMP_DIFF.getOperandTypeChecker(),
                SqlFunctionCategory.TIMEDATE);
    }

    private static RelDataType type(SqlOperatorBinding binding) {
        TimeUnit unit = binding.getOperandLiteralValue(0, TimeUnit.class);
        boolean isFine = unit == TimeUnit.MILLISECOND || unit == TimeUnit.MICROSECOND || unit == TimeUnit.NANOSECOND;
        RelDataTypeFactory factory = binding.getTypeFactory();
        return factory.createTypeWithNullability(
                factory.createSqlType(isFine ? SqlTypeName.BIGINT : SqlTypeName.INTEGER),
                binding.getOperandType(1).isNullable()
                        || binding.getOperandType(2).isNullable());
    }

    static SqlOperator inPlaceOf(SqlOperator operator) {
        return operator.equals(SqlStdOperatorTable.TIMESTAMP_DIFF) ? INSTANCE : operator;
    }

    /** A call as the parser makes it, of this function. */
    static SqlCall resolve(SqlCall call) {
        if (call instanceof SqlBasicCall basic) {
            SqlOperator own = inPlaceOf(call.getOperator());
            if (own.equals(INSTANCE)) {
                basic.setOperator(own);
            }
        }
        return call;
    }

    @Override
    public void validateCall(
            SqlCall call, SqlValidator validator, SqlValidatorScope scope, SqlValidatorScope operandScope) {
        super.validateCall(call, validator, scope, operandScope);
        SqlIntervalQualifier unit = call.operand(0);
        validator.validateTimeFrame(unit);
        if (unit.timeFrameName == null && unit.timeUnitRange.startUnit.multiplier == null) {
            throw validator.newValidationError(
                    unit, RESOURCE.invalidTimeFrameInOperation(unit.timeUnitRange.toString(), getName()));
        }
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        return SqlStdOperatorTable.TIMESTAMP_DIFF.checkOperandTypes(binding, throwOnFailure);
    }

    /** As a row expression: the unit as a symbol, then the times. */
    public static RexNode convert(SqlRexContext context, SqlCall call) {
        SqlIntervalQualifier unit = call.operand(0);
        return context.getRexBuilder()
                .makeCall(
                        context.getValidator().getValidatedNodeType(call),
                        INSTANCE,
                        List.of(
                                context.getRexBuilder()
                                        .makeFlag(requireNonNull(
                                                context.getValidator()
                                                        .validateTimeFrame(unit)
                                                        .unit(),
                                                "a time frame has no unit")),
                                context.convertExpression(call.operand(1)),
                                context.convertExpression(call.operand(2))));
    }
}
