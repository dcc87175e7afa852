package io.weir.planner.expression.support;

import io.weir.spi.data.DataType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Between boxed values and those that Calcite's functions work on: milliseconds for microseconds, ByteString for bytes,
 * and so on.
 */
public final class CalciteValues {
    private static final long MICROS_PER_MILLI = 1000;

    private CalciteValues() {}

    public static @Nullable Object toCalcite(@Nullable Object value, DataType type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case TINYINT -> ((Number) value).byteValue();
            case SMALLINT -> ((Number) value).shortValue();
            case REAL -> ((Number) value).floatValue();
            case TIME -> (int) ((Long) value / MICROS_PER_MILLI);
            case TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY_TIME -> Math.floorDiv((Long) value, MICROS_PER_MILLI);
            case BINARY, VARBINARY -> new ByteString((byte[]) value);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (Object element : (List<?>) value) {
                    list.add(toCalcite(element, type.children().get(0)));
                }
                yield list;
            }
            case ROW -> {
                List<?> fields = (List<?>) value;
                @Nullable Object[] array = new Object[fields.size()];
                for (int i = 0; i < array.length; i++) {
                    array[i] = toCalcite(fields.get(i), type.children().get(i));
                }
                yield array;
            }
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    map.put(
                            toCalcite(entry.getKey(), type.children().get(0)),
                            toCalcite(entry.getValue(), type.children().get(1)));
                }
                yield map;
            }
            default -> value;
        };
    }

    public static @Nullable Object fromCalcite(@Nullable Object value, DataType type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, DATE, INTERVAL_YEAR_MONTH -> ((Number) value).intValue();
            case BIGINT -> ((Number) value).longValue();
            case REAL, DOUBLE -> ((Number) value).doubleValue();
            case DECIMAL -> decimal(value, type);
            case TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY_TIME ->
                Math.multiplyExact(((Number) value).longValue(), MICROS_PER_MILLI);
            case CHAR, VARCHAR -> value.toString();
            case BINARY, VARBINARY -> ((ByteString) value).getBytes();
            case ARRAY -> list(value, List.of(type.children().get(0)));
            case ROW -> list(value, type.children());
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    map.put(
                            fromCalcite(entry.getKey(), type.children().get(0)),
                            fromCalcite(entry.getValue(), type.children().get(1)));
                }
                yield Collections.unmodifiableMap(map);
            }
            default -> value;
        };
    }

    private static BigDecimal decimal(Object value, DataType type) {
        BigDecimal number = value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
        return Arithmetic.toDecimal(number, type.precision(), type.scale());
    }

    private static List<@Nullable Object> list(Object value, List<DataType> types) {
        List<?> elements = value instanceof Object[] array ? Arrays.asList(array) : (List<?>) value;
        List<@Nullable Object> list = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            list.add(fromCalcite(elements.get(i), types.get(types.size() == 1 ? 0 : i)));
        }
        return Collections.unmodifiableList(list);
    }
}
