package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random rows of boxed values: nulls where they are allowed, special values often, and values that are equal often
 * enough.
 */
final class RandomRows {
    private static final String[] TEXTS = {
        "",
        " ",
        "a",
        "b",
        "abc",
        "ABC",
        " abc ",
        "größe",
        "x%y",
        "a_b",
        "12",
        "-7",
        "3.5",
        "2026-07-01",
        "hello world",
        "ñ!",
        "aXbXc",
        "https://weir.io/a/b?c=d",
        "{\"a\": 1}"
    };

    private RandomRows() {}

    static List<Object> row(List<DataType> types, Random random) {
        List<Object> row = new ArrayList<>();
        for (DataType type : types) {
            row.add(type.nullable() && random.nextInt(5) == 0 ? null : value(type, random));
        }
        return row;
    }

    private static Object value(DataType type, Random random) {
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case SMALLINT -> number(random, 100, Short.MAX_VALUE).intValue();
            case INTEGER -> number(random, 10_000, 1_000_000).intValue();
            case BIGINT -> number(random, 1_000_000, 1_000_000_000_000L);
            case DOUBLE -> random.nextInt(4) == 0 ? random.nextInt(5) - 2.0 : (random.nextDouble() - 0.5) * 1e6;
            case DECIMAL -> new BigDecimal(BigInteger.valueOf(number(random, 1000, 9_999_999_999L)), type.scale());
            case VARCHAR -> TEXTS[random.nextInt(TEXTS.length)];
            case DATE -> random.nextInt(60_000) - 20_000;
            case TIMESTAMP -> (random.nextInt(2_000_000_000) - 500_000_000) * 1_000_000L + random.nextInt(1000) * 1000L;
            default -> throw new IllegalArgumentException("no random values of " + type);
        };
    }

    private static Long number(Random random, long usual, long most) {
        return switch (random.nextInt(6)) {
            case 0 -> 0L;
            case 1 -> (long) random.nextInt(7) - 3;
            case 2 -> random.nextBoolean() ? most : -most;
            default -> (long) ((random.nextDouble() - 0.5) * 2 * usual);
        };
    }
}
