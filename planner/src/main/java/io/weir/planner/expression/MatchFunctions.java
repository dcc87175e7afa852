package io.weir.planner.expression;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * What MATCH_RECOGNIZE has and Calcite refuses there, in functions that it does not know: between the parser and the
 * plan, never written by a user.
 */
public final class MatchFunctions {
    /** {@code PREV(column, n)} in a measure. */
    public static final SqlOperator PREV = new Own("PREV");

    /** {@code NEXT(column, n)} in a measure. */
    public static final SqlOperator NEXT = new Own("NEXT");

    /** Around the first argument of an aggregate with DISTINCT. */
    public static final SqlOperator DISTINCT = new Own("DISTINCT");

    /** {@code MATCH_ROWTIME()}, of the column that ORDER BY begins with. */
    public static final SqlOperator ROWTIME = new Own("MATCH_ROWTIME");

    /** Around a measure: NULL for a row that belongs to no match. */
    public static final SqlOperator IF_MATCHED = new Own("IF_MATCHED");

    /** {@code SHOWN(TRUE, 'OMIT_EMPTY_MATCHES')}, as one more condition: which rows ALL ROWS PER MATCH shows. */
    public static final SqlOperator SHOWN = new Own("SHOWN");

    private MatchFunctions() {}

    /** Its type is that of its first argument, and NULL. It is in no table of functions, and not looked for in one. */
    private static final class Own extends SqlFunction {
        Own(String name) {
            super(
                    name,
                    SqlKind.OTHER_FUNCTION,
                    ReturnTypes.ARG0.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                    null,
                    OperandTypes.VARIADIC,
                    SqlFunctionCategory.SYSTEM);
        }

        @Override
        public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
            for (SqlNode operand : call.getOperandList()) {
                RelDataType unused = validator.deriveType(scope, operand);
            }
            return validateOperands(validator, scope, call);
        }
    }
}
