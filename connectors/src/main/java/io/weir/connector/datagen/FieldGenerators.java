package io.weir.connector.datagen;

import io.weir.connector.base.Draw;
import io.weir.spi.connector.Option;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes the generator that fits a type and its options. Each nested field has a seed of its own. */
final class FieldGenerators {
    private enum Kind {
        RANDOM,
        SEQUENCE
    }

    private static final Option<Kind> KIND =
            Option.oneOf("kind", Kind.class, "random", "How values come: 'random' or 'sequence'.");
    private static final Option<Double> NULL_RATE =
            new Option<>("null-rate", FieldGenerators::rate, "0", "How many of the values are null.", false);
    private static final Option<BigDecimal> MIN = decimal("min", "Least value.");
    private static final Option<BigDecimal> MAX = decimal("max", "Greatest value.");
    private static final Option<Long> ELEMENTS =
            Option.integer("length", "3", 0, 10_000, "Elements of an array or map.");

    private static final double MICROS_PER_MILLI = 1e3;
    private static final int DAY_MICROS_DIGITS = 6;
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private final long seed;
    private int fields;
    /** Rows until the first sequence is at its end. */
    private long sequenceRows = Long.MAX_VALUE;

    FieldGenerators(long seed) {
        this.seed = seed;
    }

    long sequenceRows() {
        return sequenceRows;
    }

