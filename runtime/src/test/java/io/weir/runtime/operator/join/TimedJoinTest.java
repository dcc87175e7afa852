package io.weir.runtime.operator.join;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.TIMESTAMP;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.NetContent;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.runtime.testing.RowText;
import io.weir.runtime.testing.Seeds;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Rows of both sides are (key, time, name). */
@SuppressWarnings("ReferenceEquality") // equal rows and constants may stand several times; this very one is meant
final class TimedJoinTest {
    private static final List<DataType> TYPES = List.of(BIGINT, TIMESTAMP, VARCHAR);
    private static final long SECOND = 1_000_000;
    private final StrictStateBackends backends = new StrictStateBackends();

    private OperatorFactory interval(JoinType type, long lowerSeconds, long upperSeconds) {
        return interval(type, lowerSeconds, upperSeconds, Optional.empty());
    }

    private static OperatorFactory interval(
            JoinType type, long lowerSeconds, long upperSeconds, Optional<Supplier<RowPairPredicate>> residual) {
        return new IntervalJoinFactory(
                "join",
                "IntervalJoin",
                type,
                TYPES,
                TYPES,
                List.of(0),
                List.of(0),
                List.of(BIGINT),
                1,
                1,
                lowerSeconds * SECOND,
                upperSeconds * SECOND,
                residual);
    }

    private static OperatorFactory window(JoinType type) {
        return new WindowJoinFactory(
                "join",
                "WindowJoin",
                type,
                TYPES,
                TYPES,
                List.of(0),
                List.of(0),
                List.of(BIGINT),
                1,
                1,
                Optional.empty());
    }

    private OperatorHarness harness(OperatorFactory factory, boolean pairs) {
        OperatorHarness.Builder builder = OperatorHarness.of(factory)
                .input(BIGINT, TIMESTAMP, VARCHAR)
                .input(BIGINT, TIMESTAMP, VARCHAR)
                .side(1, BIGINT, TIMESTAMP, VARCHAR)
                .side(2, BIGINT, TIMESTAMP, VARCHAR)
                .state(backends);
        return (pairs
                        ? builder.output(BIGINT, TIMESTAMP, VARCHAR, BIGINT, TIMESTAMP, VARCHAR)
                        : builder.output(BIGINT, TIMESTAMP, VARCHAR))
                .open();
    }

    @Test
    void rowsWithinTheIntervalMeet() {
        OperatorHarness harness = harness(interval(JoinType.INNER, -2, 1), true);
        harness.process(1, "+I 1 00:00:10 r");
        harness.process(
                0, "+I 1 00:00:07 a", "+I 1 00:00:08 b", "+I 1 00:00:11 c", "+I 1 00:00:12 d", "+I 2 00:00:10 e");
        assertThat(harness.rows()).containsExactly("+I 1 00:00:08 b 1 00:00:10 r", "+I 1 00:00:11 c 1 00:00:10 r");
        harness.process(1, "+I 1 00:00:09 s", "+I NULL 00:00:09 t", "+I 1 NULL u");
        assertThat(harness.rows()).containsExactly("+I 1 00:00:07 a 1 00:00:09 s", "+I 1 00:00:08 b 1 00:00:09 s");
    }

    @Test
    void theWatermarkIsHeldBackByTheWidthOfTheInterval() {
        OperatorHarness harness = harness(interval(JoinType.INNER, -2, 1), true);
        harness.watermark("00:00:20");
        assertThat(harness.output()).containsExactly("watermark 00:00:18");
        harness.watermark("END");
        assertThat(harness.output()).containsExactly("watermark END");
    }

    @Test
    void aRowWithoutMatchComesOutWhenNoneCanFollow() {
        OperatorHarness harness = harness(interval(JoinType.FULL, -2, 1), true);
        // A left row matches right rows from one second before it to two seconds behind it.
        harness.process(0, "+I 1 00:00:10 a", "+I NULL 00:00:10 n").process(1, "+I 2 00:00:10 r");
        assertThat(harness.rows()).containsExactly("+I NULL 00:00:10 n NULL NULL NULL");
        harness.watermark("00:00:10.999");
        assertThat(harness.rows()).isEmpty();
        harness.watermark("00:00:11");
        assertThat(harness.rows()).containsExactly("+I NULL NULL NULL 2 00:00:10 r");
        harness.watermark("00:00:12");
        assertThat(harness.output()).containsExactly("+I 1 00:00:10 a NULL NULL NULL", "watermark 00:00:10");
        assertThat(backends.lastSnapshot().size("left")).isZero();
        assertThat(backends.lastSnapshot().size("leftTimers")).isZero();
    }

    @Test
    void aLateRowMeetsWhatIsStillKept() {
        OperatorHarness harness = harness(interval(JoinType.LEFT, -5, 5), true);
        harness.process(1, "+I 1 00:00:10 r").watermark("00:00:12");
        harness.output();
        harness.process(0, "+I 1 00:00:06 a", "+I 1 00:00:01 b");
        assertThat(harness.rows()).containsExactly("+I 1 00:00:06 a 1 00:00:10 r", "+I 1 00:00:01 b NULL NULL NULL");
        harness.watermark("END");
        assertThat(harness.rows()).isEmpty();
    }

