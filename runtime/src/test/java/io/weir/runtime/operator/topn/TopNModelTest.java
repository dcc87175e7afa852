package io.weir.runtime.operator.topn;

import static io.weir.runtime.testing.Types.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.SortKey;
import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.NetContent;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.runtime.testing.RandomChangelog;
import io.weir.runtime.testing.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random changelogs of (key, a, b) against ranks counted from scratch. */
final class TopNModelTest {
    /** NULLs last; then numbers, the greatest first. */
    private static final Comparator<String> DESCENDING =
            Comparator.comparing((String value) -> value.equals("NULL")).thenComparing(value -> -number(value));

    private static final Comparator<String> BY_A = Comparator.comparing(row -> row.split(" ")[1], DESCENDING);
    private static final Comparator<String> BY_A_AND_B =
            BY_A.thenComparing(row -> row.split(" ")[2], Comparator.comparing(TopNModelTest::number));

    private static long number(String value) {
        return value.equals("NULL") ? 0 : Long.parseLong(value);
    }

    @Test
    void ranksAreThoseOfTheRowsThatAreThere() {
        Seeds.forEach(120, this::run);
    }

    private void run(Random random) {
        RankFunction rank = RankFunction.values()[random.nextInt(3)];
        long from = 1L + random.nextInt(3);
        long to = from + random.nextInt(4);
        boolean emitRank = random.nextBoolean();
        boolean insertOnly = random.nextInt(3) == 0;
        List<SortKey> order = new ArrayList<>(List.of(new SortKey(1, BIGINT, true, false)));
        if (rank == RankFunction.ROW_NUMBER) {
            order.add(new SortKey(2, BIGINT, false, false));
        }
        TopNFactory factory = new TopNFactory(
                "top",
                "TopN",
                List.of(0),
                List.of(BIGINT),
                order,
                List.of(BIGINT, BIGINT, BIGINT),
                rank,
                from,
                to,
                emitRank,
                insertOnly,
                0);
        OperatorHarness.Builder builder =
                OperatorHarness.of(factory).input(BIGINT, BIGINT, BIGINT).state(new StrictStateBackends());
        RandomChangelog changelog = new RandomChangelog(
                random,
                () -> random.nextInt(3) + " " + (random.nextInt(6) == 0 ? "NULL" : random.nextInt(5) - 2) + " "
                        + random.nextInt(3),
                insertOnly);
        NetContent content = new NetContent();
        try (OperatorHarness harness = (emitRank
                        ? builder.output(BIGINT, BIGINT, BIGINT, BIGINT)
                        : builder.output(BIGINT, BIGINT, BIGINT))
                .open()) {
            for (int step = 0; step < 8; step++) {
                harness.process(0, changelog.batch(1 + random.nextInt(12)).toArray(String[]::new));
                harness.process(0, changelog.settle().toArray(String[]::new));
                content.apply(harness.rows());
                assertThat(content.rows())
                        .as("%s", factory)
                        .isEqualTo(expected(changelog.rows(), rank, from, to, emitRank));
            }
        }
    }

    private static List<String> expected(
            List<String> rows, RankFunction function, long from, long to, boolean emitRank) {
        TreeMap<String, List<String>> partitions = new TreeMap<>();
        rows.forEach(row -> partitions
                .computeIfAbsent(row.split(" ")[0], key -> new ArrayList<>())
                .add(row));
        List<String> expected = new ArrayList<>();
        for (List<String> partition : partitions.values()) {
            partition.sort(BY_A_AND_B);
            for (int i = 0; i < partition.size(); i++) {
                String row = partition.get(i);
                long smaller = partition.stream()
                        .filter(other -> BY_A.compare(other, row) < 0)
                        .count();
                long rank = switch (function) {
                    case ROW_NUMBER -> i + 1;
                    case RANK -> smaller + 1;
                    case DENSE_RANK ->
                        1
                                + partition.stream()
                                        .filter(other -> BY_A.compare(other, row) < 0)
                                        .map(other -> other.split(" ")[1])
                                        .distinct()
                                        .count();
                };
                if (rank >= from && rank <= to) {
                    expected.add(row + (emitRank ? " " + rank : ""));
                }
            }
        }
        expected.sort(Comparator.naturalOrder());
        return expected;
    }
}
