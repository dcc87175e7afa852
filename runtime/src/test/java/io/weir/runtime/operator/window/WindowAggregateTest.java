package io.weir.runtime.operator.window;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.TIMESTAMP;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.runtime.operator.aggregate.AggregateFunctions;
import io.weir.runtime.operator.aggregate.LocalAggregateFactory;
import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.FirstPhase;
import io.weir.runtime.testing.NetContent;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.runtime.testing.RandomChangelog;
import io.weir.runtime.testing.RowText;
import io.weir.runtime.testing.Seeds;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rows are (key, time, value). */
final class WindowAggregateTest {
    private static final long SECOND = 1_000_000;
    private static final AggregateCall SUM =
            AggregateCall.of(AggregateCall.Kind.SUM, List.of(2), List.of(BIGINT), BIGINT);
    private static final AggregateCall MAX =
            AggregateCall.of(AggregateCall.Kind.MAX, List.of(2), List.of(BIGINT), BIGINT);
    private static final AggregateCall COUNT_DISTINCT = new AggregateCall(
            AggregateCall.Kind.COUNT, List.of(2), List.of(BIGINT), -1, true, List.of(), BIGINT, List.of());

    private final StrictStateBackends backends = new StrictStateBackends();

    private static WindowSpec tumble(long size, long offset) {
        return new WindowSpec(WindowSpec.Kind.TUMBLE, size * SECOND, size * SECOND, offset * SECOND);
    }

    private static WindowSpec hop(long size, long step) {
        return new WindowSpec(WindowSpec.Kind.HOP, size * SECOND, step * SECOND, 0);
    }

    private static WindowSpec cumulate(long size, long step) {
        return new WindowSpec(WindowSpec.Kind.CUMULATE, size * SECOND, step * SECOND, 0);
    }

    private OperatorHarness harness(WindowSpec window, boolean insertOnly, AggregateCall... calls) {
        return harness(
                new WindowAggregateFactory(
                        "window",
                        "WindowAggregate",
                        List.of(0),
                        List.of(VARCHAR),
                        1,
                        window,
                        List.of(calls),
                        insertOnly,
                        EmitSpec.AT_END,
                        1),
                calls.length);
    }

    private OperatorHarness harness(OperatorFactory factory, int calls) {
        List<DataType> output = new ArrayList<>(List.of(VARCHAR));
        for (int i = 0; i < calls; i++) {
            output.add(BIGINT);
        }
        output.addAll(List.of(TIMESTAMP, TIMESTAMP));
        return OperatorHarness.of(factory)
                .input(VARCHAR, TIMESTAMP, BIGINT)
                .input(FirstPhase.groupTypes(firstPhase(tumble(10, 0), combinable(factory))))
                .output(output.toArray(DataType[]::new))
                .side(1, VARCHAR, TIMESTAMP, BIGINT)
                .state(backends)
                .open();
    }

    /** The only call of a factory if it can be combined early, else any that can. */
    private static AggregateCall combinable(OperatorFactory factory) {
        return factory instanceof WindowAggregateFactory window
                        && AggregateFunctions.areMergeable(window.calls(), window.insertOnly())
                ? window.calls().get(0)
                : SUM;
    }

    private static LocalAggregateFactory firstPhase(WindowSpec window, AggregateCall call) {
        var slices = new LocalAggregateFactory.Slices(1, window.sliceMicros(), window.offsetMicros());
        return new LocalAggregateFactory(
                "local", "Local", List.of(0), List.of(VARCHAR), List.of(call), Optional.of(slices), true, 1);
    }

