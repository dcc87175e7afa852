package io.weir.runtime.operator.match;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.BOOLEAN;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.runtime.operator.calc.ColumnExpression;
import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.runtime.testing.RowText;
import io.weir.runtime.testing.Seeds;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.LongColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random patterns over random rows (key, time, value) that come in any order, with watermarks in between, against
 * {@link BruteForce} over all rows at once.
 */
final class MatchModelTest {
    private static final List<String> VARIABLES = List.of("A", "B", "C");

    @Test
    void matchesAreThoseOfAllRowsAtOnce() {
        Seeds.forEach(800, random -> new Run(random).check());
    }

    @Test
    void aPartitionLongerThanAPieceIsSearchedToItsEnd() {
        MatchValue value = MatchValue.ofRow(MatchValue.Kind.ROW, List.of(), 2, 0, 0, false, BIGINT);
        MatchExpression<ColumnExpression> isOne = new MatchExpression<>(List.of(value), () -> batch -> {
            LongColumn values = (LongColumn) batch.column(0);
            boolean[] results = new boolean[batch.rowCount()];
            for (int i = 0; i < results.length; i++) {
                results[i] = values.values()[i] == 1;
            }
            return new BooleanColumn(results.length, results, null);
        });
        MatchFactory factory = new MatchFactory(
                "match",
                "Match",
                List.of(0),
                List.of(BIGINT),
                List.of(new SortKey(1, BIGINT, false, true)),
                List.of(BIGINT, BIGINT, BIGINT),
                1,
                new RowPattern.Concatenation(List.of(
                        new RowPattern.Repetition(new RowPattern.Variable(0), 1, -1, false),
                        new RowPattern.Variable(1))),
                List.of("A", "B"),
                List.of(Optional.empty(), Optional.of(isOne)),
                new MatchExpression<>(
                        List.of(
                                MatchValue.ofRow(MatchValue.Kind.FIRST, List.of(), 1, 0, 0, false, BIGINT),
                                MatchValue.ofRow(MatchValue.Kind.LAST, List.of(), 1, 0, 0, false, BIGINT)),
                        () -> batch -> batch),
                new AfterMatch(AfterMatch.Kind.PAST_LAST_ROW, List.of()),
                ShownRows.ONE,
                0,
                false,
                false,
                0);
        String[] rows = new String[22_000];
        List<String> expected = new ArrayList<>(List.of("+I 0 9999"));
        for (int i = 0; i < rows.length; i++) {
            boolean isLast = i == 9_999 || (i > 9_999 && i % 2 == 1);
            rows[i] = "+I 7 " + i + " " + (isLast ? 1 : 0);
            if (isLast && i > 9_999) {
                expected.add("+I " + (i - 1) + " " + i);
            }
        }
        try (OperatorHarness harness = OperatorHarness.of(factory)
                .input(BIGINT, BIGINT, BIGINT)
                .output(BIGINT, BIGINT)
                .side(1, BIGINT, BIGINT, BIGINT)
                .open()) {
            harness.process(0, rows);
            harness.watermark(30_000);
            assertThat(harness.rows()).containsExactlyElementsOf(expected);
        }
    }

    private record Row(long key, long time, long value) {
        String text() {
            return "+I " + key + " " + time + " " + value;
        }
    }

    /** When a row may be matched to C. */
    private enum Rule {
        /** Its value is small. */
        SMALL,
        /** Its value is that of the last A of the match. */
        AS_LAST_A,
        /** The next row of the partition, if there is one, has no smaller value. */
        NEXT_NOT_SMALLER
    }

    private static final class Run {
        private final Random random;
        private final MatchFactory factory;
        private final Rule ruleOfC;
        private long outputWatermark = Watermark.NONE;
        private final StrictStateBackends backends = new StrictStateBackends();

        Run(Random random) {
            this.random = random;
            this.ruleOfC = Rule.values()[random.nextInt(Rule.values().length)];
            RowPattern pattern = MatchSearchTest.anchored(MatchSearchTest.randomPattern(random, 3), random);
            AfterMatch after = new AfterMatch(
                    random.nextBoolean() ? AfterMatch.Kind.PAST_LAST_ROW : AfterMatch.Kind.TO_NEXT_ROW, List.of());
            this.factory = new MatchFactory(
                    "match",
                    "Match",
                    List.of(0),
                    List.of(BIGINT),
                    List.of(new SortKey(1, BIGINT, false, true), new SortKey(2, BIGINT, false, true)),
                    List.of(BIGINT, BIGINT, BIGINT),
                    1,
                    pattern,
                    VARIABLES,
                    List.of(Optional.of(value(0)), Optional.of(value(1)), Optional.of(value(2))),
                    new MatchExpression<>(measures(), () -> batch -> batch),
                    after,
                    ShownRows.values()[random.nextInt(ShownRows.values().length)],
                    random.nextBoolean() ? 0 : 1 + random.nextInt(8),
                    true,
                    random.nextBoolean(),
                    0);
        }

