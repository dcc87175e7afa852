package io.weir.runtime.operator.join;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.NetContent;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.runtime.testing.RandomChangelog;
import io.weir.runtime.testing.Seeds;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Rows of both sides are (key, name). */
final class JoinTest {
    private static final List<DataType> TYPES = List.of(BIGINT, VARCHAR);
    private static final RowPairPredicate OTHER_NAME =
            (left, leftRow, right, rightRow) -> !name(left, leftRow).equals(name(right, rightRow));
    private final StrictStateBackends backends = new StrictStateBackends();

    private static String name(Batch batch, int row) {
        return batch.column(1).isNull(batch.position(row))
                ? "NULL"
                : ((BytesColumn) batch.column(1)).text(batch.position(row));
    }

    private OperatorHarness harness(JoinType type) {
        return harness(type, true, false, false);
    }

    private OperatorHarness harness(JoinType type, boolean keyed, boolean filtered, boolean insertOnly) {
        Optional<Supplier<RowPairPredicate>> residual = filtered ? Optional.of(() -> OTHER_NAME) : Optional.empty();
        List<Integer> keys = keyed ? List.of(0) : List.of();
        OperatorHarness.Builder builder = OperatorHarness.of(new JoinFactory(
                        "join",
                        "Join",
                        type,
                        TYPES,
                        TYPES,
                        keys,
                        keys,
                        keyed ? List.of(BIGINT) : List.of(),
                        residual,
                        insertOnly,
                        insertOnly,
                        0,
                        0))
                .input(BIGINT, VARCHAR)
                .input(BIGINT, VARCHAR)
                .state(backends);
        return (type.emitsPairs() ? builder.output(BIGINT, VARCHAR, BIGINT, VARCHAR) : builder.output(BIGINT, VARCHAR))
                .open();
    }

    @Test
    void matchingRowsComeAsPairs() {
        OperatorHarness harness = harness(JoinType.INNER);
        harness.process(0, "+I 1 a", "+I 1 a", "+I 2 b", "+I NULL c");
        assertThat(harness.rows()).isEmpty();
        harness.process(1, "+I 1 x", "+I NULL y");
        assertThat(harness.rows()).containsExactly("+I 1 a 1 x", "+I 1 a 1 x");
        harness.process(0, "-D 1 a");
        assertThat(harness.rows()).containsExactly("-D 1 a 1 x");
        harness.process(1, "-D 1 x").process(0, "-D 1 a", "-D 2 b");
        assertThat(harness.rows()).containsExactly("-D 1 a 1 x");
        assertThat(backends.lastSnapshot().size("left")).isZero();
        assertThat(backends.lastSnapshot().size("right")).isZero();
    }

    @Test
    void aLeftRowIsPaddedWhileItHasNoMatch() {
        OperatorHarness harness = harness(JoinType.LEFT);
        harness.process(0, "+I 1 a", "+I NULL n");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I 1 a NULL NULL", "+I NULL n NULL NULL");
        harness.process(1, "+I 1 x", "+I 1 y");
        assertThat(new NetContent().apply(harness.rows()).rows())
                .containsExactlyInAnyOrder("-1 a NULL NULL", "1 a 1 x", "1 a 1 y");
        harness.process(1, "-D 1 x", "-D 1 y");
        assertThat(new NetContent().apply(harness.rows()).rows())
                .containsExactlyInAnyOrder("-1 a 1 x", "-1 a 1 y", "1 a NULL NULL");
        harness.process(0, "-D NULL n");
        assertThat(harness.rows()).containsExactly("-D NULL n NULL NULL");
    }

    @Test
    void aSemiJoinEmitsALeftRowOnce() {
        OperatorHarness harness = harness(JoinType.SEMI);
        harness.process(0, "+I 1 a", "+I 2 b").process(1, "+I 1 x").process(1, "+I 1 y");
        assertThat(harness.rows()).containsExactly("+I 1 a");
        harness.process(1, "-D 1 x");
        assertThat(harness.rows()).isEmpty();
        harness.process(1, "-D 1 y");
        assertThat(harness.rows()).containsExactly("-D 1 a");
    }

    @Test
    void anAntiJoinEmitsRowsWithoutMatch() {
        OperatorHarness harness = harness(JoinType.ANTI);
        harness.process(0, "+I 1 a", "+I NULL n");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I 1 a", "+I NULL n");
        harness.process(1, "+I 1 x");
        assertThat(harness.rows()).containsExactly("-D 1 a");
        harness.process(1, "-D 1 x");
        assertThat(harness.rows()).containsExactly("+I 1 a");
    }

