package io.weir.connector.base;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as people read them. Slow: for printing and tests. */
public final class ValueText {
    private ValueText() {}

    /** {@code +I[1, abc, null]}. */
    public static String row(List<DataType> types, Batch batch, int row) {
        StringBuilder text =
                new StringBuilder(RowKind.ofCode(batch.rowKind(row)).symbol());
        appendList(text, types, BoxedValues.row(types, batch, row));
        return text.toString();
    }

    /** A boxed value (see {@link DataType}). */
    public static String of(DataType type, @Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(text, type, value);
        return text.toString();
    }

    private static void appendList(StringBuilder text, List<DataType> types, List<?> values) {
        text.append('[');
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            append(text, types.get(Math.min(i, types.size() - 1)), values.get(i));
        }
        text.append(']');
    }

    private static void append(StringBuilder text, DataType type, @Nullable Object value) {
        if (value == null) {
            text.append("null");
            return;
        }
        switch (type.kind()) {
            case BINARY, VARBINARY ->
                text.append("x'")
                        .append(HexFormat.of().formatHex((byte[]) value))
                        .append('\'');
            case DECIMAL -> text.append(((BigDecimal) value).toPlainString());
            case REAL -> text.append(((Double) value).floatValue());
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> text.append(dateTime(type, (Number) value));
            case INTERVAL_YEAR_MONTH -> {
                int months = (Integer) value;
                text.append(months < 0 ? "-" : "")
                        .append(Math.abs(months / 12))
                        .append('-')
                        .append(Math.abs(months % 12));
            }
            case INTERVAL_DAY_TIME ->
                text.append(BigDecimal.valueOf((Long) value, 6)
                                .stripTrailingZeros()
                                .toPlainString())
                        .append(" s");
            case ARRAY, ROW -> appendList(text, type.children(), (List<?>) value);
            case MAP -> appendMap(text, type, (Map<?, ?>) value);
            default -> text.append(value);
        }
    }

    private static void appendMap(StringBuilder text, DataType type, Map<?, ?> map) {
        text.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            append(text, type.children().get(0), entry.getKey());
            text.append('=');
            append(text, type.children().get(1), entry.getValue());
            separator = ", ";
        }
        text.append('}');
    }

    private static String dateTime(DataType type, Number value) {
        byte[] out = new byte[DateTimeText.MAX_BYTES];
        int length = switch (type.kind()) {
            case DATE -> DateTimeText.writeDate(value.intValue(), out, 0);
            case TIME -> DateTimeText.writeTime(value.longValue(), type.precision(), out, 0);
            default -> DateTimeText.writeTimestamp(value.longValue(), type.precision(), ' ', out, 0);
        };
        String text = new String(out, 0, length, StandardCharsets.US_ASCII);
        return type.kind() == TypeKind.TIMESTAMP_LTZ ? text + "Z" : text;
    }
}
