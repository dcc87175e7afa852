package io.weir.runtime.operator.window;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.TIMESTAMP;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.NetContent;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.runtime.testing.RandomChangelog;
import io.weir.runtime.testing.RowText;
import io.weir.runtime.testing.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rows are (key, time, value); the gap is five seconds. */
@SuppressWarnings("ReferenceEquality") // equal rows and constants may stand several times; this very one is meant
final class SessionAggregateTest {
    private static final long SECOND = 1_000_000;
    private static final long GAP = 5;
    private static final AggregateCall SUM =
            AggregateCall.of(AggregateCall.Kind.SUM, List.of(2), List.of(BIGINT), BIGINT);
    private static final AggregateCall COUNT_DISTINCT = new AggregateCall(
            AggregateCall.Kind.COUNT, List.of(2), List.of(BIGINT), -1, true, List.of(), BIGINT, List.of());

    private final StrictStateBackends backends = new StrictStateBackends();

    private OperatorHarness harness(boolean insertOnly, AggregateCall call) {
        return OperatorHarness.of(new SessionAggregateFactory(
                        "session",
                        "SessionAggregate",
                        List.of(0),
                        List.of(VARCHAR),
                        List.of(VARCHAR, TIMESTAMP, BIGINT),
                        1,
                        GAP * SECOND,
                        List.of(call),
                        insertOnly,
                        1))
                .input(VARCHAR, TIMESTAMP, BIGINT)
                .output(VARCHAR, BIGINT, TIMESTAMP, TIMESTAMP)
                .side(1, VARCHAR, TIMESTAMP, BIGINT)
                .state(backends)
                .open();
    }

    @Test
    void aSessionEndsAGapBehindItsLastRow() {
        OperatorHarness harness = harness(true, SUM);
        harness.process(0, "+I a 00:00:01 1", "+I a 00:00:04 2", "+I b 00:00:02 4", "+I a NULL 8");
        harness.watermark("00:00:06.999998");
        assertThat(harness.rows()).isEmpty();
        harness.watermark("00:00:06.999999");
        assertThat(harness.output()).containsExactly("+I b 4 00:00:02 00:00:07", "watermark 00:00:06.999999");
        harness.watermark("00:00:09");
        assertThat(harness.rows()).containsExactly("+I a 3 00:00:01 00:00:09");
        assertThat(backends.lastSnapshot().size("rows")).isZero();
        assertThat(backends.lastSnapshot().size("timers")).isZero();
    }

    @Test
    void aRowBetweenTwoSessionsJoinsThem() {
        OperatorHarness harness = harness(true, SUM);
        harness.process(0, "+I a 00:00:01 1", "+I a 00:00:09 2")
                .process(0, "+I a 00:00:05 4")
                .watermark("END");
        assertThat(harness.rows()).containsExactly("+I a 7 00:00:01 00:00:14");
    }

    @Test
    void aRowAtTheEndOfASessionBeginsTheNext() {
        OperatorHarness harness = harness(true, SUM);
        harness.process(0, "+I a 00:00:01 1", "+I a 00:00:06 2").watermark("END");
        assertThat(harness.rows()).containsExactly("+I a 1 00:00:01 00:00:06", "+I a 2 00:00:06 00:00:11");
    }

    @Test
    void aWithdrawnRowSplitsItsSession() {
        OperatorHarness harness = harness(false, COUNT_DISTINCT);
        harness.process(0, "+I a 00:00:01 1", "+I a 00:00:05 2", "+I a 00:00:09 3")
                .process(0, "-D a 00:00:05 2");
        harness.watermark("00:00:06");
        assertThat(harness.rows()).containsExactly("+I a 1 00:00:01 00:00:06");
        harness.watermark("END");
        assertThat(harness.rows()).containsExactly("+I a 1 00:00:09 00:00:14");
        assertThat(backends.lastSnapshot().size("distinct0")).isZero();
        assertThat(backends.lastSnapshot().size("session")).isZero();
    }

    @Test
    void aLateRowCountsOnlyInASessionThatIsOpen() {
        OperatorHarness harness = harness(true, SUM);
        harness.process(0, "+I a 00:00:08 1").watermark("00:00:10");
        harness.process(0, "+I a 00:00:04 2", "+I a 00:00:01 4", "+I a 00:00:00 8", "+I b 00:00:04 16");
        assertThat(harness.side(1)).containsExactly("+I b 00:00:04 16");
        assertThat(harness.count("numLateRecordsDropped")).isEqualTo(1);
        harness.watermark("END");
        assertThat(harness.rows()).containsExactly("+I a 15 00:00:00 00:00:13");
    }

    @Test
    void sessionsAreThoseOfTheRowsThatCameInTime() {
        Seeds.forEach(120, this::run);
    }

    private void run(Random random) {
        boolean insertOnly = random.nextBoolean();
        AggregateCall call = random.nextBoolean() ? SUM : COUNT_DISTINCT;
        NetContent content = new NetContent();
        List<String> all = new ArrayList<>();
        try (OperatorHarness harness = harness(insertOnly, call)) {
            long[] watermark = {0};
            for (int step = 0; step < 8; step++) {
                RandomChangelog changelog = new RandomChangelog(
                        random,
                        () -> "k" + random.nextInt(2) + " "
                                + RowText.timestamp((watermark[0] + 1 + random.nextInt(25)) * SECOND) + " "
                                + random.nextInt(4),
                        insertOnly);
                harness.process(0, changelog.batch(random.nextInt(7)).toArray(String[]::new));
                harness.process(0, changelog.settle().toArray(String[]::new));
                all.addAll(changelog.rows());
                watermark[0] += random.nextInt(12);
                harness.watermark(watermark[0] * SECOND);
            }
            harness.watermark("END");
            content.apply(harness.rows());
            assertThat(content.rows()).as("%s", call.kind()).isEqualTo(expected(call, all));
            for (String table : List.of("rows", "timers", "session", "distinct0")) {
                assertThat(backends.lastSnapshot().size(table)).as(table).isZero();
            }
        }
    }

    private static List<String> expected(AggregateCall call, List<String> rows) {
        Map<String, TreeMap<Long, List<Long>>> keys = new TreeMap<>();
        for (String row : rows) {
            String[] words = row.split(" ");
            keys.computeIfAbsent(words[0], key -> new TreeMap<>())
                    .computeIfAbsent(RowText.micros(words[1]), time -> new ArrayList<>())
                    .add(Long.valueOf(words[2]));
        }
        List<String> expected = new ArrayList<>();
        keys.forEach((key, times) -> {
            List<Long> values = new ArrayList<>();
            Long start = null;
            for (long time : times.keySet()) {
                start = start == null ? time : start;
                values.addAll(times.get(time));
                Long next = times.higherKey(time);
                if (next == null || next - time >= GAP * SECOND) {
                    long result = call == SUM
                            ? values.stream().mapToLong(value -> value).sum()
                            : values.stream().distinct().count();
                    expected.add(key + " " + result + " " + RowText.timestamp(start) + " "
                            + RowText.timestamp(time + GAP * SECOND));
                    values.clear();
                    start = null;
                }
            }
        });
        Collections.sort(expected);
        return expected;
    }
}