    @Test
    void rowsCombinedBeforeTheExchangeAreLateTogetherAndCountedEach() {
        for (WindowSpec window : List.of(tumble(10, 0), hop(10, 5))) {
            OperatorHarness harness = harness(window, true, SUM);
            try (FirstPhase first = new FirstPhase(firstPhase(window, SUM), List.of(VARCHAR, TIMESTAMP, BIGINT))) {
                int sent = first.process(harness, "+I a 00:00:11 1", "+I a 00:00:12 2", "+I b 00:00:13 4");
                assertThat(sent).isEqualTo(2);
                harness.watermark("00:00:29.999999");
                assertThat(harness.rows()).contains("+I a 3 00:00:10 00:00:20", "+I b 4 00:00:10 00:00:20");
                sent = first.process(harness, "+I a 00:00:11 1", "+I a 00:00:12 2", "+I b 00:00:31 4");
                assertThat(sent).isEqualTo(2);
            }
            assertThat(harness.count("numLateRecordsDropped")).isEqualTo(2);
            harness.watermark("00:00:39.999999");
            assertThat(harness.rows()).contains("+I b 4 00:00:30 00:00:40");
        }
    }

    @Test
    void aWindowComesOutWhenTheWatermarkReachesItsEnd() {
        OperatorHarness harness = harness(tumble(10, 0), true, SUM);
        harness.process(0, "+I a 00:00:03 1", "+I a 00:00:09.999999 2", "+I a 00:00:10 4", "+I b NULL 8");
        harness.watermark("00:00:09.999998");
        assertThat(harness.output()).containsExactly("watermark 00:00:09.999998");
        harness.watermark("00:00:09.999999");
        assertThat(harness.output()).containsExactly("+I a 3 00:00:00 00:00:10", "watermark 00:00:09.999999");
        harness.watermark("END");
        assertThat(harness.output()).containsExactly("+I a 4 00:00:10 00:00:20", "watermark END");
        assertThat(backends.lastSnapshot().size("windows")).isZero();
    }

    @Test
    void rowsOfCompleteWindowsAreLate() {
        OperatorHarness harness = harness(tumble(10, 0), true, SUM);
        harness.watermark("00:00:10").process(0, "+I a 00:00:09 1", "+I a 00:00:10 2");
        assertThat(harness.count("numLateRecordsDropped")).isEqualTo(1);
        assertThat(harness.side(1)).containsExactly("+I a 00:00:09 1");
        harness.watermark("00:00:20");
        assertThat(harness.rows()).containsExactly("+I a 2 00:00:10 00:00:20");
    }

    @Test
    void aRowThatIsLateForSomeWindowsCountsInTheOthers() {
        OperatorHarness harness = harness(hop(10, 5), true, SUM);
        harness.process(0, "+I a 00:00:07 1").watermark("00:00:10");
        assertThat(harness.rows()).containsExactly("+I a 1 00:00:00 00:00:10");
        harness.process(0, "+I a 00:00:06 2");
        assertThat(harness.count("numLateRecordsDropped")).isZero();
        harness.watermark("00:00:15");
        assertThat(harness.rows()).containsExactly("+I a 3 00:00:05 00:00:15");
        harness.watermark("END");
        assertThat(harness.rows()).isEmpty();
        assertThat(backends.lastSnapshot().size("slices")).isZero();
        assertThat(backends.lastSnapshot().size("timers")).isZero();
    }

    @Test
    void aJumpOfTheWatermarkBringsAllWindowsBetween() {
        OperatorHarness harness = harness(hop(10, 5), true, SUM);
        harness.process(0, "+I a 00:00:07 1", "+I a 00:00:12 2").watermark("END");
        assertThat(harness.output())
                .containsExactly(
                        "+I a 1 00:00:00 00:00:10",
                        "+I a 3 00:00:05 00:00:15",
                        "+I a 2 00:00:10 00:00:20",
                        "watermark END");
    }

    @Test
    void cumulatingWindowsGrowFromTheSameStart() {
        OperatorHarness harness = harness(cumulate(15, 5), true, SUM);
        harness.process(0, "+I a 00:00:01 1", "+I a 00:00:11 2").watermark("END");
        assertThat(harness.rows())
                .containsExactly("+I a 1 00:00:00 00:00:05", "+I a 1 00:00:00 00:00:10", "+I a 3 00:00:00 00:00:15");
    }