        private static List<MatchValue> measures() {
            AggregateCall count = AggregateCall.of(AggregateCall.Kind.COUNT, List.of(2), List.of(BIGINT), BIGINT);
            return List.of(
                    taken(MatchValue.Kind.ROW, List.of(), 0, 0, 0),
                    MatchValue.ofMatchNumber(BIGINT),
                    MatchValue.ofRow(MatchValue.Kind.LAST, List.of(), MatchValue.CLASSIFIER, 0, 0, false, VARCHAR),
                    taken(MatchValue.Kind.FIRST, List.of(), 1, 0, 0),
                    taken(MatchValue.Kind.LAST, List.of(), 1, 0, 0),
                    taken(MatchValue.Kind.FIRST, List.of(1), 2, 1, 0),
                    taken(MatchValue.Kind.LAST, List.of(0, 2), 2, 0, 0),
                    MatchValue.ofRow(MatchValue.Kind.LAST, List.of(), 2, 0, 0, true, BIGINT),
                    MatchValue.ofAggregate(List.of(0), false, count),
                    MatchValue.ofAggregate(List.of(0), true, count),
                    MatchValue.ofMatchEnd(1, BIGINT),
                    MatchValue.ofMatched(BOOLEAN),
                    taken(MatchValue.Kind.LAST, List.of(), 2, 0, 1),
                    taken(MatchValue.Kind.FIRST, List.of(), 2, 0, 1));
        }

        private static MatchValue taken(
                MatchValue.Kind kind, List<Integer> variables, int column, int offset, int rowsBack) {
            return MatchValue.ofRow(kind, variables, column, offset, rowsBack, false, BIGINT);
        }

        /** A: even. B: greater than the row before. C: as the rule says. */
        private MatchExpression<ColumnExpression> value(int variable) {
            MatchValue own = taken(MatchValue.Kind.ROW, List.of(), 2, 0, 0);
            MatchValue other = variable == 2 && ruleOfC == Rule.AS_LAST_A
                    ? taken(MatchValue.Kind.LAST, List.of(0), 2, 0, 0)
                    : taken(MatchValue.Kind.ROW, List.of(), 2, 0, looksAhead(variable) ? -1 : 1);
            BiPredicate<Long, @Nullable Long> condition = condition(variable);
            return new MatchExpression<>(List.of(own, other), () -> batch -> {
                boolean[] results = new boolean[batch.rowCount()];
                for (int i = 0; i < results.length; i++) {
                    LongColumn others = (LongColumn) batch.column(1);
                    results[i] = condition.test(
                            ((LongColumn) batch.column(0)).values()[i], others.isNull(i) ? null : others.values()[i]);
                }
                return new BooleanColumn(results.length, results, null);
            });
        }

        private boolean looksAhead(int variable) {
            return variable == 2 && ruleOfC == Rule.NEXT_NOT_SMALLER;
        }

        private BiPredicate<Long, @Nullable Long> condition(int variable) {
            return switch (variable) {
                case 0 -> (own, other) -> own % 2 == 0;
                case 1 -> (own, other) -> other != null && own > other;
                default ->
                    (own, other) -> switch (ruleOfC) {
                        case SMALL -> own < 3;
                        case AS_LAST_A -> other != null && own.equals(other);
                        case NEXT_NOT_SMALLER -> other == null || own <= other;
                    };
            };
        }

        void check() {
            List<Row> rows = new ArrayList<>();
            for (int i = random.nextInt(25); i >= 0; i--) {
                rows.add(new Row(random.nextInt(2), random.nextInt(20), random.nextInt(6)));
            }
            List<String> found = new ArrayList<>();
            try (OperatorHarness harness = OperatorHarness.of(factory)
                    .input(BIGINT, BIGINT, BIGINT)
                    .output(
                            BIGINT, BIGINT, VARCHAR, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT,
                            BOOLEAN, BIGINT, BIGINT)
                    .side(1, BIGINT, BIGINT, BIGINT)
                    .state(backends)
                    .open()) {
                for (long from = 0; from < 20; ) {
                    long to = from + 1 + random.nextInt(6);
                    long least = from;
                    List<Row> now = new ArrayList<>(rows.stream()
                            .filter(row -> row.time() >= least && row.time() < to)
                            .toList());
                    Collections.shuffle(now, random);
                    harness.process(0, now.stream().map(Row::text).toArray(String[]::new));
                    harness.watermark(to - 1);
                    found.addAll(timely(harness.output()));
                    long searched = rows.stream()
                            .filter(row -> row.key() == 0 && row.time() < to)
                            .mapToLong(Row::time)
                            .max()
                            .orElse(-1);
                    if (searched >= 0) {
                        harness.restoreWithoutWatermark();
                        String late = new Row(0, random.nextInt((int) searched + 1), 3).text();
                        harness.process(0, late);
                        assertThat(harness.side(1)).containsExactly(late);
                    }
                    from = to;
                }
                harness.watermark("END");
                found.addAll(timely(harness.output()));
                assertThat(harness.side(1)).isEmpty();
                assertThat(outputWatermark).isEqualTo(Watermark.END);
            }
            assertThat(found).as("%s over %s", factory, rows).containsExactlyInAnyOrderElementsOf(expected(rows));
            assertThat(backends.lastSnapshot().size("rows")).isLessThanOrEqualTo(2);
            assertThat(backends.lastSnapshot().size("timers")).isZero();
        }

