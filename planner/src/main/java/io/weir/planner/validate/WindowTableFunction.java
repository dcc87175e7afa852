package io.weir.planner.validate;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlWindowTableFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * TUMBLE, HOP, CUMULATE and SESSION. They differ from Calcite's in that there is CUMULATE, in the third column that
 * they add, {@code window_time} (the last instant of the window, and the event time of its result), and in their
 * messages.
 */
public final class WindowTableFunction extends SqlWindowTableFunction {
    public static final String WINDOW_START = "window_start";
    public static final String WINDOW_END = "window_end";
    public static final String WINDOW_TIME = "window_time";

    public static final WindowTableFunction TUMBLE =
            new WindowTableFunction("TUMBLE", 3, "DATA", "TIMECOL", "SIZE", "OFFSET");
    public static final WindowTableFunction HOP =
            new WindowTableFunction("HOP", 4, "DATA", "TIMECOL", "SLIDE", "SIZE", "OFFSET");
    public static final WindowTableFunction CUMULATE =
            new WindowTableFunction("CUMULATE", 4, "DATA", "TIMECOL", "STEP", "SIZE", "OFFSET");
    /** The parser has rewritten PARTITION BY to the key descriptor. */
    public static final WindowTableFunction SESSION =
            new WindowTableFunction("SESSION", 3, "DATA", "TIMECOL", "KEY", "SIZE");

    private WindowTableFunction(String name, int required, String... parameters) {
        super(name, new Operands(name, required, List.of(parameters)));
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return WindowTableFunction::rowType;
    }

    private static RelDataType rowType(SqlOperatorBinding binding) {
        RelDataType input = binding.getOperandType(0);
        RelDataTypeFactory factory = binding.getTypeFactory();
        SqlCall descriptor = ((SqlCallBinding) binding).operand(1) instanceof SqlCall call ? call : null;
        RelDataTypeField time = descriptor == null ? null : column(input, (SqlIdentifier) descriptor.operand(0));
        RelDataType type = time == null ? factory.createSqlType(SqlTypeName.TIMESTAMP, 3) : time.getType();
        RelDataType edge = factory.createTypeWithNullability(type, false);
        return factory.builder()
                .kind(input.getStructKind())
                .addAll(input.getFieldList())
                .add(WINDOW_START, edge)
                .add(WINDOW_END, edge)
                .add(WINDOW_TIME, edge)
                .build();
    }

    private static RelDataTypeField column(RelDataType table, SqlIdentifier name) {
        RelDataTypeField field = table.getField(name.getSimple(), false, false);
        if (field == null) {
            WeirException unknown = new WeirException(
                            ErrorCode.UNKNOWN_COLUMN, "the windowed table has no column \"" + name.getSimple() + "\"")
                    .withDetail(Names.columns(table.getFieldNames()));
            String hint = NearestName.hint(name.getSimple(), table.getFieldNames());
            throw Names.at(hint.isEmpty() ? unknown : unknown.withHint(hint), name.getParserPosition());
        }
        return field;
    }

    /** How the function is called. */
    private record Operands(String function, int required, List<String> paramNames) implements SqlOperandMetadata {
        @Override
        public List<RelDataType> paramTypes(RelDataTypeFactory typeFactory) {
            return Collections.nCopies(paramNames.size(), typeFactory.createSqlType(SqlTypeName.ANY));
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.between(required, paramNames.size());
        }

        @Override
        public boolean isOptional(int operand) {
            return operand >= required;
        }

        @Override
        public boolean checkOperandTypes(SqlCallBinding call, boolean throwOnFailure) {
            RelDataType table = call.getValidator().getValidatedNodeType(call.operand(0));
            if (table.getSqlTypeName() != SqlTypeName.ROW) {
                throw wrong(call.operand(0));
            }
            timeColumn(call, table);
            int next = 2;
            if (function.equals("SESSION") && isDescriptor(call.operand(2))) {
                for (SqlNode key : ((SqlCall) call.operand(2)).getOperandList()) {
                    column(table, identifier(key));
                }
                next = 3;
            }
            if (call.getOperandCount() <= next) {
                throw wrong(call.getCall());
            }
            for (int i = next; i < call.getOperandCount(); i++) {
                SqlNode operand = call.operand(i);
                if (!SqlTypeUtil.isInterval(call.getValidator().getValidatedNodeType(operand))) {
                    throw wrong(operand);
                }
            }
            return true;
        }

        private void timeColumn(SqlCallBinding call, RelDataType table) {
            if (!isDescriptor(call.operand(1))) {
                throw wrong(call.operand(1));
            }
            SqlIdentifier name = identifier(((SqlCall) call.operand(1)).operand(0));
            RelDataTypeField field = column(table, name);
            SqlTypeName type = field.getType().getSqlTypeName();
            if (type != SqlTypeName.TIMESTAMP && type != SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE) {
                throw Names.at(
                        new WeirException(
                                ErrorCode.TYPE_MISMATCH,
                                function + " wants a TIMESTAMP column, \"" + field.getName() + "\" is "
                                        + Names.type(field.getType())),
                        name.getParserPosition());
            }
        }

        private static boolean isDescriptor(SqlNode operand) {
            return operand.getKind() == SqlKind.DESCRIPTOR && ((SqlCall) operand).operandCount() > 0;
        }

        private SqlIdentifier identifier(SqlNode node) {
            if (node instanceof SqlIdentifier identifier && identifier.isSimple()) {
                return identifier;
            }
            throw wrong(node);
        }

        private WeirException wrong(SqlNode operand) {
            SqlParserPos position = operand.getParserPosition();
            return Names.at(
                    new WeirException(ErrorCode.VALIDATION_ERROR, "argument of " + function + " is not what it wants")
                            .withDetail("It is called as " + signature() + "."),
                    position);
        }

        private String signature() {
            return switch (function) {
                case "TUMBLE" -> "TUMBLE(TABLE t, DESCRIPTOR(time), size [, offset]), size and offset being intervals";
                case "HOP" -> "HOP(TABLE t, DESCRIPTOR(time), slide, size [, offset]), the last three being intervals";
                case "CUMULATE" ->
                    "CUMULATE(TABLE t, DESCRIPTOR(time), step, max size [, offset]), the last three being intervals";
                default -> "SESSION(TABLE t [PARTITION BY key, ...], DESCRIPTOR(time), gap), gap being an interval";
            };
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return signature();
        }
    }
}