    @Test
    void hopsThatLeaveGapsLeaveRowsOut() {
        OperatorHarness harness = harness(hop(2, 5), true, SUM);
        harness.process(0, "+I a 00:00:01 1", "+I a 00:00:03 2", "+I a 00:00:06 4")
                .watermark("END");
        assertThat(harness.rows()).containsExactly("+I a 1 00:00:00 00:00:02", "+I a 4 00:00:05 00:00:07");
    }

    @Test
    void anOffsetShiftsWindowsAlsoBeforeTheEpoch() {
        OperatorHarness harness = harness(tumble(10, 3), true, SUM);
        harness.process(0, "+I a 1969-12-31T23:59:52 1", "+I a 00:00:02 2", "+I a 00:00:03 4")
                .watermark("END");
        assertThat(harness.rows())
                .containsExactly(
                        "+I a 1 1969-12-31T23:59:43 1969-12-31T23:59:53",
                        "+I a 2 1969-12-31T23:59:53 00:00:03",
                        "+I a 4 00:00:03 00:00:13");
    }

    @Test
    void aWindowWhoseRowsAreAllWithdrawnDoesNotComeOut() {
        OperatorHarness harness = harness(tumble(10, 0), false, MAX);
        harness.process(0, "-D a 00:00:01 7", "+I b 00:00:01 3", "+I b 00:00:01 5")
                .process(0, "+I a 00:00:01 7");
        harness.process(0, "-D b 00:00:01 5").watermark("END");
        assertThat(harness.rows()).containsExactly("+I b 3 00:00:00 00:00:10");
        assertThat(backends.lastSnapshot().size("values0")).isZero();
    }

    @Test
    void windowsMayStandInTheRows() {
        OperatorHarness harness = OperatorHarness.of(new AttachedWindowAggregateFactory(
                        "window", "WindowAggregate", List.of(0), List.of(VARCHAR), 1, 2, List.of(), true, 0))
                .input(VARCHAR, TIMESTAMP, TIMESTAMP)
                .output(VARCHAR, TIMESTAMP, TIMESTAMP)
                .state(backends)
                .open();
        harness.process(
                0, "+I a 00:00:00 00:00:10", "+I a 00:00:05 00:00:10", "+I a 00:00:00 00:00:10", "+I a NULL NULL");
        harness.watermark("00:00:10").process(0, "+I a 00:00:00 00:00:10");
        assertThat(harness.rows()).containsExactly("+I a 00:00:00 00:00:10", "+I a 00:00:05 00:00:10");
        assertThat(harness.count("numLateRecordsDropped")).isEqualTo(1);
    }

