package io.weir.runtime.operator.aggregate;

import io.weir.spi.data.DataType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** Aggregates by their definitions, on the text of the values of one group. */
final class AggregateModel {
    private AggregateModel() {}

    /**
     * The result as text.
     *
     * @param rows the group's rows, split into words
     */
    static String result(AggregateCall call, List<String[]> rows) {
        List<String[]> counted = rows.stream()
                .filter(row -> call.filterColumn() < 0 || row[call.filterColumn()].equals("true"))
                .toList();
        if (call.arguments().isEmpty()) {
            return String.valueOf(counted.size());
        }
        List<String> values = counted.stream()
                .map(row -> row[call.arguments().get(0)])
                .filter(value -> call.kind() == AggregateCall.Kind.ARRAY_AGG || !value.equals("NULL"))
                .sorted(order(call.argumentTypes().get(0)))
                .collect(Collectors.toCollection(ArrayList::new));
        if (call.distinct()) {
            values = new ArrayList<>(values.stream().distinct().toList());
        }
        return switch (call.kind()) {
            case COUNT, REGR_COUNT -> String.valueOf(values.size());
            case SUM -> values.isEmpty() ? "NULL" : number(sum(values), call.resultType());
            case SUM0 -> number(sum(values), call.resultType());
            case AVG -> values.isEmpty() ? "NULL" : average(values, call.resultType());
            case MIN, ANY_VALUE -> values.isEmpty() ? "NULL" : values.get(0);
            case MAX -> values.isEmpty() ? "NULL" : values.get(values.size() - 1);
            case BOOL_AND -> values.isEmpty() ? "NULL" : String.valueOf(!values.contains("false"));
            case BOOL_OR -> values.isEmpty() ? "NULL" : String.valueOf(values.contains("true"));
            case BIT_AND -> bits(values, (a, b) -> a & b);
            case BIT_OR -> bits(values, (a, b) -> a | b);
            case BIT_XOR -> bits(values, (a, b) -> a ^ b);
            case LISTAGG -> values.isEmpty() ? "NULL" : String.join(",", values);
            case ARRAY_AGG ->
                values.isEmpty() ? "NULL" : "[" + String.join("; ", values).replace("NULL", "null") + "]";
            case MODE -> mode(values);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> variance(call.kind(), values);
            default -> throw new IllegalStateException("not in the model: " + call.kind());
        };
    }

    private static Comparator<String> order(DataType type) {
        Comparator<String> order = switch (type.kind()) {
            case BIGINT, INTEGER, DECIMAL -> Comparator.comparing(BigDecimal::new);
            case DOUBLE -> Comparator.comparing(Double::valueOf);
            default -> Comparator.naturalOrder();
        };
        return (a, b) -> a.equals("NULL") || b.equals("NULL")
                ? Boolean.compare(a.equals("NULL"), b.equals("NULL"))
                : order.compare(a, b);
    }

    private static BigDecimal sum(List<String> values) {
        return values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String number(BigDecimal value, DataType type) {
        return switch (type.kind()) {
            case DOUBLE -> String.valueOf(value.doubleValue());
            case DECIMAL -> value.setScale(type.scale(), RoundingMode.HALF_UP).toPlainString();
            default -> value.setScale(0, RoundingMode.DOWN).toPlainString();
        };
    }

    private static String average(List<String> values, DataType type) {
        return number(sum(values).divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL128), type);
    }

    private static String bits(List<String> values, BinaryOperator<Long> operator) {
        return values.stream()
                .map(Long::valueOf)
                .reduce(operator)
                .map(String::valueOf)
                .orElse("NULL");
    }

    private static String mode(List<String> values) {
        Map<String, Long> counts = new TreeMap<>();
        values.forEach(value -> counts.merge(value, 1L, Long::sum));
        return values.stream()
                .distinct()
                .max(Comparator.comparing(counts::get).thenComparing(values::indexOf, Comparator.reverseOrder()))
                .orElse("NULL");
    }

    private static String variance(AggregateCall.Kind kind, List<String> values) {
        boolean sample = kind == AggregateCall.Kind.VAR_SAMP || kind == AggregateCall.Kind.STDDEV_SAMP;
        int n = values.size();
        if (n == 0 || (sample && n == 1)) {
            return "NULL";
        }
        MathContext context = new MathContext(60);
        BigDecimal mean = sum(values).divide(BigDecimal.valueOf(n), context);
        BigDecimal squares = values.stream()
                .map(value -> new BigDecimal(value).subtract(mean).pow(2))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        double variance =
                squares.divide(BigDecimal.valueOf(sample ? n - 1 : n), context).doubleValue();
        boolean isRoot = kind == AggregateCall.Kind.STDDEV_POP || kind == AggregateCall.Kind.STDDEV_SAMP;
        return String.valueOf(isRoot ? Math.sqrt(variance) : variance);
    }
}
