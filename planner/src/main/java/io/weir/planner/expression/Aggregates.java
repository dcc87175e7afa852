package io.weir.planner.expression;

import java.util.Map;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.util.Optionality;

/**
 * Aggregate functions in the place of Calcite's, which call the result NOT NULL if the argument is. Over no rows it is
 * NULL: code that was generated for NOT NULL would fail on it.
 */
final class Aggregates {
    private static final SqlBasicAggFunction ARRAY_AGG = collecting(
                    SqlKind.ARRAY_AGG,
                    ReturnTypes.andThen(ReturnTypes::stripOrderBy, nullableIfEmpty(ReturnTypes.TO_ARRAY_NULLABLE)))
            .withSyntax(SqlSyntax.ORDERED_FUNCTION)
            .withAllowsNullTreatment(true);

    private static final SqlBasicAggFunction COLLECT = collecting(
                    SqlKind.COLLECT, nullableIfEmpty(ReturnTypes.TO_MULTISET))
            .withGroupOrder(Optionality.OPTIONAL);

    private static final SqlBasicAggFunction LISTAGG = SqlBasicAggFunction.create(
                    SqlKind.LISTAGG,
                    nullableIfEmpty(ReturnTypes.ARG0_NULLABLE),
                    OperandTypes.STRING.or(OperandTypes.STRING_STRING))
            .withFunctionType(SqlFunctionCategory.SYSTEM)
            .withGroupOrder(Optionality.OPTIONAL);

    private static final Map<String, SqlBasicAggFunction> BY_NAME =
            Map.of("ARRAY_AGG", ARRAY_AGG, "COLLECT", COLLECT, "LISTAGG", LISTAGG);

    private Aggregates() {}

    /** Weir's own in the place of an operator of Calcite; the operator itself if there is none. */
    static SqlOperator inPlaceOf(SqlOperator operator) {
        SqlOperator own = BY_NAME.get(operator.getName());
        return own == null ? operator : own;
    }

    private static SqlBasicAggFunction collecting(SqlKind kind, SqlReturnTypeInference type) {
        return SqlBasicAggFunction.create(kind, type, OperandTypes.ANY).withFunctionType(SqlFunctionCategory.SYSTEM);
    }

    private static SqlReturnTypeInference nullableIfEmpty(SqlReturnTypeInference type) {
        SqlReturnTypeInference nullable = type.andThen(SqlTypeTransforms.FORCE_NULLABLE);
        return binding -> (binding.hasEmptyGroup() || binding.hasFilter() ? nullable : type).inferReturnType(binding);
    }
}