    @Test
    void equalRowsCountEach() {
        OperatorHarness harness = harness(interval(JoinType.INNER, 0, 0), true);
        harness.process(0, "+I 1 00:00:10 a", "+I 1 00:00:10 a").process(1, "+I 1 00:00:10 r", "+I 1 00:00:10 r");
        assertThat(harness.rows()).hasSize(4).containsOnly("+I 1 00:00:10 a 1 00:00:10 r");
    }

    @Test
    void rowsOfTheSameWindowMeet() {
        OperatorHarness harness = harness(window(JoinType.LEFT), true);
        harness.process(0, "+I 1 00:00:10 a", "+I 1 00:00:20 b").process(1, "+I 1 00:00:10 r");
        assertThat(harness.rows()).containsExactly("+I 1 00:00:10 a 1 00:00:10 r");
        harness.watermark("00:00:19.999998");
        assertThat(harness.output()).containsExactly("watermark 00:00:19.999998");
        harness.watermark("00:00:19.999999");
        assertThat(harness.output()).containsExactly("+I 1 00:00:20 b NULL NULL NULL", "watermark 00:00:19.999999");
        harness.process(1, "+I 1 00:00:20 late");
        assertThat(harness.count("numLateRecordsDropped")).isEqualTo(1);
        assertThat(harness.side(2)).containsExactly("+I 1 00:00:20 late");
        harness.watermark("END");
        assertThat(harness.rows()).isEmpty();
    }

    @Test
    void manyMatchesComeBatchByBatch() {
        OperatorHarness harness = harness(interval(JoinType.INNER, 0, 0), true);
        String[] rows = new String[300];
        Arrays.setAll(rows, i -> "+I 1 00:00:10 x" + i);
        harness.process(0, rows).process(1, rows);
        assertThat(harness.batchesInCall()).isLessThanOrEqualTo(1);
        assertThat(harness.rows()).hasSize(90_000);
    }

    @Test
    void everyTypeOfIntervalJoinIsWhatItsDefinitionSays() {
        Seeds.forEach(120, this::runInterval);
    }

    private record Row(int key, int second, String name) {
        String text() {
            return key + " " + RowText.timestamp(second * SECOND) + " " + name;
        }
    }

    private void runInterval(Random random) {
        JoinType type = JoinType.values()[random.nextInt(JoinType.values().length)];
        int lower = random.nextInt(8) - 5;
        int upper = lower + random.nextInt(6);
        boolean filtered = random.nextBoolean();
        RowPairPredicate sameName =
                (left, leftRow, right, rightRow) -> name(left, leftRow).equals(name(right, rightRow));
        OperatorFactory factory =
                interval(type, lower, upper, filtered ? Optional.of(() -> sameName) : Optional.empty());
        List<List<Row>> inputs = List.of(new ArrayList<>(), new ArrayList<>());
        NetContent content = new NetContent();
        try (OperatorHarness harness = harness(factory, type.emitsPairs())) {
            int watermark = -100;
            for (int step = 0; step < 15; step++) {
                int input = random.nextInt(2);
                List<String> batch = new ArrayList<>();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    Row row = new Row(
                            random.nextInt(2), Math.max(0, watermark + 1) + random.nextInt(8), "n" + random.nextInt(2));
                    inputs.get(input).add(row);
                    batch.add("+I " + row.text());
                }
                harness.process(input, batch.toArray(String[]::new));
                if (random.nextBoolean()) {
                    watermark = Math.max(0, watermark) + random.nextInt(4);
                    harness.watermark(watermark * SECOND);
                }
            }
            harness.watermark("END");
            content.apply(harness.rows());
            assertThat(content.rows())
                    .as("%s", factory)
                    .isEqualTo(expected(type, inputs.get(0), inputs.get(1), lower, upper, filtered));
            assertThat(backends.lastSnapshot().size("left")).isZero();
            assertThat(backends.lastSnapshot().size("right")).isZero();
            assertThat(backends.lastSnapshot().size("leftTimers")).isZero();
            assertThat(backends.lastSnapshot().size("rightTimers")).isZero();
        }
    }

    private static String name(Batch batch, int row) {
        return ((BytesColumn) batch.column(2)).text(batch.position(row));
    }

    private static List<String> expected(
            JoinType type, List<Row> left, List<Row> right, int lower, int upper, boolean filtered) {
        List<String> expected = new ArrayList<>();
        List<Row> unmatchedRight = new ArrayList<>(right);
        for (Row l : left) {
            boolean matched = false;
            for (Row r : right) {
                int difference = l.second - r.second;
                if (l.key == r.key
                        && difference >= lower
                        && difference <= upper
                        && (!filtered || l.name.equals(r.name))) {
                    matched = true;
                    unmatchedRight.removeIf(row -> row == r);
                    if (type.emitsPairs()) {
                        expected.add(l.text() + " " + r.text());
                    }
                }
            }
            if (type == JoinType.SEMI ? matched : type == JoinType.ANTI && !matched) {
                expected.add(l.text());
            } else if (!matched && (type == JoinType.LEFT || type == JoinType.FULL)) {
                expected.add(l.text() + " NULL NULL NULL");
            }
        }
        if (type == JoinType.RIGHT || type == JoinType.FULL) {
            unmatchedRight.forEach(row -> expected.add("NULL NULL NULL " + row.text()));
        }
        expected.sort(Comparator.naturalOrder());
        return expected;
    }
}
