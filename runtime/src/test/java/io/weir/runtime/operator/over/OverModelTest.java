package io.weir.runtime.operator.over;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.DOUBLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.runtime.operator.over.FrameSpec.Bound;
import io.weir.runtime.operator.over.FrameSpec.Place;
import io.weir.runtime.operator.over.FrameSpec.Unit;
import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.NetContent;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.runtime.testing.RandomChangelog;
import io.weir.runtime.testing.Seeds;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random calls over random changelogs of (key, order, value) against {@link OverModel}. */
final class OverModelTest {
    private static final List<DataType> TYPES = List.of(BIGINT, BIGINT, BIGINT);

    @Test
    void resultsAreThoseOfTheRowsThatAreThere() {
        Seeds.forEach(150, random -> new Run(random, false).changelog());
    }

    @Test
    void rowsInOrderOfTimeComeOutOnce() {
        Seeds.forEach(150, random -> new Run(random, true).inOrder());
    }

    private static final class Run {
        private final Random random;
        private final boolean orderedByBoth;
        private final boolean descending;
        private final boolean nullsFirst;
        private final OverAggregateFactory factory;
        private final StrictStateBackends backends = new StrictStateBackends();
        private final NetContent content = new NetContent();

        Run(Random random, boolean inOrder) {
            this.random = random;
            this.orderedByBoth = random.nextBoolean();
            this.descending = !inOrder && random.nextBoolean();
            this.nullsFirst = random.nextBoolean();
            List<SortKey> order = new ArrayList<>(List.of(new SortKey(1, BIGINT, descending, nullsFirst)));
            if (orderedByBoth) {
                order.add(new SortKey(2, BIGINT, false, true));
            }
            List<OverCall> calls = new ArrayList<>();
            while (calls.size() < 4) {
                OverCall call = call();
                if (!inOrder || call.looksBack()) {
                    calls.add(call);
                }
            }
            this.factory = new OverAggregateFactory(
                    "over", "Over", List.of(0), List.of(BIGINT), order, TYPES, calls, inOrder ? 1 : -1, inOrder, 0);
        }

        private OverCall call() {
            boolean ignoreNulls = random.nextInt(4) == 0;
            FrameSpec frame = frame();
            return switch (random.nextInt(orderedByBoth ? 14 : 7)) {
                case 0 -> OverCall.ranking(OverCall.Kind.RANK, BIGINT);
                case 1 -> OverCall.ranking(OverCall.Kind.DENSE_RANK, BIGINT);
                case 2 -> OverCall.ranking(OverCall.Kind.PERCENT_RANK, DOUBLE);
                case 3 -> OverCall.ranking(OverCall.Kind.CUME_DIST, DOUBLE);
                case 4, 5, 6 -> OverCall.aggregate(aggregate(), frame);
                case 7 -> OverCall.ranking(OverCall.Kind.ROW_NUMBER, BIGINT);
                case 8 -> value(OverCall.Kind.NTILE, frame, 1 + random.nextInt(4), false);
                case 9 -> value(OverCall.Kind.LAG, frame, random.nextInt(4), ignoreNulls);
                case 10 -> value(OverCall.Kind.LEAD, frame, random.nextInt(4), ignoreNulls);
                case 11 -> value(OverCall.Kind.FIRST_VALUE, frame, 0, ignoreNulls);
                case 12 -> value(OverCall.Kind.LAST_VALUE, frame, 0, ignoreNulls);
                default -> value(OverCall.Kind.NTH_VALUE, frame, 1 + random.nextInt(3), ignoreNulls);
            };
        }

        private static OverCall value(OverCall.Kind kind, FrameSpec frame, long number, boolean ignoreNulls) {
            return new OverCall(kind, List.of(2), Optional.empty(), frame, number, ignoreNulls, BIGINT);
        }

        private AggregateCall aggregate() {
            AggregateCall.Kind kind = List.of(
                            AggregateCall.Kind.COUNT,
                            AggregateCall.Kind.SUM,
                            AggregateCall.Kind.MIN,
                            AggregateCall.Kind.MAX)
                    .get(random.nextInt(4));
            boolean distinct = kind == AggregateCall.Kind.COUNT && random.nextBoolean();
            return new AggregateCall(kind, List.of(2), List.of(BIGINT), -1, distinct, List.of(), BIGINT, List.of());
        }

