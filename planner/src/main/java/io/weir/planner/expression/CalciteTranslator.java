package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.RexToLixTranslator;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.ClassDeclaration;
import org.apache.calcite.linq4j.tree.ClassDeclarationFinder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.MemberDeclaration;
import org.apache.calcite.linq4j.tree.ParameterExpression;
import org.apache.calcite.linq4j.tree.Primitive;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.sql.SqlGroupedWindowFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.jspecify.annotations.Nullable;

/**
 * Calls of all other functions, by the code that Calcite's own generator writes for them: a nested static class with
 * one method, called with boxed arguments. Slower than the hand-made ones, and times are in milliseconds there.
 *
 * <p>Only the call itself is given to Calcite. Its arguments are evaluated by us and are parameters of the method, text
 * literals too, so that no text of the user's gets into the source; only numbers and symbols (units, flags) are written
 * out.
 */
final class CalciteTranslator implements CallTranslator {

    @Override
    public @Nullable Value translate(RexCall call, MethodSource method) {
        RexBuilder rexBuilder = method.translator().rexBuilder();
        JavaTypeFactory typeFactory = (JavaTypeFactory) rexBuilder.getTypeFactory();
        List<RexNode> operands = new ArrayList<>();
        List<ParameterExpression> parameters = new ArrayList<>();
        List<Value> arguments = new ArrayList<>();
        RelDataTypeFactory.Builder rowType = typeFactory.builder();
        for (RexNode given : call.getOperands()) {
            RexNode operand = shown(given, call, rexBuilder);
            if (isWrittenOut(operand)) {
                operands.add(operand);
                continue;
            }
            RelDataType type = typeFactory.createTypeWithNullability(operand.getType(), true);
            int index = parameters.size();
            operands.add(rexBuilder.makeInputRef(type, index));
            parameters.add(Expressions.parameter(javaClass(type, typeFactory), "a" + index));
            arguments.add(method.value(operand));
            rowType.add("a" + index, type);
        }
        RelDataType resultType = typeFactory.createTypeWithNullability(call.getType(), true);
        RexNode generic = call.clone(resultType, operands);
        String name = method.newName("F");
        method.owner().member(source(name, generic, rowType.build(), parameters, rexBuilder, typeFactory));
        return invoke(name, parameters, arguments, ExpressionTranslator.typeOf(call), method);
    }

    /** Calcite's functions that make text know no instants: what the session's clock shows is what they see. */
    private static RexNode shown(RexNode operand, RexCall call, RexBuilder rexBuilder) {
        boolean isShown = operand.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE
                && SqlTypeUtil.inCharFamily(call.getType());
        if (!isShown) {
            return operand;
        }
        RelDataTypeFactory typeFactory = rexBuilder.getTypeFactory();
        RelDataType timestamp = typeFactory.createTypeWithNullability(
                typeFactory.createSqlType(
                        SqlTypeName.TIMESTAMP, operand.getType().getPrecision()),
                operand.getType().isNullable());
        return rexBuilder.makeCast(timestamp, operand, true, false);
    }

    private static boolean isWrittenOut(RexNode operand) {
        if (!(operand instanceof RexLiteral literal)) {
            return false;
        }
        SqlTypeName type = literal.getTypeName();
        return literal.isNull()
                || type == SqlTypeName.SYMBOL
                || type == SqlTypeName.BOOLEAN
                || SqlTypeUtil.isIntType(literal.getType());
    }

    private static WeirException withoutImplementation(SqlOperator function, RuntimeException cause) {
        if (function instanceof SqlGroupedWindowFunction) {
            String window = function.getName().replace("$", "").replaceFirst("_.*", "");
            return new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE, "GROUP BY " + window + "(...) is not supported", cause)
                    .withHint("Write it as a window function: FROM TABLE(" + window
                            + "(TABLE t, DESCRIPTOR(ts), ...)) GROUP BY window_start, window_end.");
        }
        return new WeirException(
                ErrorCode.UNSUPPORTED_FEATURE,
                "function \"" + function.getName() + "\" has no implementation for these arguments",
                cause);
    }

    private static Type javaClass(RelDataType type, JavaTypeFactory typeFactory) {
        return type.isStruct() ? Object[].class : typeFactory.getJavaClass(type);
    }

    private static String source(
            String name,
            RexNode call,
            RelDataType rowType,
            List<ParameterExpression> parameters,
            RexBuilder rexBuilder,
            JavaTypeFactory typeFactory) {
        BlockBuilder block = new BlockBuilder();
        ParameterExpression root = DataContext.ROOT;
        try {
            RexProgram program = RexProgram.create(rowType, List.of(call), null, List.of("result"), rexBuilder);
            Expression result = RexToLixTranslator.translateProjects(
                            program,
                            typeFactory,
                            SqlConformanceEnum.DEFAULT,
                            block,
                            null,
                            root,
                            (list, index, storageType) -> parameters.get(index),
                            null)
                    .get(0);
            block.add(Expressions.return_(null, Primitive.is(result.getType()) ? Expressions.box(result) : result));
        } catch (RuntimeException e) {
            throw withoutImplementation(((RexCall) call).getOperator(), e);
        }
        List<ParameterExpression> all = new ArrayList<>();
        all.add(root);
        all.addAll(parameters);
        MemberDeclaration apply =
                Expressions.methodDecl(Modifier.PUBLIC | Modifier.STATIC, Object.class, "apply", all, block.toBlock());
        ClassDeclaration declaration = Expressions.classDecl(
                Modifier.PUBLIC | Modifier.STATIC, name, null, List.of(), new ArrayList<>(List.of(apply)));
        // Moves function objects such as compiled patterns' caches to static fields: made once, not for every row.
        ClassDeclaration optimized = (ClassDeclaration) declaration.accept(ClassDeclarationFinder.create());
        return Expressions.toString(List.of(optimized), "\n", false);
    }

    private static Value invoke(
            String name,
            List<ParameterExpression> parameters,
            List<Value> arguments,
            DataType type,
            MethodSource method) {
        StringBuilder call = new StringBuilder(name + ".apply(state");
        for (int i = 0; i < arguments.size(); i++) {
            Value argument = arguments.get(i);
            String dataType = method.owner().constant("io.weir.spi.data.DataType", argument.type(), argument.type());
            String javaClass = ((Class<?>) parameters.get(i).getType()).getCanonicalName();
            call.append(", (").append(javaClass).append(") CalciteValues.toCalcite(");
            call.append(CollectionTranslator.boxed(argument))
                    .append(", ")
                    .append(dataType)
                    .append(')');
        }
        String resultType = method.owner().constant("io.weir.spi.data.DataType", type, type);
        String object = method.newName("b");
        method.line("final Object " + object + " = CalciteValues.fromCalcite(" + call + "), " + resultType + ");");
        return CollectionTranslator.unboxed(method, type, object);
    }
}
