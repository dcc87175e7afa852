package io.weir.runtime.state;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Boxed values of every type, small ranges and extremes mixed so that equal values and neighbours are frequent. */
final class RandomRows {
    static final List<DataType> SCALARS = List.of(
            DataType.of(TypeKind.BOOLEAN),
            DataType.of(TypeKind.INTEGER),
            DataType.of(TypeKind.BIGINT),
            DataType.of(TypeKind.DOUBLE),
            DataType.decimal(10, 2),
            DataType.decimal(30, 4),
            DataType.of(TypeKind.VARCHAR),
            DataType.of(TypeKind.VARBINARY),
            DataType.of(TypeKind.DATE),
            DataType.of(TypeKind.TIMESTAMP));

    static final List<DataType> ORDERED = concat(
            SCALARS,
            List.of(
                    DataType.array(DataType.of(TypeKind.BIGINT)),
                    DataType.row(
                            List.of("a", "b"), List.of(DataType.of(TypeKind.VARCHAR), DataType.of(TypeKind.DOUBLE)))));

    static final List<DataType> ALL =
            concat(ORDERED, List.of(DataType.map(DataType.of(TypeKind.VARCHAR), DataType.of(TypeKind.INTEGER))));

    private static final long[] LONGS = {
        0,
        1,
        -1,
        127,
        128,
        -128,
        -129,
        255,
        256,
        32767,
        -32768,
        1L << 31,
        -(1L << 31),
        1L << 55,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1.5,
        -1.5,
        Double.NaN,
        Double.MIN_VALUE,
        -Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    private RandomRows() {}

    private static List<DataType> concat(List<DataType> some, List<DataType> more) {
        List<DataType> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    static Object value(DataType type, Random random) {
        if (type.nullable() && random.nextInt(6) == 0) {
            return null;
        }
        long number = random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextInt(20) - 10;
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case INTEGER, DATE -> (int) number;
            case DOUBLE -> random.nextBoolean() ? DOUBLES[random.nextInt(DOUBLES.length)] : (double) number;
            case DECIMAL -> decimal(type, number);
            case VARCHAR -> text(random);
            case VARBINARY -> text(random).getBytes(StandardCharsets.UTF_8);
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(type.children().get(0), random));
                }
                yield list;
            }
            case ROW -> {
                List<Object> list = new ArrayList<>();
                for (DataType child : type.children()) {
                    list.add(value(child, random));
                }
                yield list;
            }
            case MAP -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(
                            value(type.children().get(0), random),
                            value(type.children().get(1), random));
                }
                yield map;
            }
            default -> number;
        };
    }

    private static BigDecimal decimal(DataType type, long number) {
        BigInteger bound = BigInteger.TEN.pow(type.precision());
        BigInteger unscaled = BigInteger.valueOf(number);
        if (type.precision() > 18) {
            unscaled = unscaled.multiply(BigInteger.valueOf(1_000_003));
        }
        return new BigDecimal(unscaled.remainder(bound), type.scale());
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append("\0\1ab\u00e9\uffff".charAt(random.nextInt(6)));
        }
        return text.toString();
    }

    static List<Object> row(List<DataType> types, Random random) {
        List<Object> row = new ArrayList<>();
        for (DataType type : types) {
            row.add(value(type, random));
        }
        return row;
    }

    static Batch batch(List<DataType> types, List<List<Object>> rows) {
        BatchBuilder builder = new BatchBuilder(types);
        for (List<Object> row : rows) {
            builder.addRow(types, RowKind.INSERT_CODE, row);
        }
        return builder.build();
    }
}
