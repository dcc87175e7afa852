package io.weir.runtime.state;

import io.weir.spi.data.DataType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** ORDER BY on boxed values, written down plainly. */
final class SqlOrder {
    private SqlOrder() {}

    static int compare(List<SortKeyCodec.Order> orders, List<Object> left, List<Object> right) {
        for (int i = 0; i < orders.size(); i++) {
            SortKeyCodec.Order order = orders.get(i);
            int compared = compare(order, left.get(i), right.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private static int compare(SortKeyCodec.Order order, Object left, Object right) {
        if (left == null || right == null) {
            int nullsFirst = Boolean.compare(left != null, right != null);
            return order.nullsFirst() ? nullsFirst : -nullsFirst;
        }
        int ascending = compareValues(order.type(), left, right);
        return order.descending() ? -ascending : ascending;
    }

    private static int compareValues(DataType type, Object left, Object right) {
        return switch (type.kind()) {
            case BOOLEAN -> ((Boolean) left).compareTo((Boolean) right);
            case DOUBLE -> Double.compare(plusZero((Double) left), plusZero((Double) right));
            case DECIMAL -> new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString()));
            case VARCHAR ->
                Arrays.compareUnsigned(
                        ((String) left).getBytes(StandardCharsets.UTF_8),
                        ((String) right).getBytes(StandardCharsets.UTF_8));
            case VARBINARY -> Arrays.compareUnsigned((byte[]) left, (byte[]) right);
            case ARRAY -> compareLists(type, (List<?>) left, (List<?>) right, true);
            case ROW -> compareLists(type, (List<?>) left, (List<?>) right, false);
            default -> Long.compare(((Number) left).longValue(), ((Number) right).longValue());
        };
    }

    private static double plusZero(double value) {
        return value == 0 ? 0.0 : value;
    }

    private static int compareLists(DataType type, List<?> left, List<?> right, boolean isArray) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            SortKeyCodec.Order child = new SortKeyCodec.Order(type.children().get(isArray ? 0 : i), false, true);
            int compared = compare(child, left.get(i), right.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