        /** The rows; those of matches that have an event time are not late. */
        private List<String> timely(List<String> output) {
            List<String> rows = new ArrayList<>();
            for (String line : output) {
                if (line.equals("watermark END")) {
                    outputWatermark = Watermark.END;
                } else if (line.startsWith("watermark ")) {
                    outputWatermark = RowText.micros(line.substring("watermark ".length()));
                } else {
                    if (factory.holdsTime()) {
                        assertThat(Long.parseLong(line.split(" ")[11])).isGreaterThan(outputWatermark);
                    }
                    rows.add(line);
                }
            }
            return rows;
        }

        private List<String> expected(List<Row> all) {
            List<String> expected = new ArrayList<>();
            for (long key = 0; key < 2; key++) {
                long wanted = key;
                List<Row> rows = all.stream()
                        .filter(row -> row.key() == wanted)
                        .sorted(Comparator.comparingLong(Row::time).thenComparingLong(Row::value))
                        .toList();
                int matches = 0;
                int coveredUpTo = 0;
                for (int start = 0; start < rows.size(); ) {
                    BruteForce.Found match = match(rows, start);
                    if (match == null) {
                        if (factory.shown() == ShownRows.ALL_WITH_UNMATCHED && start >= coveredUpTo) {
                            expected.add(ofNoRows(rows.get(start), 0));
                        }
                        start++;
                        continue;
                    }
                    int[] variables = match.variables();
                    matches++;
                    if (variables.length == 0) {
                        if (factory.shown() != ShownRows.ALL_WITHOUT_EMPTY) {
                            expected.add(ofNoRows(rows.get(start), matches));
                        }
                        start++;
                        continue;
                    }
                    coveredUpTo = Math.max(coveredUpTo, start + variables.length);
                    for (int last = 0; last < variables.length; last++) {
                        if (factory.shown() == ShownRows.ONE ? last == variables.length - 1 : match.shown()[last]) {
                            expected.add(text(rows, start, variables, last + 1, matches));
                        }
                    }
                    start += factory.after().kind() == AfterMatch.Kind.TO_NEXT_ROW ? 1 : variables.length;
                }
            }
            return expected;
        }

        private static String ofNoRows(Row row, int number) {
            return "+I " + row.key() + " " + number + " NULL NULL NULL NULL NULL NULL 0 0 " + row.time() + " "
                    + (number > 0) + " NULL NULL";
        }

        private BruteForce.@Nullable Found match(List<Row> rows, int start) {
            int end = rows.size();
            if (factory.withinMicros() > 0) {
                end = (int) IntStream.range(0, rows.size())
                        .filter(row -> rows.get(row).time() - rows.get(start).time() < factory.withinMicros())
                        .count();
            }
            return BruteForce.match(factory.pattern(), start, end, rows.size(), (variable, row, variables) -> {
                Long other = row > 0 ? rows.get(row - 1).value() : null;
                if (looksAhead(variable)) {
                    other = row + 1 < rows.size() ? rows.get(row + 1).value() : null;
                }
                if (variable == 2 && ruleOfC == Rule.AS_LAST_A) {
                    other = null;
                    for (int i = start; i < row; i++) {
                        other = variables[i - start] == 0 ? (Long) rows.get(i).value() : other;
                    }
                }
                return condition(variable).test(rows.get(row).value(), other);
            });
        }

        /** What is seen of a match from the last of {@code length} rows of it. */
        private static String text(List<Row> rows, int start, int[] variables, int length, int number) {
            List<Long> ofB = values(rows, start, variables, length, List.of(1));
            List<Long> ofAOrC = values(rows, start, variables, length, List.of(0, 2));
            int all = variables.length;
            return "+I " + rows.get(start).key() + " " + number + " "
                    + VARIABLES.get(variables[length - 1]) + " "
                    + rows.get(start).time() + " "
                    + rows.get(start + length - 1).time() + " " + (ofB.size() > 1 ? ofB.get(1) : "NULL")
                    + " " + (ofAOrC.isEmpty() ? "NULL" : ofAOrC.get(ofAOrC.size() - 1)) + " "
                    + rows.get(start + all - 1).value() + " "
                    + values(rows, start, variables, length, List.of(0)).size() + " "
                    + values(rows, start, variables, all, List.of(0)).size() + " "
                    + rows.get(start + all - 1).time() + " true "
                    + (start + length > 1 ? rows.get(start + length - 2).value() : "NULL") + " "
                    + (start > 0 ? rows.get(start - 1).value() : "NULL");
        }

        private static List<Long> values(List<Row> rows, int start, int[] variables, int length, List<Integer> wanted) {
            List<Long> values = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                if (wanted.contains(variables[i])) {
                    values.add(rows.get(start + i).value());
                }
            }
            return values;
        }
    }
}
