package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Writes the code for expressions of one class: literals, parameters and fields itself, calls by the first translator
 * that can.
 */
final class ExpressionTranslator {
    /** In order: the generators made by hand, Weir's own functions, and Calcite's for everything else. */
    private static final List<CallTranslator> CALL_TRANSLATORS = List.of(
            new LogicTranslator(),
            new PointSets(),
            new ComparisonTranslator(),
            new ArithmeticTranslator(),
            new CastTranslator(),
            new DatetimeTranslator(),
            new TextTranslator(),
            new CollectionTranslator(),
            new JsonTranslator(),
            new ContextTranslator(),
            new FunctionTranslator(),
            new CalciteTranslator());

    private final ClassSource owner;
    private final RexBuilder rexBuilder;
    private final ExpressionSplitter splitter;
    private final boolean pairs;
    private final Map<RexNode, Outlined> outlined = new HashMap<>();
    private final Map<RexNode, Boolean> deterministic = new HashMap<>();

    /** A method for a sub-expression; {@code nullField} says after a call whether its value is null. */
    private record Outlined(String method, DataType type, String nullField) {}

    /** @param pairs whether the code is for a row of each of two batches */
    ExpressionTranslator(ClassSource owner, RexBuilder rexBuilder, boolean pairs) {
        this.owner = owner;
        this.rexBuilder = rexBuilder;
        this.splitter = new ExpressionSplitter(rexBuilder);
        this.pairs = pairs;
    }

    RexBuilder rexBuilder() {
        return rexBuilder;
    }

    /** Makes an expression fit for methods of limited size; only such may be translated. */
    RexNode prepare(RexNode node) {
        RexNode prepared = splitter.chunk(SearchExpansion.expand(node, rexBuilder));
        splitter.cut(prepared);
        return prepared;
    }

    /** Whether an expression gets a method of its own. */
    boolean isCut(RexNode node) {
        return splitter.isCut(node);
    }

    /** The weight of a prepared expression, without the parts that get methods of their own. */
    int weight(RexNode prepared) {
        return splitter.cut(prepared);
    }

    /** The parameters of a method that evaluates something for a row, or for a pair of rows. */
    String rowParameters() {
        return pairs ? "final int p0, final int p1" : "final int p0";
    }

    /** Whether an expression has one value for a row, however often it is evaluated. */
    boolean isDeterministic(RexNode node) {
        if (!(node instanceof RexCall call)) {
            return true;
        }
        Boolean known = deterministic.get(node);
        if (known == null) {
            known = call.getOperator().isDeterministic();
            for (RexNode operand : call.getOperands()) {
                known &= isDeterministic(operand);
            }
            deterministic.put(node, known);
        }
        return known;
    }

    private String rowArguments() {
        return pairs ? "p0, p1" : "p0";
    }

    Value call(RexCall call, MethodSource method) {
        return splitter.isCut(call) ? callOutlined(call, method) : inline(call, method);
    }

    private Value callOutlined(RexCall call, MethodSource method) {
        Outlined known = outlined.get(call);
        if (known == null) {
            known = outline(call);
            // One method for each use of what has another value each time: its text would be overwritten by the next
            // use.
            if (isDeterministic(call)) {
                outlined.put(call, known);
            }
        }
        JavaKind kind = JavaKind.of(known.type);
        String value = owner.newName("v");
        method.line("final " + kind.javaType() + " " + value + " = " + known.method + "(" + rowArguments() + ");");
        if (known.nullField.equals(Value.NEVER)) {
            return new Value(known.type, Value.NEVER, value);
        }
        String isNull = owner.newName("i");
        method.line("final boolean " + isNull + " = " + known.nullField + ";");
        return new Value(known.type, isNull, value);
    }