    @Test
    void thousandsOfWindowsComeBatchByBatch() {
        OperatorHarness harness = harness(hop(10, 5), true, SUM);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 6000; i++) {
            rows.add("+I k" + i + " 00:00:07 1");
        }
        harness.process(0, rows.toArray(String[]::new)).watermark("END");
        assertThat(harness.rows()).hasSize(12_000);
    }

    @Test
    void theTableFunctionRepeatsARowForEachOfItsWindows() {
        OperatorHarness harness = OperatorHarness.of(new WindowTableFunctionFactory("window", "Hop", 1, hop(10, 5)))
                .input(VARCHAR, TIMESTAMP, BIGINT)
                .output(VARCHAR, TIMESTAMP, BIGINT, TIMESTAMP, TIMESTAMP, TIMESTAMP)
                .open();
        harness.process(0, "-U a 00:00:07 1", "+I b NULL 2");
        assertThat(harness.rows())
                .containsExactly(
                        "-U a 00:00:07 1 00:00:00 00:00:10 00:00:09.999999",
                        "-U a 00:00:07 1 00:00:05 00:00:15 00:00:14.999999");
    }

    private OperatorHarness emitting(long earlyMillis, long lateSeconds, AggregateCall call) {
        return emitting(new EmitSpec(earlyMillis, lateSeconds * SECOND, 0), call);
    }

    private OperatorHarness emitting(EmitSpec emit, AggregateCall call) {
        return harness(
                new WindowAggregateFactory(
                        "window",
                        "WindowAggregate",
                        List.of(0),
                        List.of(VARCHAR),
                        1,
                        tumble(10, 0),
                        List.of(call),
                        false,
                        emit,
                        1),
                1);
    }

    @Test
    void correctionsWaitForTheirDelayButNotForLongerThanTheWindow() {
        OperatorHarness harness = emitting(new EmitSpec(0, 60 * SECOND, 100), SUM);
        long now = harness.clock().currentTimeMillis();
        harness.process(0, "+I a 00:00:03 1").watermark("00:00:10");
        assertThat(harness.rows()).containsExactly("+I a 1 00:00:00 00:00:10");
        harness.process(0, "+I a 00:00:04 2").watermark("00:00:20");
        assertThat(harness.rows()).isEmpty();
        harness.process(0, "+I a 00:00:05 4").advanceTo(now + 200);
        assertThat(harness.rows()).containsExactly("-U a 1 00:00:00 00:00:10", "+U a 7 00:00:00 00:00:10");
        harness.process(0, "+I a 00:00:05 8").watermark("00:01:10");
        assertThat(harness.rows()).containsExactly("-U a 7 00:00:00 00:00:10", "+U a 15 00:00:00 00:00:10");
    }

    @Test
    void earlyResultsComeInProcessingTime() {
        OperatorHarness harness = emitting(100, 0, SUM);
        long now = harness.clock().currentTimeMillis();
        harness.process(0, "+I a 00:00:03 1").advanceTo(now + 99);
        assertThat(harness.rows()).isEmpty();
        harness.advanceTo(now + 200);
        assertThat(harness.rows()).containsExactly("+I a 1 00:00:00 00:00:10");
        harness.process(0, "+I a 00:00:04 2").advanceTo(now + 400);
        assertThat(harness.rows()).containsExactly("-U a 1 00:00:00 00:00:10", "+U a 3 00:00:00 00:00:10");
        harness.process(0, "+I a 00:00:05 4").watermark("00:00:10");
        assertThat(harness.output())
                .containsExactly("-U a 3 00:00:00 00:00:10", "+U a 7 00:00:00 00:00:10", "watermark 00:00:10");
        harness.process(0, "+I a 00:00:05 8");
        assertThat(harness.count("numLateRecordsDropped")).isEqualTo(1);
        assertThat(backends.lastSnapshot().size("windows")).isZero();
        assertThat(backends.lastSnapshot().size("changed")).isZero();
    }

    @Test
    void lateRowsCorrectAResultUntilTheirTimeHasPassed() {
        OperatorHarness harness = emitting(0, 5, COUNT_DISTINCT);
        harness.process(0, "+I a 00:00:03 1").watermark("00:00:12");
        assertThat(harness.rows()).containsExactly("+I a 1 00:00:00 00:00:10");
        harness.process(0, "+I a 00:00:04 2", "+I b 00:00:04 2");
        assertThat(harness.rows())
                .containsExactlyInAnyOrder(
                        "-U a 1 00:00:00 00:00:10", "+U a 2 00:00:00 00:00:10", "+I b 1 00:00:00 00:00:10");
        harness.process(0, "-D b 00:00:04 2", "+I a 00:00:05 2");
        assertThat(harness.rows()).containsExactly("-D b 1 00:00:00 00:00:10");
        harness.watermark("00:00:15").process(0, "+I a 00:00:05 3");
        assertThat(harness.rows()).isEmpty();
        assertThat(harness.side(1)).containsExactly("+I a 00:00:05 3");
        assertThat(backends.lastSnapshot().size("windows")).isZero();
        assertThat(backends.lastSnapshot().size("distinct0")).isZero();
    }

    @Test
    void windowsAreThoseOfTheRowsThatCameInTime() {
        Seeds.forEach(150, this::run);
    }

    private void run(Random random) {
        WindowSpec window = switch (random.nextInt(4)) {
            case 0 -> tumble(1 + random.nextInt(6), random.nextInt(4));
            case 1 -> cumulate(6, 1 + random.nextInt(3));
            default -> hop(1 + random.nextInt(8), 1 + random.nextInt(5));
        };
        boolean insertOnly = random.nextBoolean();
        AggregateCall call = List.of(SUM, MAX, COUNT_DISTINCT).get(random.nextInt(3));
        NetContent content = new NetContent();
        List<String> all = new ArrayList<>();
        boolean hasTwoPhases = AggregateFunctions.areMergeable(List.of(call), insertOnly) && random.nextBoolean();
        AggregateCall combined = hasTwoPhases ? call : SUM;
        try (OperatorHarness harness = harness(window, insertOnly, call);
                FirstPhase first = new FirstPhase(firstPhase(window, combined), List.of(VARCHAR, TIMESTAMP, BIGINT))) {
            long[] watermark = {-20};
            for (int step = 0; step < 8; step++) {
                RandomChangelog changelog = new RandomChangelog(
                        random,
                        () -> "k" + random.nextInt(2) + " "
                                + RowText.timestamp((watermark[0] + 1 + random.nextInt(12)) * SECOND) + " "
                                + (random.nextInt(6) == 0 ? "NULL" : random.nextInt(4)),
                        insertOnly);
                for (List<String> rows : List.of(changelog.batch(random.nextInt(8)), changelog.settle())) {
                    if (hasTwoPhases) {
                        int unused = first.process(harness, rows.toArray(String[]::new));
                    } else {
                        harness.process(0, rows.toArray(String[]::new));
                    }
                }
                all.addAll(changelog.rows());
                watermark[0] += random.nextInt(6);
                harness.watermark(watermark[0] * SECOND);
            }
            harness.watermark("END");
            List<String> out = harness.rows();
            assertThat(out).allMatch(row -> row.startsWith("+I"));
            content.apply(out);
            assertThat(content.rows()).as("%s %s", window, call.kind()).isEqualTo(expected(window, call, all));
            for (String table : List.of("windows", "slices", "timers", "distinct0", "values0")) {
                assertThat(backends.lastSnapshot().size(table)).as(table).isZero();
            }
        }
    }

    private static List<String> expected(WindowSpec window, AggregateCall call, List<String> rows) {
        Map<String, List<String>> windows = new TreeMap<>();
        for (String row : rows) {
            String[] words = row.split(" ");
            long time = RowText.micros(words[1]);
            long size = window.sizeMicros();
            long step = window.stepMicros();
            for (long start = -40 * SECOND + window.offsetMicros(); start < 200 * SECOND; start += SECOND) {
                boolean isStart = Math.floorMod(
                                start - window.offsetMicros(), window.kind() == WindowSpec.Kind.CUMULATE ? size : step)
                        == 0;
                if (!isStart) {
                    continue;
                }
                long firstLength = window.kind() == WindowSpec.Kind.CUMULATE ? step : size;
                for (long end = start + firstLength; end <= start + size; end += step) {
                    if (time >= start && time < end) {
                        windows.computeIfAbsent(
                                        words[0] + " % " + RowText.timestamp(start) + " " + RowText.timestamp(end),
                                        key -> new ArrayList<>())
                                .add(words[2]);
                    }
                }
            }
        }
        List<String> expected = new ArrayList<>();
        windows.forEach((key, values) -> expected.add(key.replace("%", result(call, values))));
        Collections.sort(expected);
        return expected;
    }

    private static String result(AggregateCall call, List<String> all) {
        List<Long> values = all.stream()
                .filter(value -> !value.equals("NULL"))
                .map(Long::valueOf)
                .toList();
        return switch (call.kind()) {
            case COUNT -> String.valueOf(values.stream().distinct().count());
            case SUM ->
                values.isEmpty()
                        ? "NULL"
                        : String.valueOf(
                                values.stream().mapToLong(value -> value).sum());
            default -> values.isEmpty() ? "NULL" : String.valueOf(Collections.max(values));
        };
    }
}
