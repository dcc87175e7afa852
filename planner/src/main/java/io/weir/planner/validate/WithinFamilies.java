package io.weir.planner.validate;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.jspecify.annotations.Nullable;

/**
 * What is converted without a CAST, as in PostgreSQL: numbers are made wider, a date becomes a timestamp, and a literal of text takes the type of what it meets ({@code
 * day > '2026-01-01'}). Text in a column becomes nothing else, and nothing becomes text but what is joined with text by {@code ||}: a forgotten column would make a
 * UNION of names and dates, and the first name that is no number would end a job. A truth value is no number.
 */
final class WithinFamilies extends TypeCoercionImpl {
    WithinFamilies(RelDataTypeFactory typeFactory, SqlValidator validator) {
        super(typeFactory, validator);
    }

    @Override
    public @Nullable RelDataType getWiderTypeFor(List<RelDataType> types, boolean stringPromotion) {
        return super.getWiderTypeFor(types, false);
    }

    @Override
    public @Nullable RelDataType getWiderTypeForTwo(
            @Nullable RelDataType first, @Nullable RelDataType second, boolean stringPromotion) {
        return super.getWiderTypeForTwo(first, second, false);
    }

    @Override
    protected boolean binaryArithmeticWithStrings(SqlCallBinding binding, RelDataType left, RelDataType right) {
        return mayMeet(binding.operand(0), left, binding.operand(1), right)
                && super.binaryArithmeticWithStrings(binding, left, right);
    }

    @Override
    public boolean builtinFunctionCoercion(
            SqlCallBinding binding, List<RelDataType> operandTypes, List<SqlTypeFamily> expectedFamilies) {
        boolean isConcatenation = binding.getOperator().equals(SqlStdOperatorTable.CONCAT);
        for (int i = 0; i < Math.min(operandTypes.size(), expectedFamilies.size()); i++) {
            RelDataType type = operandTypes.get(i);
            SqlTypeFamily wanted = expectedFamilies.get(i);
            boolean fits = isUnknown(type) || wanted.getTypeNames().contains(type.getSqlTypeName());
            boolean becomesText = wanted == SqlTypeFamily.CHARACTER || wanted == SqlTypeFamily.STRING;
            boolean mayChange = becomesText ? isConcatenation : !isText(type) || isTextLiteral(binding.operand(i));
            if (!fits && !mayChange) {
                return false;
            }
        }
        return super.builtinFunctionCoercion(binding, operandTypes, expectedFamilies);
    }

    /** Calcite takes text and number for comparable, so what it leaves to coercion has to be refused here. */
    @Override
    public boolean binaryComparisonCoercion(SqlCallBinding binding) {
        for (int i = 1; i < binding.getOperandCount(); i++) {
            check(
                    binding,
                    binding.operand(0),
                    binding.getOperandType(0),
                    binding.operand(i),
                    binding.getOperandType(i));
        }
        return super.binaryComparisonCoercion(binding);
    }

    @Override
    public boolean inOperationCoercion(SqlCallBinding binding) {
        SqlNode left = binding.operand(0);
        SqlNode right = binding.operand(1);
        if (right instanceof SqlNodeList list) {
            for (SqlNode value : list) {
                SqlValidatorScope scope = binding.getScope();
                check(binding, left, binding.getOperandType(0), value, validator.deriveType(scope, value));
            }
        } else {
            check(binding, left, binding.getOperandType(0), right, binding.getOperandType(1));
        }
        return super.inOperationCoercion(binding);
    }

    private static void check(
            SqlCallBinding binding, SqlNode left, RelDataType leftType, SqlNode right, RelDataType rightType) {
        if (leftType.isStruct() && rightType.isStruct()) {
            for (int i = 0; i < Math.min(leftType.getFieldCount(), rightType.getFieldCount()); i++) {
                RelDataType leftField = leftType.getFieldList().get(i).getType();
                RelDataType rightField = rightType.getFieldList().get(i).getType();
                check(binding, field(left, i), leftField, field(right, i), rightField);
            }
            return;
        }
        if (rightType.isStruct() && rightType.getFieldCount() == 1) {
            check(
                    binding,
                    left,
                    leftType,
                    right,
                    rightType.getFieldList().get(0).getType());
        } else if (!mayMeet(left, leftType, right, rightType)) {
            String operator = binding.getOperator().getName().replace(" ASYMMETRIC", "");
            String types = leftType.getSqlTypeName().getName() + " " + operator + " "
                    + rightType.getSqlTypeName().getName();
            throw Names.at(
                    new WeirException(ErrorCode.TYPE_MISMATCH, operator + " does not take the types in " + types)
                            .withHint(ValidatorMessages.CAST_HINT),
                    binding.getCall().getParserPosition());
        }
    }

    private static boolean mayMeet(SqlNode left, RelDataType leftType, SqlNode right, RelDataType rightType) {
        boolean isLiteral = isText(leftType) != isText(rightType) && isTextLiteral(isText(leftType) ? left : right);
        return isLiteral || mayMeet(leftType, rightType);
    }

    /** Whether columns of these types can be compared. */
    static boolean mayMeet(RelDataType leftType, RelDataType rightType) {
        if (isUnknown(leftType) || isUnknown(rightType)) {
            return true;
        }
        if (isText(leftType) != isText(rightType)) {
            return false;
        }
        boolean hasNumber = SqlTypeUtil.isNumeric(leftType) || SqlTypeUtil.isNumeric(rightType);
        boolean hasTruth = SqlTypeUtil.isBoolean(leftType) || SqlTypeUtil.isBoolean(rightType);
        return !hasNumber || !hasTruth;
    }

    private static SqlNode field(SqlNode row, int index) {
        return row.getKind() == SqlKind.ROW ? ((SqlCall) row).operand(index) : row;
    }

    private static boolean isUnknown(RelDataType type) {
        SqlTypeName name = type.getSqlTypeName();
        return name == SqlTypeName.NULL || name == SqlTypeName.ANY || name == SqlTypeName.UNKNOWN;
    }

    private static boolean isText(RelDataType type) {
        return SqlTypeUtil.inCharFamily(type);
    }

    private static boolean isTextLiteral(SqlNode node) {
        return node instanceof SqlLiteral literal && SqlTypeName.CHAR_TYPES.contains(literal.getTypeName());
    }
}