    private Outlined outline(RexCall call) {
        MethodSource inner = new MethodSource(owner, this);
        Value value = inline(call, inner);
        String method = owner.newName("m");
        String nullField = value.isNeverNull() ? Value.NEVER : owner.field("boolean", "false");
        String setNull = value.isNeverNull() ? "" : "      " + nullField + " = " + value.isNull() + ";\n";
        owner.member("  private " + value.kind().javaType() + " " + method + "(" + rowParameters() + ") {\n"
                + inner.code() + setNull + "      return " + value.code() + ";\n  }\n");
        return new Outlined(method, value.type(), nullField);
    }

    private Value inline(RexCall call, MethodSource method) {
        for (CallTranslator translator : CALL_TRANSLATORS) {
            Value value = translator.translate(call, method);
            if (value != null) {
                return value;
            }
        }
        throw new WeirException(
                ErrorCode.UNSUPPORTED_FEATURE,
                "function \"" + call.getOperator().getName() + "\" has no implementation");
    }

    Value literal(RexLiteral literal, MethodSource method) {
        DataType type = TypeMapping.toDataType(literal.getType());
        Object boxed = LiteralValues.boxed(literal, type);
        return constant(type, boxed);
    }

    /** A constant, given boxed. */
    Value constant(DataType type, @Nullable Object boxed) {
        if (boxed == null) {
            return Value.ofNull(type);
        }
        Object physical = Objects.requireNonNull(Constants.physical(type, boxed), "constant is null");
        JavaKind kind = JavaKind.of(type);
        if (owner.keepsNumbersOut() && kind.isPrimitive()) {
            String field = owner.constant(kind.boxedType(), physical, physical);
            return new Value(type, Value.NEVER, field + "." + kind.javaType() + "Value()");
        }
        // In parentheses, because a minus sign may come before it.
        String code = switch (kind) {
            case BOOLEAN -> physical.toString();
            case INT -> "(" + physical + ")";
            case LONG -> (long) physical == Long.MIN_VALUE ? "Long.MIN_VALUE" : "(" + physical + "L)";
            case DOUBLE -> doubleCode((double) physical);
            case TEXT ->
                owner.constant("Text", boxed instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : boxed, physical);
            case DECIMAL -> owner.constant("java.math.BigDecimal", physical, physical);
            case OBJECT -> owner.constant("Object", physical, physical);
        };
        Value.Wide wide = kind == JavaKind.DECIMAL && !owner.keepsNumbersOut()
                ? WideDecimals.constant((BigDecimal) physical, type)
                : null;
        return new Value(type, Value.NEVER, code, wide);
    }

    private static String doubleCode(double value) {
        if (Double.isNaN(value)) {
            return "Double.NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
        }
        return "(" + value + ")";
    }

    Value parameter(RexDynamicParam parameter, MethodSource method) {
        DataType type = TypeMapping.toDataType(parameter.getType());
        JavaKind kind = JavaKind.of(type);
        Constants.Parameter constant = new Constants.Parameter(parameter.getIndex(), type);
        String boxed = owner.constant(kind.boxedType(), constant, constant);
        return method.unbox(type, boxed);
    }

    Value fieldAccess(RexFieldAccess access, MethodSource method) {
        RexNode reference = access.getReferenceExpr();
        if (!(reference instanceof RexInputRef)
                && !(reference instanceof RexCall)
                && !(reference instanceof RexFieldAccess)) {
            throw new WeirException(ErrorCode.UNSUPPORTED_FEATURE, "correlated expression is not allowed here");
        }
        Value row = method.value(reference);
        DataType type = TypeMapping.toDataType(access.getType());
        return CollectionTranslator.element(
                method,
                row,
                type,
                "((java.util.List) %s).get(" + access.getField().getIndex() + ")");
    }

    /**
     * The type of an expression's result; that of a symbol, such as the unit of EXTRACT, counts as NULL: it is no
     * value.
     */
    static DataType typeOf(RexNode node) {
        return node.getType().getSqlTypeName() == SqlTypeName.SYMBOL
                ? DataType.of(TypeKind.NULL)
                : TypeMapping.toDataType(node.getType());
    }
}
