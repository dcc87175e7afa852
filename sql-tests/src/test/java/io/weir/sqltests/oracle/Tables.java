package io.weir.sqltests.oracle;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Three tables of the same columns, and random rows for them: few different values, so that they meet; NULLs; now and
 * then extreme ones.
 */
final class Tables {
    static final int COUNT = 3;
    static final List<String> COLUMNS = List.of("a", "b", "s", "m", "f", "p");
    static final List<DataType> TYPES = List.of(
            DataType.of(TypeKind.INTEGER),
            DataType.of(TypeKind.BIGINT),
            DataType.of(TypeKind.VARCHAR),
            DataType.decimal(10, 2),
            DataType.of(TypeKind.DOUBLE),
            DataType.of(TypeKind.BOOLEAN));
    private static final String SQL_COLUMNS = "(a INT, b BIGINT, s VARCHAR, m DECIMAL(10, 2), f DOUBLE, p BOOLEAN)";
    private static final List<String> TEXTS = List.of("", "a", "b", "A", "ab", "a ", "zé", "NULL");

    private Tables() {}

    static String name(int table) {
        return "t" + table;
    }

    static String createInWeir(int table, int splits) {
        return "CREATE TABLE " + name(table) + " " + SQL_COLUMNS
                + " WITH (connector = 'script', changelog = 'all', splits = '" + splits + "')";
    }

    static String createInDuck(int table) {
        return "CREATE TABLE " + name(table) + " " + SQL_COLUMNS;
    }

    /**
     * Rows with their lives over a number of steps. Now and then there are many of few keys, half of which go again: then
     * batches hold rows that come and rows that go, with several partners each.
     */
    static List<RowLife> random(Random random, int steps) {
        List<RowLife> lives = new ArrayList<>();
        boolean isDense = random.nextInt(4) == 0;
        int count = isDense ? random.nextInt(30) + 30 : random.nextInt(30) + 3;
        for (int i = 0; i < count; i++) {
            int born = random.nextInt(steps);
            boolean stays = random.nextInt(isDense ? 2 : 3) > 0;
            int gone = stays ? steps : born + random.nextInt(steps - born);
            boolean isCopy = !lives.isEmpty() && random.nextInt(5) == 0;
            RowLife like = isCopy ? lives.get(random.nextInt(lives.size())) : null;
            int table = like == null ? random.nextInt(COUNT) : like.table();
            lives.add(new RowLife(table, like == null ? row(random, isDense) : like.values(), born, gone));
        }
        return lives;
    }

    private static List<@Nullable Object> row(Random random, boolean isDense) {
        Object[] values = {
            random.nextInt(20) == 0 ? 2_000_000_000 : random.nextInt(isDense ? 2 : 5) - 1,
            random.nextInt(20) == 0 ? -4_000_000_000_000L : (long) random.nextInt(4),
            TEXTS.get(random.nextInt(TEXTS.size())),
            BigDecimal.valueOf(random.nextInt(20) == 0 ? 9_999_999_999L : random.nextInt(8) * 25L - 50, 2),
            random.nextInt(9) * 0.25 - 1,
            random.nextBoolean()
        };
        for (int i = 0; i < values.length; i++) {
            if (random.nextInt(6) == 0) {
                values[i] = null;
            }
        }
        return Arrays.asList(values);
    }
}
