package io.weir.server.jdbc;

import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Boxed values in the form in which they travel; the table in docs/internals/jdbc-driver.md. */
final class WireValues {
    private static final int MILLI_DIGITS = 3;
    private static final List<DateTimeFormatter> INSTANTS = instants();

    private WireValues() {}

    private static List<DateTimeFormatter> instants() {
        List<DateTimeFormatter> byDigits = new ArrayList<>();
        for (int digits = 0; digits <= 6; digits++) {
            byDigits.add(new DateTimeFormatterBuilder().appendInstant(digits).toFormatter());
        }
        return byDigits;
    }

    /** Rows in the form of a frame. */
    static List<Object> rows(Schema schema, List<List<@Nullable Object>> rows) {
        List<DataType> types = schema.fields().stream().map(Field::type).toList();
        List<Object> encoded = new ArrayList<>(rows.size());
        for (List<@Nullable Object> row : rows) {
            encoded.add(list(types, row));
        }
        return encoded;
    }

    private static List<@Nullable Object> list(List<DataType> types, List<? extends @Nullable Object> values) {
        List<@Nullable Object> encoded = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            encoded.add(value(types.get(i), values.get(i)));
        }
        return encoded;
    }

    static @Nullable Object value(DataType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case TINYINT -> ((Integer) value).byteValue();
            case SMALLINT -> ((Integer) value).shortValue();
            case REAL -> ((Double) value).floatValue();
            case TIME -> BigDecimal.valueOf((Long) value, MILLI_DIGITS);
            case TIMESTAMP -> timestamp(type.precision(), (Long) value);
            case TIMESTAMP_LTZ -> INSTANTS.get(type.precision()).format(instant((Long) value));
            case INTERVAL_DAY_TIME -> Math.floorDiv((Long) value, 1000L);
            case ARRAY -> {
                List<?> elements = (List<?>) value;
                List<@Nullable Object> encoded = new ArrayList<>(elements.size());
                elements.forEach(element -> encoded.add(value(type.children().get(0), element)));
                yield encoded;
            }
            case ROW -> list(type.children(), (List<?>) value);
            case MAP -> map(type, (Map<?, ?>) value);
            case BOOLEAN,
                    INTEGER,
                    BIGINT,
                    DOUBLE,
                    DECIMAL,
                    CHAR,
                    VARCHAR,
                    BINARY,
                    VARBINARY,
                    DATE,
                    INTERVAL_YEAR_MONTH,
                    NULL -> value;
        };
    }

    private static Object timestamp(int precision, long micros) {
        return precision <= MILLI_DIGITS
                ? (Object) Math.floorDiv(micros, 1000L)
                : BigDecimal.valueOf(micros, MILLI_DIGITS);
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
    }

    private static Map<Object, @Nullable Object> map(DataType type, Map<?, ?> map) {
        Map<Object, @Nullable Object> encoded = new LinkedHashMap<>();
        map.forEach((key, entry) -> encoded.put(
                String.valueOf(value(type.children().get(0), key)),
                value(type.children().get(1), entry)));
        return encoded;
    }
}
