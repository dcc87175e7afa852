package io.weir.planner.expression;

import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Values of columns that are written: as a cast, but text that is too long is an error (22001) unless what goes beyond
 * is blanks, while CAST cuts it off.
 */
public final class Assignment {
    /** For plans only; no statement can call it. */
    /** Its first argument, if that is no longer than its second says. */
    static final SqlFunction FITTING_TEXT = SqlBasicFunction.create(
            "FITTING_TEXT", ReturnTypes.ARG0_NULLABLE, OperandTypes.STRING_INTEGER, SqlFunctionCategory.STRING);

    private Assignment() {}

    /** @param wanted the column's type, nullable if the value is */
    public static RexNode of(RexNode value, RelDataType wanted, RexBuilder rexBuilder) {
        RelDataType given = value.getType();
        if (given.equals(wanted)) {
            return value;
        }
        boolean isText = SqlTypeUtil.isCharacter(given) && SqlTypeUtil.isCharacter(wanted);
        RexNode fitting = isText && isLonger(given, wanted) ? fitting(value, wanted, rexBuilder) : value;
        return fitting.getType().equals(wanted) ? fitting : rexBuilder.makeCast(wanted, fitting, true, false);
    }

    private static boolean isLonger(RelDataType given, RelDataType wanted) {
        int most = wanted.getPrecision();
        return most >= 0 && (given.getPrecision() < 0 || given.getPrecision() > most);
    }

    private static RexNode fitting(RexNode value, RelDataType wanted, RexBuilder rexBuilder) {
        RelDataTypeFactory types = rexBuilder.getTypeFactory();
        RelDataType type = types.createTypeWithNullability(
                types.createSqlType(SqlTypeName.VARCHAR, wanted.getPrecision()),
                value.getType().isNullable());
        RexNode length = rexBuilder.makeExactLiteral(BigDecimal.valueOf(wanted.getPrecision()));
        return rexBuilder.makeCall(type, FITTING_TEXT, List.of(value, length));
    }
}