    @Test
    void aRowWithManyMatchesComesBatchByBatch() {
        OperatorHarness harness = harness(JoinType.INNER);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            rows.add("+I 1 x" + i);
        }
        harness.process(1, rows.toArray(String[]::new));
        harness.process(0, "+I 1 a", "+I 1 b");
        assertThat(harness.batchesInCall()).isLessThanOrEqualTo(1);
        assertThat(harness.rows()).hasSize(100_000);
    }

    @Test
    void manyUnmatchedRowsComeBatchByBatch() {
        OperatorHarness harness = harness(JoinType.LEFT);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            rows.add("+I 1 x" + i);
        }
        harness.process(0, rows.toArray(String[]::new)).process(1, "+I 1 r");
        assertThat(new NetContent().apply(harness.rows()).rows()).hasSize(20_000);
    }

    @Test
    void aRowThatEndsManyRowsOfAnAntiJoinDoesSoBatchByBatch() {
        OperatorHarness harness = harness(JoinType.ANTI, true, true, false);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            rows.add("+I 1 x" + i);
        }
        harness.process(0, rows.toArray(String[]::new)).process(1, "+I 1 x7", "+I 1 x8", "-D 1 x8");
        assertThat(new NetContent().apply(harness.rows()).rows()).containsExactly("1 x7");
    }

    @Test
    void everyTypeIsWhatItsDefinitionSays() {
        Seeds.forEach(200, this::run);
    }

    private void run(Random random) {
        JoinType type = JoinType.values()[random.nextInt(JoinType.values().length)];
        boolean keyed = random.nextInt(4) > 0;
        boolean filtered = random.nextBoolean();
        boolean insertOnly = random.nextInt(4) == 0;
        List<RandomChangelog> sides = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
            sides.add(new RandomChangelog(
                    random,
                    () -> (random.nextInt(6) == 0 ? "NULL" : random.nextInt(3)) + " "
                            + List.of("a", "b", "NULL").get(random.nextInt(3)),
                    insertOnly));
        }
        NetContent content = new NetContent();
        try (OperatorHarness harness = harness(type, keyed, filtered, insertOnly)) {
            for (int step = 0; step < 6; step++) {
                for (int call = random.nextInt(3); call >= 0; call--) {
                    int side = random.nextInt(2);
                    harness.process(
                            side, sides.get(side).batch(1 + random.nextInt(6)).toArray(String[]::new));
                }
                harness.process(0, sides.get(0).settle().toArray(String[]::new));
                harness.process(1, sides.get(1).settle().toArray(String[]::new));
                content.apply(harness.rows());
                assertThat(content.rows())
                        .as("%s, keyed %s, filtered %s, insertOnly %s", type, keyed, filtered, insertOnly)
                        .isEqualTo(expected(
                                type,
                                keyed,
                                filtered,
                                sides.get(0).rows(),
                                sides.get(1).rows()));
            }
            if (!insertOnly) {
                for (int side = 0; side < 2; side++) {
                    harness.process(
                            side,
                            sides.get(side).rows().stream()
                                    .map(row -> "-D " + row)
                                    .toArray(String[]::new));
                }
                assertThat(content.apply(harness.rows()).rows()).isEmpty();
                assertThat(backends.lastSnapshot().size("left")).isZero();
                assertThat(backends.lastSnapshot().size("right")).isZero();
            }
        }
    }

    private static List<String> expected(
            JoinType type, boolean keyed, boolean filtered, List<String> left, List<String> right) {
        List<String> expected = new ArrayList<>();
        for (String l : left) {
            long matches =
                    right.stream().filter(r -> matches(keyed, filtered, l, r)).count();
            if (type.emitsPairs()) {
                right.stream().filter(r -> matches(keyed, filtered, l, r)).forEach(r -> expected.add(l + " " + r));
            }
            if (type == JoinType.SEMI ? matches > 0 : type == JoinType.ANTI && matches == 0) {
                expected.add(l);
            } else if (matches == 0 && (type == JoinType.LEFT || type == JoinType.FULL)) {
                expected.add(l + " NULL NULL");
            }
        }
        if (type == JoinType.RIGHT || type == JoinType.FULL) {
            right.stream()
                    .filter(r -> left.stream().noneMatch(l -> matches(keyed, filtered, l, r)))
                    .forEach(r -> expected.add("NULL NULL " + r));
        }
        Collections.sort(expected);
        return expected;
    }

    private static boolean matches(boolean keyed, boolean filtered, String left, String right) {
        String[] l = left.split(" ");
        String[] r = right.split(" ");
        return (!keyed || (!l[0].equals("NULL") && l[0].equals(r[0]))) && (!filtered || !l[1].equals(r[1]));
    }
}