    FieldGenerator of(DataType type, FieldOptions options) {
        long fieldSeed = Draw.fieldSeed(seed, fields++);
        if (options.get(KIND) == Kind.SEQUENCE) {
            SequenceField sequence = SequenceField.of(type, options);
            sequenceRows = Math.min(sequenceRows, sequence.rowCount());
            return sequence;
        }
        FieldGenerator values = random(type, options, fieldSeed);
        double nullRate = options.get(NULL_RATE);
        if (nullRate == 0) {
            return values;
        }
        if (!type.nullable()) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option '" + options.key("null-rate") + "' wants a column that can be null, found " + type);
        }
        long nullSeed = Draw.fieldSeed(seed, fields++);
        return (out, row, now) -> {
            if (Draw.unit(Draw.bits(nullSeed, row, 0)) < nullRate) {
                out.addNull();
            } else {
                values.add(out, row, now);
            }
        };
    }

    private FieldGenerator random(DataType type, FieldOptions options, long fieldSeed) {
        return switch (type.kind()) {
            case BOOLEAN -> (out, row, now) -> out.addBoolean(Draw.bits(fieldSeed, row, 0) < 0);
            case TINYINT -> whole(type, options, fieldSeed, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> whole(type, options, fieldSeed, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> whole(type, options, fieldSeed, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> whole(type, options, fieldSeed, Long.MIN_VALUE, Long.MAX_VALUE);
            case INTERVAL_YEAR_MONTH -> whole(type, options, fieldSeed, 0, 1200);
            case INTERVAL_DAY_TIME -> whole(type, options, fieldSeed, 0, MICROS_PER_DAY);
            case REAL, DOUBLE -> floating(type, options, fieldSeed);
            case DECIMAL -> decimals(type, options, fieldSeed);
            case CHAR, VARCHAR, BINARY, VARBINARY -> BytesField.of(type, options, fieldSeed);
            case TIME -> {
                long unit = microsPerUnit(type);
                yield (out, row, now) ->
                        out.addLong(Draw.between(Draw.bits(fieldSeed, row, 0), 0, MICROS_PER_DAY / unit - 1) * unit);
            }
            case DATE, TIMESTAMP, TIMESTAMP_LTZ -> past(type, options, fieldSeed);
            case ARRAY -> array(type, options);
            case MAP -> map(type, options);
            case ROW -> row(type, options);
            case NULL -> (out, row, now) -> out.addNull();
        };
    }

    private static long microsPerUnit(DataType type) {
        long unit = 1;
        for (int digits = type.precision(); digits < DAY_MICROS_DIGITS; digits++) {
            unit *= 10;
        }
        return unit;
    }

    private static FieldGenerator whole(
            DataType type, FieldOptions options, long fieldSeed, long least, long greatest) {
        BigDecimal lower = BigDecimal.valueOf(least);
        BigDecimal upper = BigDecimal.valueOf(greatest);
        long min = bound(options, MIN, lower, lower, upper, 0).longValueExact();
        long max = bound(options, MAX, upper, lower, upper, 0).longValueExact();
        checkOrder(options, BigDecimal.valueOf(min), BigDecimal.valueOf(max));
        if (type.form() == ColumnForm.INTS) {
            return (out, row, now) -> out.addInt((int) Draw.between(Draw.bits(fieldSeed, row, 0), min, max));
        }
        return (out, row, now) -> out.addLong(Draw.between(Draw.bits(fieldSeed, row, 0), min, max));
    }

    private static FieldGenerator floating(DataType type, FieldOptions options, long fieldSeed) {
        double min = options.find(MIN).orElse(BigDecimal.ZERO).doubleValue();
        double max = options.find(MAX).orElse(BigDecimal.ONE).doubleValue();
        checkOrder(options, BigDecimal.valueOf(min), BigDecimal.valueOf(max));
        boolean single = type.kind() == TypeKind.REAL;
        return (out, row, now) -> {
            double unit = Draw.unit(Draw.bits(fieldSeed, row, 0));
            double value = min * (1 - unit) + max * unit;
            out.addDouble(single ? (float) value : value);
        };
    }

    private static FieldGenerator decimals(DataType type, FieldOptions options, long fieldSeed) {
        BigDecimal greatest =
                new BigDecimal(BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE), type.scale());
        BigInteger min = bound(options, MIN, greatest.negate(), greatest.negate(), greatest, type.scale())
                .unscaledValue();
        BigInteger max = bound(options, MAX, greatest, greatest.negate(), greatest, type.scale())
                .unscaledValue();
        checkOrder(options, new BigDecimal(min), new BigDecimal(max));
        if (type.form() == ColumnForm.LONGS) {
            long least = min.longValueExact();
            long most = max.longValueExact();
            return (out, row, now) -> out.addLong(Draw.between(Draw.bits(fieldSeed, row, 0), least, most));
        }
        BigInteger range = max.subtract(min).add(BigInteger.ONE);
        return (out, row, now) -> {
            // 192 bits for at most 128: what is uneven cannot be measured.
            BigInteger bits = BigInteger.valueOf(Draw.bits(fieldSeed, row, 0) >>> 1)
                    .shiftLeft(128)
                    .add(BigInteger.valueOf(Draw.bits(fieldSeed, row, 1) >>> 1).shiftLeft(64))
                    .add(BigInteger.valueOf(Draw.bits(fieldSeed, row, 2) >>> 1));
            out.addObject(new BigDecimal(min.add(bits.mod(range)), type.scale()));
        };
    }

    /** Times up to {@code max-past} before now. */
    private static FieldGenerator past(DataType type, FieldOptions options, long fieldSeed) {
        double maxPastMillis = options.get(Option.duration("max-past", "0", "How far before now times begin."))
                .toMillis();
        if (type.kind() == TypeKind.DATE) {
            return (out, row, now) -> {
                double back = Draw.unit(Draw.bits(fieldSeed, row, 0)) * maxPastMillis;
                out.addInt((int) Math.floorDiv(now - (long) back, MILLIS_PER_DAY));
            };
        }
        long unit = microsPerUnit(type);
        return (out, row, now) -> {
            double back = Draw.unit(Draw.bits(fieldSeed, row, 0)) * maxPastMillis * MICROS_PER_MILLI;
            long micros = now * 1000 - (long) back;
            out.addLong(micros - Math.floorMod(micros, unit));
        };
    }

    private FieldGenerator array(DataType type, FieldOptions options) {
        int length = options.get(ELEMENTS).intValue();
        Function<Long, List<Object>> elements = list(type.children().get(0), options.field("element"), length);
        return (out, row, now) -> out.addObject(elements.apply(row));
    }

    private FieldGenerator map(DataType type, FieldOptions options) {
        int length = options.get(ELEMENTS).intValue();
        Function<Long, List<Object>> keys = list(type.children().get(0).notNull(), options.field("key"), length);
        Function<Long, List<Object>> values = list(type.children().get(1), options.field("value"), length);
        return (out, row, now) -> {
            Map<Object, Object> map = new LinkedHashMap<>();
            List<Object> rowKeys = keys.apply(row);
            List<Object> rowValues = values.apply(row);
            for (int i = 0; i < length; i++) {
                map.put(rowKeys.get(i), rowValues.get(i));
            }
            out.addObject(Collections.unmodifiableMap(map));
        };
    }

    /** {@code length} elements of each row, boxed. Elements have numbers of their own, so that they differ. */
    private Function<Long, List<Object>> list(DataType type, FieldOptions options, int length) {
        FieldGenerator element = of(type, options);
        return row -> {
            ColumnBuilder builder = ColumnBuilder.of(type);
            for (int i = 0; i < length; i++) {
                element.add(builder, row * length + i, 0);
            }
            return boxed(type, builder.build());
        };
    }

    private static List<Object> boxed(DataType type, Column column) {
        List<Object> values = new ArrayList<>(column.length());
        for (int i = 0; i < column.length(); i++) {
            values.add(BoxedValues.get(type, column, i));
        }
        return Collections.unmodifiableList(values);
    }

    private FieldGenerator row(DataType type, FieldOptions options) {
        List<FieldGenerator> generators = new ArrayList<>();
        for (int i = 0; i < type.children().size(); i++) {
            generators.add(
                    of(type.children().get(i), options.field(type.fieldNames().get(i))));
        }
        return (out, row, now) -> {
            List<Object> values = new ArrayList<>(generators.size());
            for (int i = 0; i < generators.size(); i++) {
                DataType child = type.children().get(i);
                ColumnBuilder builder = ColumnBuilder.of(child);
                generators.get(i).add(builder, row, now);
                values.add(BoxedValues.get(child, builder.build(), 0));
            }
            out.addObject(Collections.unmodifiableList(values));
        };
    }

    private static BigDecimal bound(
            FieldOptions options,
            Option<BigDecimal> option,
            BigDecimal otherwise,
            BigDecimal least,
            BigDecimal greatest,
            int scale) {
        BigDecimal value = options.find(option).orElse(otherwise);
        if (value.compareTo(least) < 0
                || value.compareTo(greatest) > 0
                || value.stripTrailingZeros().scale() > scale) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option '" + options.key(option.key()) + "' wants a number from " + least.toPlainString() + " to "
                            + greatest.toPlainString() + ", found '" + value.toPlainString() + "'");
        }
        return value.setScale(scale);
    }

    static void checkOrder(FieldOptions options, BigDecimal min, BigDecimal max) {
        if (min.compareTo(max) > 0) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option '" + options.key("min") + "' must not be greater than '" + options.key("max") + "'");
        }
    }

    private static Option<BigDecimal> decimal(String key, String meaning) {
        return new Option<>(
                key,
                text -> {
                    // Bounded, because 1e999999999 would take a gigabyte when it is written out.
                    if (text.length() <= 400 && text.matches("[+-]?\\d+(\\.\\d*)?([eE][+-]?\\d{1,3})?")) {
                        return new BigDecimal(text);
                    }
                    throw new IllegalArgumentException("a number");
                },
                null,
                meaning,
                false);
    }

    private static double rate(String text) {
        if (text.matches("0(\\.\\d{1,18})?|1(\\.0{1,18})?")) {
            return Double.parseDouble(text);
        }
        throw new IllegalArgumentException("a share from 0 to 1");
    }
}