        private FrameSpec frame() {
            // With two order columns a RANGE has no offset; with one, ROWS would depend on the order of equal rows.
            Unit unit = orderedByBoth
                    ? random.nextBoolean() ? Unit.ROWS : Unit.GROUPS
                    : random.nextBoolean() ? Unit.RANGE : Unit.GROUPS;
            while (true) {
                Bound from = bound();
                Bound to = bound();
                boolean isPossible = from.place() != Place.UNBOUNDED_FOLLOWING
                        && to.place() != Place.UNBOUNDED_PRECEDING
                        && from.place().compareTo(to.place()) <= 0;
                if (isPossible) {
                    return new FrameSpec(unit, from, to);
                }
            }
        }

        private Bound bound() {
            return switch (random.nextInt(5)) {
                case 0 -> Bound.of(Place.UNBOUNDED_PRECEDING);
                case 1 -> Bound.preceding(random.nextInt(3));
                case 2 -> Bound.of(Place.CURRENT_ROW);
                case 3 -> Bound.following(random.nextInt(3));
                default -> Bound.of(Place.UNBOUNDED_FOLLOWING);
            };
        }

        private OperatorHarness open() {
            List<DataType> types = new ArrayList<>(TYPES);
            factory.calls().forEach(call -> types.add(call.resultType()));
            return OperatorHarness.of(factory)
                    .input(BIGINT, BIGINT, BIGINT)
                    .output(types.toArray(DataType[]::new))
                    .state(backends)
                    .open();
        }

        void changelog() {
            RandomChangelog changelog = new RandomChangelog(
                    random, () -> random.nextInt(2) + " " + number(6) + " " + number(4), random.nextBoolean());
            try (OperatorHarness harness = open()) {
                for (int step = 0; step < 6; step++) {
                    harness.process(0, changelog.batch(1 + random.nextInt(10)).toArray(String[]::new));
                    harness.process(0, changelog.settle().toArray(String[]::new));
                    content.apply(harness.rows());
                    assertThat(content.rows()).as("%s", factory).isEqualTo(expected(changelog.rows()));
                }
            }
        }

        void inOrder() {
            List<String> all = new ArrayList<>();
            try (OperatorHarness harness = open()) {
                long watermark = 0;
                for (int step = 0; step < 8; step++) {
                    List<String> batch = new ArrayList<>();
                    for (int i = random.nextInt(6); i > 0; i--) {
                        batch.add(random.nextInt(2) + " " + (watermark + 1 + random.nextInt(5)) + " " + number(4));
                    }
                    all.addAll(batch);
                    harness.process(0, batch.stream().map(row -> "+I " + row).toArray(String[]::new));
                    watermark += random.nextInt(4);
                    harness.watermark(watermark);
                }
                harness.watermark("END");
                List<String> out = harness.rows();
                assertThat(out).allMatch(row -> row.startsWith("+I"));
                content.apply(out);
                assertThat(content.rows()).as("%s", factory).isEqualTo(expected(all));
                assertThat(backends.lastSnapshot().size("timers")).isZero();
            }
        }

        private String number(int bound) {
            return random.nextInt(6) == 0 ? "NULL" : String.valueOf(random.nextInt(bound) - 1);
        }

        private List<String> expected(List<String> rows) {
            Comparator<Long> byOrder = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
            Comparator<OverModel.Row> order = Comparator.comparing(
                    OverModel.Row::order, nullsFirst ? Comparator.nullsFirst(byOrder) : Comparator.nullsLast(byOrder));
            order = order.thenComparing(OverModel.Row::value, Comparator.nullsFirst(Comparator.naturalOrder()));
            TreeMap<String, List<OverModel.Row>> partitions = new TreeMap<>();
            for (String row : rows) {
                String[] words = row.split(" ");
                partitions
                        .computeIfAbsent(words[0], key -> new ArrayList<>())
                        .add(new OverModel.Row(parse(words[1]), parse(words[2])));
            }
            List<String> expected = new ArrayList<>();
            for (var partition : partitions.entrySet()) {
                partition.getValue().sort(order);
                OverModel model = new OverModel(partition.getValue(), orderedByBoth, descending);
                for (int i = 0; i < partition.getValue().size(); i++) {
                    OverModel.Row row = partition.getValue().get(i);
                    StringBuilder text =
                            new StringBuilder(partition.getKey() + " " + text(row.order()) + " " + text(row.value()));
                    for (OverCall call : factory.calls()) {
                        text.append(' ').append(model.result(call, i));
                    }
                    expected.add(text.toString());
                }
            }
            Collections.sort(expected);
            return expected;
        }

        private static Long parse(String word) {
            return word.equals("NULL") ? null : Long.valueOf(word);
        }

        private static String text(Long value) {
            return value == null ? "NULL" : value.toString();
        }
    }
}
