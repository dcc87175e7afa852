package io.weir.planner.expression;

import io.weir.planner.expression.support.DatetimeFunctions;
import io.weir.planner.expression.support.EvaluationState;
import io.weir.planner.expression.support.Functions;
import io.weir.planner.expression.support.Implements;
import io.weir.planner.expression.support.Text;
import io.weir.planner.expression.support.TextFunctions;
import io.weir.planner.expression.support.TextMatching;
import io.weir.planner.expression.support.TextPadding;
import io.weir.planner.expression.support.TextSearch;
import io.weir.planner.expression.support.TextTrimming;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.jspecify.annotations.Nullable;

/** Calls of functions that are static methods, found by their {@link Implements} annotation. */
final class FunctionTranslator implements CallTranslator {
    private static final List<Class<?>> LIBRARIES = List.of(
            TextFunctions.class,
            TextTrimming.class,
            TextPadding.class,
            TextSearch.class,
            TextMatching.class,
            Functions.class,
            DatetimeFunctions.class);
    private static final Map<String, List<Method>> METHODS = methods();

    private static Map<String, List<Method>> methods() {
        Map<String, List<Method>> methods = new HashMap<>();
        for (Class<?> library : LIBRARIES) {
            for (Method method : library.getDeclaredMethods()) {
                Implements names = method.getAnnotation(Implements.class);
                if (names != null && Modifier.isPublic(method.getModifiers())) {
                    for (String name : names.value()) {
                        methods.computeIfAbsent(name, key -> new ArrayList<>()).add(method);
                    }
                }
            }
        }
        // Reflection gives methods in no order; the choice between overloads must be the same every time.
        methods.values()
                .forEach(
                        list -> list.sort(Comparator.comparing(Method::toString).reversed()));
        return methods;
    }

    /** The names of all functions that are implemented here. */
    static Set<String> names() {
        return METHODS.keySet();
    }

    @Override
    public @Nullable Value translate(RexCall call, MethodSource method) {
        List<Method> candidates = METHODS.get(call.getOperator().getName().toUpperCase(Locale.ROOT));
        if (candidates == null) {
            return null;
        }
        List<DataType> types =
                call.getOperands().stream().map(ExpressionTranslator::typeOf).toList();
        for (Method candidate : candidates) {
            if (fits(candidate, types)) {
                return call(candidate, method.values(call.getOperands()), ExpressionTranslator.typeOf(call), method);
            }
        }
        return null;
    }

    private static List<Class<?>> parameters(Method candidate) {
        List<Class<?>> parameters = new ArrayList<>(List.of(candidate.getParameterTypes()));
        if (writesText(candidate)) {
            parameters.remove(0);
        }
        if (takesState(candidate)) {
            parameters.remove(parameters.size() - 1);
        }
        return parameters;
    }

    private static boolean writesText(Method candidate) {
        Class<?>[] types = candidate.getParameterTypes();
        boolean voidOrBoolean = candidate.getReturnType() == void.class || candidate.getReturnType() == boolean.class;
        return voidOrBoolean
                && types.length > 0
                && types[0] == Text.class
                && (candidate.getReturnType() == void.class
                        || candidate.getParameters()[0].getName().equals("result"));
    }

    private static boolean takesState(Method candidate) {
        Class<?>[] types = candidate.getParameterTypes();
        return types.length > 0 && types[types.length - 1] == EvaluationState.class;
    }

