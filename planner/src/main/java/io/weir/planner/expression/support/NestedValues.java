package io.weir.planner.expression.support;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes, reads and compares ARRAY, MAP and ROW values, whose elements are boxed as {@link DataType} says. */
public final class NestedValues {
    private NestedValues() {}

    /** An unmodifiable list on the array, which is taken over. */
    public static List<@Nullable Object> list(@Nullable Object[] elements) {
        return Collections.unmodifiableList(Arrays.asList(elements));
    }

    /** A map of alternating keys and values; of equal keys the last counts. */
    public static Map<@Nullable Object, @Nullable Object> map(@Nullable Object[] keysAndValues) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }

    /** The element at an index that counts from {@code first}; null if there is none. */
    public static @Nullable Object element(Object array, long index, int first) {
        List<?> list = (List<?>) array;
        long position = index - first;
        return position < 0 || position >= list.size() ? null : list.get((int) position);
    }

    public static @Nullable Object get(Object map, @Nullable Object key) {
        return ((Map<?, ?>) map).get(key);
    }

    public static int size(Object container) {
        return container instanceof Map<?, ?> map ? map.size() : ((Collection<?>) container).size();
    }

    /** Whether two boxed values are equal as SQL sees them; null equals null inside of values. */
    public static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == b;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            if (x.size() != y.size()) {
                return false;
            }
            for (int i = 0; i < x.size(); i++) {
                if (!equal(x.get(i), y.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            if (x.size() != y.size()) {
                return false;
            }
            for (Map.Entry<?, ?> entry : x.entrySet()) {
                if (!y.containsKey(entry.getKey()) || !equal(entry.getValue(), y.get(entry.getKey()))) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof byte[] x && b instanceof byte[] y) {
            return Arrays.equals(x, y);
        }
        if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
            return x.compareTo(y) == 0;
        }
        return a.equals(b);
    }

    /** Compares two boxed values of the same type, element by element; null is the least. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static int compare(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? -1 : 1;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
                int order = compare(x.get(i), y.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(x.size(), y.size());
        }
        if (a instanceof byte[] x && b instanceof byte[] y) {
            return Arrays.compareUnsigned(x, y);
        }
        if (a instanceof String x && b instanceof String y) {
            return Text.compare(Text.of(x), Text.of(y));
        }
        if (a instanceof Comparable x && b instanceof Comparable y) {
            return x.compareTo(y);
        }
        throw new WeirException(ErrorCode.TYPE_MISMATCH, "values of type MAP have no order");
    }

    /** A value with its elements cast to those of another type of the same kind. */
    public static @Nullable Object cast(@Nullable Object value, DataType from, DataType to, EvaluationState state) {
        if (value == null || from.withNullable(true).equals(to.withNullable(true))) {
            return value;
        }
        return switch (to.kind()) {
            case ARRAY -> castList((List<?>) value, from, to, state);
            case ROW -> castList((List<?>) value, from, to, state);
            case MAP -> castMap((Map<?, ?>) value, from, to, state);
            default -> BoxedCasts.cast(value, from, to, state);
        };
    }

    private static List<@Nullable Object> castList(List<?> values, DataType from, DataType to, EvaluationState state) {
        List<@Nullable Object> cast = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            int child = to.kind() == TypeKind.ROW ? i : 0;
            cast.add(cast(
                    values.get(i), from.children().get(child), to.children().get(child), state));
        }
        return Collections.unmodifiableList(cast);
    }

    private static Map<@Nullable Object, @Nullable Object> castMap(
            Map<?, ?> values, DataType from, DataType to, EvaluationState state) {
        Map<@Nullable Object, @Nullable Object> cast = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            cast.put(
                    cast(entry.getKey(), from.children().get(0), to.children().get(0), state),
                    cast(entry.getValue(), from.children().get(1), to.children().get(1), state));
        }
        return Collections.unmodifiableMap(cast);
    }

    /** As text: {@code [1, 2]}, {@code {a=1}}, {@code (1, x)}. */
    public static void toText(Text result, Object value, DataType type, EvaluationState state) {
        StringBuilder text = new StringBuilder();
        append(text, value, type, state);
        result.set(text.toString());
    }

    private static void append(StringBuilder text, @Nullable Object value, DataType type, EvaluationState state) {
        if (value == null) {
            text.append("NULL");
        } else if (type.kind() == TypeKind.MAP) {
            text.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                text.append(separator);
                append(text, entry.getKey(), type.children().get(0), state);
                text.append('=');
                append(text, entry.getValue(), type.children().get(1), state);
                separator = ", ";
            }
            text.append('}');
        } else if (value instanceof List<?> list) {
            boolean row = type.kind() == TypeKind.ROW;
            text.append(row ? '(' : '[');
            for (int i = 0; i < list.size(); i++) {
                text.append(i == 0 ? "" : ", ");
                append(text, list.get(i), type.children().get(row ? i : 0), state);
            }
            text.append(row ? ')' : ']');
        } else {
            text.append(BoxedCasts.text(value, type, state));
        }
    }
}
