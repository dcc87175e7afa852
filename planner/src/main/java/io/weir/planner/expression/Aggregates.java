package io.weir.planner.expression;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.util.Optionality;

/**
 * Aggregate functions in the place of Calcite's, which call the result NOT NULL if the argument is. Over no rows it is
 * NULL, and so is what wants two rows over one: code that was generated for NOT NULL would fail on it, or take it for 0.
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

    /** One function of two names, to Calcite too: it would make a LISTAGG of its own of its STRING_AGG. */
    private static final List<SqlBasicAggFunction> JOINED_TEXT =
            List.of(joinedText("LISTAGG"), joinedText("STRING_AGG"));

    private static final List<SqlBasicAggFunction> OF_SAMPLES = List.of(
            ofSample("VAR_SAMP", SqlKind.VAR_SAMP),
            ofSample("VARIANCE", SqlKind.VAR_SAMP),
            SqlBasicAggFunction.create(
                    SqlKind.COVAR_SAMP,
                    ReturnTypes.COVAR_REGR_FUNCTION.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                    OperandTypes.NUMERIC_NUMERIC));

    /** Of fewer rows than it counts to it is NULL. */
    private static final SqlBasicAggFunction NTH_VALUE = SqlBasicAggFunction.create(
                    SqlKind.NTH_VALUE,
                    ReturnTypes.ARG0.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                    OperandTypes.ANY_NUMERIC)
            .withOver(true)
            .withAllowsNullTreatment(true);

    private static final Map<String, SqlBasicAggFunction> BY_NAME = Stream.of(
                    List.of(ARRAY_AGG, COLLECT, NTH_VALUE), JOINED_TEXT, OF_SAMPLES)
            .flatMap(List::stream)
            .collect(Collectors.toMap(SqlBasicAggFunction::getName, Function.identity()));

    private Aggregates() {}

    /** Weir's own in the place of an operator of Calcite; the operator itself if there is none. */
    static SqlOperator inPlaceOf(SqlOperator operator) {
        SqlOperator own = BY_NAME.get(operator.getName());
        return own == null ? operator : own;
    }

    /**
     * A call as the parser makes it, of Weir's own function where there is one. The parser has operators of Calcite in
     * its grammar, and looks them up by no name.
     *
     * <pre>STRING_AGG(x, s ORDER BY y)   ->   STRING_AGG(x, s) WITHIN GROUP (ORDER BY y)</pre>
     */
    static SqlCall resolve(SqlCall call) {
        boolean isOfGrammar = call.getOperator().equals(SqlLibraryOperators.STRING_AGG)
                || call.getOperator().equals(SqlLibraryOperators.ARRAY_AGG);
        if (!isOfGrammar || !(call instanceof SqlBasicCall basic)) {
            return call;
        }
        basic.setOperator(inPlaceOf(call.getOperator()));
        List<SqlNode> operands = call.getOperandList();
        if (call.getKind() == SqlKind.ARRAY_AGG || !(operands.get(operands.size() - 1) instanceof SqlNodeList order)) {
            return call;
        }
        SqlCall unordered = call.getOperator()
                .createCall(
                        call.getFunctionQuantifier(),
                        call.getParserPosition(),
                        operands.subList(0, operands.size() - 1));
        return SqlStdOperatorTable.WITHIN_GROUP.createCall(call.getParserPosition(), unordered, order);
    }

    private static SqlBasicAggFunction collecting(SqlKind kind, SqlReturnTypeInference type) {
        return SqlBasicAggFunction.create(kind, type, OperandTypes.ANY).withFunctionType(SqlFunctionCategory.SYSTEM);
    }

    private static SqlBasicAggFunction joinedText(String name) {
        return SqlBasicAggFunction.create(
                        name,
                        SqlKind.LISTAGG,
                        nullableIfEmpty(ReturnTypes.ARG0_NULLABLE),
                        OperandTypes.STRING.or(OperandTypes.STRING_STRING))
                .withFunctionType(SqlFunctionCategory.SYSTEM)
                .withGroupOrder(Optionality.OPTIONAL);
    }

    private static SqlBasicAggFunction ofSample(String name, SqlKind kind) {
        return SqlBasicAggFunction.create(
                name,
                kind,
                ReturnTypes.AVG_AGG_FUNCTION.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                OperandTypes.NUMERIC);
    }

    private static SqlReturnTypeInference nullableIfEmpty(SqlReturnTypeInference type) {
        SqlReturnTypeInference nullable = type.andThen(SqlTypeTransforms.FORCE_NULLABLE);
        return binding -> (binding.hasEmptyGroup() || binding.hasFilter() ? nullable : type).inferReturnType(binding);
    }
}
