package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.expression.TypeMapping;
import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.aggregate.AggregateCall.Kind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Calcite's aggregate calls as the runtime's. */
final class AggregateCalls {
    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("COUNT", Kind.COUNT),
            Map.entry("SUM", Kind.SUM),
            Map.entry("$SUM0", Kind.SUM0),
            Map.entry("SUM0", Kind.SUM0),
            Map.entry("AVG", Kind.AVG),
            Map.entry("MIN", Kind.MIN),
            Map.entry("MAX", Kind.MAX),
            Map.entry("ANY_VALUE", Kind.ANY_VALUE),
            Map.entry("SINGLE_VALUE", Kind.SINGLE_VALUE),
            Map.entry("FIRST_VALUE", Kind.FIRST_VALUE),
            Map.entry("LAST_VALUE", Kind.LAST_VALUE),
            Map.entry("EVERY", Kind.BOOL_AND),
            Map.entry("BOOL_AND", Kind.BOOL_AND),
            Map.entry("LOGICAL_AND", Kind.BOOL_AND),
            Map.entry("SOME", Kind.BOOL_OR),
            Map.entry("BOOL_OR", Kind.BOOL_OR),
            Map.entry("LOGICAL_OR", Kind.BOOL_OR),
            Map.entry("BIT_AND", Kind.BIT_AND),
            Map.entry("BIT_OR", Kind.BIT_OR),
            Map.entry("BIT_XOR", Kind.BIT_XOR),
            Map.entry("VAR_POP", Kind.VAR_POP),
            Map.entry("VAR_SAMP", Kind.VAR_SAMP),
            Map.entry("VARIANCE", Kind.VAR_SAMP),
            Map.entry("STDDEV_POP", Kind.STDDEV_POP),
            Map.entry("STDDEV_SAMP", Kind.STDDEV_SAMP),
            Map.entry("STDDEV", Kind.STDDEV_SAMP),
            Map.entry("COVAR_POP", Kind.COVAR_POP),
            Map.entry("COVAR_SAMP", Kind.COVAR_SAMP),
            Map.entry("REGR_COUNT", Kind.REGR_COUNT),
            Map.entry("REGR_SXX", Kind.REGR_SXX),
            Map.entry("REGR_SYY", Kind.REGR_SYY),
            Map.entry("LISTAGG", Kind.LISTAGG),
            Map.entry("STRING_AGG", Kind.LISTAGG),
            Map.entry("ARRAY_AGG", Kind.ARRAY_AGG),
            Map.entry("COLLECT", Kind.ARRAY_AGG),
            Map.entry("MODE", Kind.MODE));

    private AggregateCalls() {}

    /** @param input what the call's arguments are columns of */
    static io.weir.runtime.operator.aggregate.AggregateCall of(AggregateCall call, StreamRel input) {
        Kind kind = kind(call.getAggregation().getName());
        List<Integer> arguments = new ArrayList<>(call.getArgList());
        List<Object> literals = new ArrayList<>();
        if (kind == Kind.LISTAGG) {
            literals.add(arguments.size() > 1 ? separator(input, arguments.remove(1)) : ",");
        }
        return new io.weir.runtime.operator.aggregate.AggregateCall(
                kind,
                arguments,
                arguments.stream().map(input::type).toList(),
                call.filterArg,
                call.isDistinct(),
                sortKeys(call.collation, input),
                TypeMapping.toDataType(call.getType()),
                literals);
    }

    /** @throws WeirException (UNSUPPORTED_FEATURE) for functions that the runtime does not have */
    static Kind kind(String function) {
        String name = function.toUpperCase(Locale.ROOT);
        Kind kind = KINDS.get(name);
        if (kind == null) {
            throw new WeirException(
                    ErrorCode.UNSUPPORTED_FEATURE,
                    "aggregate function \"" + name + "\" cannot be kept up to date on a stream");
        }
        return kind;
    }

    private static Object separator(StreamRel input, int column) {
        if (input instanceof StreamCalc calc) {
            RexNode separator = calc.projects().get(column);
            while (separator.isA(SqlKind.CAST)) {
                separator = ((RexCall) separator).getOperands().get(0);
            }
            if (separator instanceof RexLiteral literal && !literal.isNull()) {
                return requireNonNull(literal.getValueAs(String.class));
            }
        }
        throw new WeirException(ErrorCode.VALIDATION_ERROR, "the separator of LISTAGG must be a literal");
    }

    /** The same call on columns that stand elsewhere. */
    static io.weir.runtime.operator.aggregate.AggregateCall moved(
            io.weir.runtime.operator.aggregate.AggregateCall call, IntUnaryOperator target) {
        return new io.weir.runtime.operator.aggregate.AggregateCall(
                call.kind(),
                call.arguments().stream().map(target::applyAsInt).toList(),
                call.argumentTypes(),
                call.filterColumn() < 0 ? -1 : target.applyAsInt(call.filterColumn()),
                call.distinct(),
                call.order().stream()
                        .map(key -> new SortKey(
                                target.applyAsInt(key.column()), key.type(), key.descending(), key.nullsFirst()))
                        .toList(),
                call.resultType(),
                call.literals());
    }

    static List<SortKey> sortKeys(RelCollation collation, StreamRel input) {
        List<SortKey> keys = new ArrayList<>();
        for (RelFieldCollation field : collation.getFieldCollations()) {
            boolean descending = field.getDirection().isDescending();
            boolean nullsFirst = field.nullDirection == RelFieldCollation.NullDirection.UNSPECIFIED
                    ? descending
                    : field.nullDirection == RelFieldCollation.NullDirection.FIRST;
            keys.add(new SortKey(field.getFieldIndex(), input.type(field.getFieldIndex()), descending, nullsFirst));
        }
        return keys;
    }

    /** {@code COUNT(DISTINCT origin) FILTER (is_late)}, columns by the names or meanings given. */
    static String text(io.weir.runtime.operator.aggregate.AggregateCall call, List<String> names) {
        StringBuilder text = new StringBuilder(call.kind().name()).append('(');
        if (call.distinct()) {
            text.append("DISTINCT ");
        }
        List<String> arguments = new ArrayList<>();
        call.arguments().forEach(column -> arguments.add(names.get(column)));
        call.literals().forEach(literal -> arguments.add("'" + literal + "'"));
        text.append(arguments.isEmpty() ? "*" : String.join(", ", arguments)).append(')');
        if (!call.order().isEmpty()) {
            text.append(" WITHIN GROUP (ORDER BY ")
                    .append(text(call.order(), names))
                    .append(')');
        }
        if (call.filterColumn() >= 0) {
            text.append(" FILTER (").append(names.get(call.filterColumn())).append(')');
        }
        return text.toString();
    }

    static String text(List<SortKey> keys, List<String> names) {
        return String.join(
                ", ",
                keys.stream()
                        .map(key -> names.get(key.column())
                                + (key.descending() ? " DESC" : "")
                                + (key.nullsFirst() == key.descending()
                                        ? ""
                                        : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"))
                        .toList());
    }

    static List<io.weir.runtime.operator.aggregate.AggregateCall> of(List<AggregateCall> calls, StreamRel input) {
        return calls.stream().map(call -> of(call, input)).toList();
    }
}