    private static boolean fits(Method candidate, List<DataType> types) {
        List<Class<?>> parameters = parameters(candidate);
        boolean varying = !parameters.isEmpty() && parameters.get(parameters.size() - 1) == Text[].class;
        int fixed = varying ? parameters.size() - 1 : parameters.size();
        if (varying ? types.size() < fixed : types.size() != fixed) {
            return false;
        }
        boolean takesBytes = candidate.getAnnotation(Implements.class).takesBytes();
        for (int i = 0; i < types.size(); i++) {
            Class<?> parameter = i < fixed ? parameters.get(i) : Text.class;
            if (!fits(parameter, types.get(i), takesBytes)) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(Class<?> parameter, DataType type, boolean takesBytes) {
        if (type.kind() == TypeKind.NULL) {
            return true;
        }
        Value value = new Value(type, "", "");
        if (parameter == Text.class) {
            return type.isText() || (takesBytes && JavaKind.of(type) == JavaKind.TEXT);
        }
        if (parameter == boolean.class) {
            return type.kind() == TypeKind.BOOLEAN;
        }
        if (parameter == long.class) {
            return value.isNumeric() || isLocalDatetime(type);
        }
        if (parameter == int.class) {
            return value.isNumeric();
        }
        if (parameter == double.class || parameter == BigDecimal.class) {
            return value.isNumeric();
        }
        return parameter == Object.class && JavaKind.of(type) == JavaKind.OBJECT;
    }

    private static boolean isLocalDatetime(DataType type) {
        return Conversions.isDatetime(type) && type.kind() != TypeKind.TIME;
    }

    private static String argument(Class<?> parameter, Value value) {
        if (parameter == Text.class) {
            return value.isAlwaysNull() ? "(Text) null" : value.code();
        }
        if (parameter == long.class) {
            return Conversions.isDatetime(value.type())
                    ? Conversions.localMicros(value)
                    : Conversions.number(value, DataType.of(TypeKind.BIGINT));
        }
        if (parameter == int.class) {
            return Conversions.number(value, DataType.of(TypeKind.INTEGER));
        }
        if (parameter == double.class) {
            return value.asDouble();
        }
        return parameter == BigDecimal.class ? value.asDecimal() : value.code();
    }

    private static String arguments(Method candidate, List<Value> values) {
        boolean takesNull = candidate.getAnnotation(Implements.class).takesNull();
        List<Class<?>> parameters = parameters(candidate);
        boolean varying = !parameters.isEmpty() && parameters.get(parameters.size() - 1) == Text[].class;
        int fixed = varying ? parameters.size() - 1 : parameters.size();
        List<String> arguments = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            String code = argument(i < fixed ? parameters.get(i) : Text.class, value);
            if (takesNull && !value.isNeverNull() && !value.isAlwaysNull()) {
                code = "(" + value.isNull() + " ? null : " + code + ")";
            }
            (i < fixed ? arguments : rest).add(code);
        }
        if (varying) {
            arguments.add("new Text[] {" + String.join(", ", rest) + "}");
        }
        if (takesState(candidate)) {
            arguments.add("state");
        }
        return String.join(", ", arguments);
    }

    private static Value call(Method candidate, List<Value> values, DataType type, MethodSource method) {
        List<Value> strict = candidate.getAnnotation(Implements.class).takesNull() ? List.of() : values;
        String name = candidate.getDeclaringClass().getSimpleName() + "." + candidate.getName() + "(";
        String arguments = arguments(candidate, values);
        Class<?> returned = candidate.getReturnType();
        if (writesText(candidate)) {
            String call = name + "%s" + (arguments.isEmpty() ? "" : ", " + arguments) + ")";
            Value text = returned == void.class
                    ? method.strictText(type, strict, call)
                    : method.nullableText(type, strict, call);
            return text;
        }
        String call = name + arguments + ")";
        if (returned == String.class || returned == byte[].class) {
            DataType raw = DataType.of(returned == String.class ? TypeKind.VARCHAR : TypeKind.VARBINARY);
            return Conversions.convert(method, boxed(method, strict, call, raw), type);
        }
        if (returned == Object.class || returned == List.class || returned == Map.class) {
            return boxed(method, strict, call, type);
        }
        DataType raw = raw(returned, type);
        Value value = returned.isPrimitive() ? method.strict(raw, strict, call) : method.nullable(raw, strict, call);
        if (raw.precision() > type.precision() && Conversions.isDatetime(type)) {
            return CastTranslator.cast(method, value, type);
        }
        return raw.equals(type) ? value : Conversions.convert(method, value, type);
    }

    private static Value boxed(MethodSource method, List<Value> strict, String call, DataType type) {
        String any = MethodSource.anyNull(strict);
        if (any.equals(Value.ALWAYS)) {
            return Value.ofNull(type);
        }
        String object = method.newName("b");
        method.line("final Object " + object + " = " + (any.equals(Value.NEVER) ? "" : "(" + any + ") ? null : ")
                + "(Object) " + call + ";");
        return CollectionTranslator.unboxed(method, type, object);
    }

    // What a primitive result is: of the function's type if that is held alike, so that microseconds are times; else a
    // number.
    private static DataType raw(Class<?> returned, DataType type) {
        JavaKind kind = JavaKind.of(type);
        if (returned == boolean.class || returned == Boolean.class) {
            return DataType.of(TypeKind.BOOLEAN);
        }
        if (returned == int.class || returned == Integer.class) {
            return kind == JavaKind.INT ? type : DataType.of(TypeKind.INTEGER);
        }
        if (returned == long.class || returned == Long.class) {
            return kind == JavaKind.LONG && type.kind() != TypeKind.DECIMAL
                    ? DataType.of(type.kind())
                    : DataType.of(TypeKind.BIGINT);
        }
        if (returned == double.class || returned == Double.class) {
            return type.kind() == TypeKind.DOUBLE ? type : DataType.of(TypeKind.DOUBLE);
        }
        throw new IllegalStateException("function returns " + returned);
    }
}
