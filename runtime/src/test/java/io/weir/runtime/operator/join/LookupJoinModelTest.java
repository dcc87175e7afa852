package io.weir.runtime.operator.join;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.DOUBLE;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.runtime.testing.RowText;
import io.weir.spi.connector.LookupFunction;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random batches against a nested loop. The table outside changes as a whole, and says so: no row may be joined with
 * what was found before.
 */
final class LookupJoinModelTest {
    private static final List<DataType> LEFT = List.of(BIGINT, VARCHAR, BIGINT);
    private static final List<DataType> RIGHT = List.of(BIGINT, VARCHAR, DOUBLE);
    private static final int KEYS = 40;

    /** Each version of the table has other rows. Of a key there are none, one, a few, or more than a batch of output. */
    private static final class Versions implements LookupFunction {
        long version;

        long count(long key) {
            return switch ((int) (key % 8)) {
                case 0 -> 0;
                case 5 -> 3;
                case 7 -> key == 7 ? 5000 : 2;
                default -> 1;
            };
        }

        String row(long key, long i) {
            String name = (key + i) % 3 == 0 ? "NULL" : "v" + version + "-" + i;
            return (key * 100 + i) + " " + name + " " + ((key + i) % 5 == 0 ? "NULL" : i + 0.5);
        }

        @Override
        public long generation() {
            return version;
        }

        @Override
        public Found lookup(Batch keys) {
            List<String> rows = new ArrayList<>();
            List<Integer> keyRows = new ArrayList<>();
            for (int at = 0; at < keys.rowCount(); at++) {
                long key = ((LongColumn) keys.column(0)).values()[at];
                for (long i = 0; i < count(key); i++) {
                    rows.add(row(key, i));
                    keyRows.add(at);
                }
            }
            return new Found(
                    RowText.batch(RIGHT, rows.toArray(String[]::new)),
                    keyRows.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 1000})
    void everyRowMeetsWhatANestedLoopFinds(int cacheKeys) {
        for (long seed = 1; seed <= 12; seed++) {
            run(cacheKeys, seed);
        }
    }

    private static void run(int cacheKeys, long seed) {
        Random random = new Random(seed);
        boolean leftOuter = random.nextBoolean();
        boolean hasResidual = random.nextBoolean();
        RowPairPredicate isOdd = (left, leftRow, right, rightRow) -> (((LongColumn) right.column(0)).values()[rightRow]
                                + ((LongColumn) left.column(0)).values()[left.position(leftRow)])
                        % 2
                == 1;
        Optional<Supplier<RowPairPredicate>> residual =
                hasResidual ? Optional.of(() -> isOdd) : Optional.<Supplier<RowPairPredicate>>empty();
        Versions table = new Versions();
        OperatorHarness.Builder builder = OperatorHarness.of(new LookupJoinFactory(
                        "join", "LookupJoin", leftOuter, LEFT, RIGHT, List.of(2), () -> table, residual, cacheKeys, 0))
                .input(BIGINT, VARCHAR, BIGINT)
                .output(BIGINT, VARCHAR, BIGINT, BIGINT, VARCHAR, DOUBLE);
        try (OperatorHarness harness = random.nextBoolean() ? builder.gentle().open() : builder.open()) {
            for (int step = 0; step < 12; step++) {
                table.version += random.nextInt(4) == 0 ? 1 : 0;
                Batch batch = batch(random);
                harness.process(0, batch);
                assertThat(harness.rows())
                        .as("seed %s, step %s", seed, step)
                        .isEqualTo(expected(batch, table, leftOuter, hasResidual));
            }
        }
    }

    private static Batch batch(Random random) {
        int count = 1 + random.nextInt(60);
        String[] rows = new String[count];
        for (int row = 0; row < count; row++) {
            int key = random.nextInt(KEYS + 1);
            // Large results are few, so that the test is fast.
            boolean isNull = key == KEYS || (key == 7 && random.nextInt(10) > 0);
            rows[row] = random.nextInt(100) + " " + (row % 7 == 0 ? "NULL" : "row" + row) + " "
                    + (isNull ? "NULL" : String.valueOf(key));
        }
        Batch batch = RowText.batch(LEFT, rows);
        if (random.nextBoolean()) {
            return batch;
        }
        int[] some = random.ints(0, count).distinct().limit(1 + count / 2).toArray();
        return batch.select(some, some.length);
    }

    private static List<String> expected(Batch batch, Versions table, boolean leftOuter, boolean hasResidual) {
        List<String> rows = new ArrayList<>();
        List<String> lefts = RowText.rows(LEFT, batch);
        for (int row = 0; row < batch.rowCount(); row++) {
            String left = lefts.get(row);
            Long number = (Long) BoxedValues.row(LEFT, batch, row).get(0);
            Long key = (Long) BoxedValues.row(LEFT, batch, row).get(2);
            List<String> found = key == null || number == null
                    ? List.of()
                    : LongStream.range(0, table.count(key))
                            .filter(i -> !hasResidual || (key * 100 + i + number) % 2 == 1)
                            .mapToObj(i -> left + " " + table.row(key, i))
                            .toList();
            rows.addAll(found);
            if (found.isEmpty() && leftOuter) {
                rows.add(left + " NULL NULL NULL");
            }
        }
        return rows;
    }
}
