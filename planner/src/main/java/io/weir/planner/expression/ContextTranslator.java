package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rex.RexCall;
import org.jspecify.annotations.Nullable;

/** Functions of the session, of time and of chance: what they answer comes from the evaluation context. */
final class ContextTranslator implements CallTranslator {

    @Override
    public @Nullable Value translate(RexCall call, MethodSource method) {
        DataType type = ExpressionTranslator.typeOf(call);
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "CURRENT_TIMESTAMP", "NOW", "PROCTIME", "CURRENT_ROW_TIMESTAMP", "SYSTIMESTAMP", "CURRENT_DATETIME" ->
                now(type, method, true);
            case "LOCALTIMESTAMP" -> now(type, method, false);
            case "CURRENT_DATE" -> method.strict(type, List.of(), "Datetimes.daysOf(state.localNowMicros())");
            case "CURRENT_TIME", "LOCALTIME" ->
                method.strict(type, List.of(), truncated("Datetimes.timeOf(state.localNowMicros())", type));
            case "RAND", "RANDOM" -> random(call, type, method);
            case "RAND_INTEGER" -> randomInteger(call, type, method);
            case "UUID", "GEN_RANDOM_UUID" -> method.strictText(type, List.of(), "%s.set(state.uuid())");
            case "CURRENT_USER", "SESSION_USER", "USER", "SYSTEM_USER" ->
                method.strictText(type, List.of(), "%s.set(state.user())");
            default -> null;
        };
    }

    private static Value now(DataType type, MethodSource method, boolean instant) {
        boolean local = type.kind() == TypeKind.TIMESTAMP || !instant;
        return method.strict(type, List.of(), truncated(local ? "state.localNowMicros()" : "state.nowMicros()", type));
    }

    private static String truncated(String micros, DataType type) {
        return type.precision() >= 6
                ? micros
                : "Datetimes.truncate(" + micros + ", " + Conversions.fractionUnit(type) + ")";
    }

    // With a seed, each call site draws its own sequence; without, the context's.
    private static String generator(RexCall call, int seeds, MethodSource method) {
        if (call.getOperands().size() < seeds) {
            return "state.random()";
        }
        Value seed = method.value(call.getOperands().get(0));
        String field = method.owner().field("java.util.SplittableRandom", "null");
        String whole = seed.isWholeNumber() ? seed.asLong() : "(long) (" + seed.asDouble() + ")";
        method.line("if (" + field + " == null) { " + field + " = new java.util.SplittableRandom(" + whole + "); }");
        return field;
    }

    private static Value random(RexCall call, DataType type, MethodSource method) {
        return method.strict(type, List.of(), generator(call, 1, method) + ".nextDouble()");
    }

    private static Value randomInteger(RexCall call, DataType type, MethodSource method) {
        String generator = generator(call, 2, method);
        Value bound = method.value(call.getOperands().get(call.getOperands().size() - 1));
        return method.strict(
                type,
                List.of(bound),
                generator + ".nextInt(Arithmetic.positive(" + Conversions.number(bound, DataType.of(TypeKind.INTEGER))
                        + "))");
    }
}
