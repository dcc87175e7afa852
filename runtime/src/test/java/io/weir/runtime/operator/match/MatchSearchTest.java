package io.weir.runtime.operator.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.operator.match.RowPattern.Alternation;
import io.weir.runtime.operator.match.RowPattern.Concatenation;
import io.weir.runtime.operator.match.RowPattern.Repetition;
import io.weir.runtime.operator.match.RowPattern.Variable;
import io.weir.runtime.testing.Seeds;
import io.weir.spi.error.WeirException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatchSearchTest {
    private static final Variable A = new Variable(0);
    private static final Variable B = new Variable(1);
    private static final Variable C = new Variable(2);

    /** By variable, the rows that may be matched to it. */
    private static MatchSearch.Conditions rows(String... byVariable) {
        return (variable, row, matched, node, start) -> byVariable[variable].charAt(row) == '1';
    }

    private static String find(RowPattern pattern, int rows, boolean isFinal, MatchSearch.Conditions conditions) {
        MatchSearch search = new MatchSearch(PatternProgram.of(pattern), true, true);
        MatchSearch.Outcome outcome = search.find(0, rows, isFinal, conditions);
        return outcome == MatchSearch.Outcome.MATCH ? Arrays.toString(search.variables(0)) : outcome.name();
    }

    private static RowPattern some(RowPattern part, boolean isGreedy) {
        return new Repetition(part, 1, -1, isGreedy);
    }

    private static RowPattern sequence(RowPattern... parts) {
        return new Concatenation(List.of(parts));
    }

    @Test
    void greedyTakesMoreAndReluctantLess() {
        MatchSearch.Conditions all = rows("1111", "1111", "1111");
        assertThat(find(sequence(some(A, true), some(B, true)), 4, true, all)).isEqualTo("[0, 0, 0, 1]");
        assertThat(find(sequence(some(A, false), some(B, true)), 4, true, all)).isEqualTo("[0, 1, 1, 1]");
        assertThat(find(sequence(some(A, false), some(B, false)), 4, true, all)).isEqualTo("[0, 1]");
        assertThat(find(new Repetition(A, 2, 3, true), 4, true, all)).isEqualTo("[0, 0, 0]");
        assertThat(find(new Repetition(A, 2, 3, false), 4, true, all)).isEqualTo("[0, 0]");
    }

    @Test
    void aRepetitionThatTakesNoRowIsTheLast() {
        MatchSearch.Conditions all = rows("1111", "1111", "1111");
        RowPattern any = new Repetition(A, 0, -1, true);
        RowPattern perhapsNone = new Repetition(A, 0, 1, false);
        assertThat(find(new Repetition(any, 0, -1, true), 4, true, all)).isEqualTo("[0, 0, 0, 0]");
        assertThat(find(sequence(new Repetition(any, 2, -1, true), B), 4, true, all))
                .isEqualTo("[0, 0, 0, 1]");
        assertThat(find(new Repetition(perhapsNone, 0, -1, true), 4, true, all)).isEqualTo("[]");
        assertThat(find(sequence(new Repetition(perhapsNone, 0, 3, true), B), 4, true, rows("1111", "0010", "")))
                .isEqualTo("[0, 0, 1]");
    }

    @Test
    void theEndOfThePartitionIsKnownWhenTheInputHasEnded() {
        MatchSearch search =
                new MatchSearch(PatternProgram.of(sequence(some(A, true), new RowPattern.PartitionEnd())), true, true);
        search.begin(2, true, false);
        assertThat(search.find(0, 2, true, rows("11"))).isEqualTo(MatchSearch.Outcome.UNDECIDED);
        search.begin(2, true, true);
        assertThat(search.find(0, 2, true, rows("11"))).isEqualTo(MatchSearch.Outcome.MATCH);
        search.begin(2, true, false);
        assertThat(search.find(0, 2, false, rows("10"))).isEqualTo(MatchSearch.Outcome.NONE);
    }

    @Test
    void anEarlierAlternativeIsPreferredEvenIfItIsShorter() {
        RowPattern pattern = new Alternation(List.of(A, sequence(B, B)));
        assertThat(find(pattern, 2, true, rows("11", "11"))).isEqualTo("[0]");
        assertThat(find(pattern, 2, true, rows("01", "11"))).isEqualTo("[1, 1]");
    }

    @Test
    void aMatchThatAnotherRowCouldMakeBetterIsUndecided() {
        RowPattern pattern = sequence(A, some(B, true));
        assertThat(find(pattern, 2, false, rows("10", "01"))).isEqualTo("UNDECIDED");
        assertThat(find(pattern, 2, true, rows("10", "01"))).isEqualTo("[0, 1]");
        assertThat(find(pattern, 3, false, rows("100", "010"))).isEqualTo("[0, 1]");
        assertThat(find(sequence(A, some(B, false)), 2, false, rows("10", "01")))
                .isEqualTo("[0, 1]");
        assertThat(find(pattern, 1, false, rows("1", "0"))).isEqualTo("UNDECIDED");
        assertThat(find(pattern, 1, false, rows("0", "0"))).isEqualTo("NONE");
    }

    @Test
    void tooManyWaysAreAnError() {
        RowPattern part = new Alternation(List.of(A, B));
        MatchSearch search = new MatchSearch(PatternProgram.of(sequence(some(part, true), C)), false, true);
        assertThatThrownBy(() -> search.find(0, 1000, true, (variable, row, matched, node, start) -> variable != 2))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("ways to read it at once (at most 10000)");
    }

    @Test
    void aConditionThatLooksFarBackManyTimesIsAnError() {
        MatchSearch search = new MatchSearch(PatternProgram.of(sequence(some(A, true), C)), false, true);
        assertThatThrownBy(
                        () -> search.find(0, 1_000_000, true, (variable, row, matched, node, start) -> variable == 0))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("rows looked at by conditions (at most 100000000)");
    }

    @Test
    void startsInVainCostTheRowsOnceAndNotForEachStart() {
        int rows = 100_000;
        RowPattern pattern = sequence(some(A, true), B);
        MatchSearch search = new MatchSearch(PatternProgram.of(pattern), true, true);
        long[] tests = new long[1];
        MatchSearch.Conditions conditions = (variable, row, matched, node, start) -> {
            tests[0]++;
            return variable == 0;
        };
        search.begin(rows, true, true);
        for (int start = 0; start < rows; start++) {
            assertThat(search.find(start, rows, true, conditions)).isEqualTo(MatchSearch.Outcome.NONE);
        }
        assertThat(tests[0]).isLessThan(4L * rows);
    }

    @Test
    void findsWhatTryingAllWaysInOrderFinds() {
        Seeds.forEach(5_000, random -> {
            RowPattern pattern = anchored(randomPattern(random, 3), random);
            int rows = random.nextInt(9);
            boolean[][] holds = new boolean[3][rows + 1];
            for (boolean[] row : holds) {
                for (int i = 0; i < rows; i++) {
                    row[i] = random.nextInt(3) > 0;
                }
            }
            boolean isLocal = random.nextBoolean();
            BruteForce.Condition condition = (variable, row, variables) -> holds[variable][row]
                    // Some conditions count the rows that were matched to the same variable.
                    && (isLocal || variable != 1 || count(variables, row, 1) % 2 == 0 || count(variables, row, 0) > 1);
            MatchSearch search = new MatchSearch(PatternProgram.of(pattern), isLocal, random.nextBoolean());
            search.begin(rows, true, true);
            BruteForce.Found expected = BruteForce.match(pattern, 0, rows, rows, condition);
            MatchSearch.Outcome outcome = search.find(0, rows, true, (variable, row, matched, node, start) -> {
                int[] variables = new int[row - start + 1];
                matched.copy(node, row - start, variables);
                return condition.test(variable, row - start, variables);
            });
            assertThat(outcome == MatchSearch.Outcome.MATCH ? search.variables(0) : null)
                    .describedAs("pattern %s", pattern)
                    .isEqualTo(expected == null ? null : expected.variables());
            assertThat(outcome == MatchSearch.Outcome.MATCH ? search.shown(0) : null)
                    .describedAs("shown, pattern %s", pattern)
                    .isEqualTo(expected == null ? null : expected.shown());
        });
    }

    private static int count(int[] variables, int length, int variable) {
        int count = 0;
        for (int i = 0; i < length; i++) {
            count += variables[i] == variable ? 1 : 0;
        }
        return count;
    }

    /** Sometimes bound to the begin or the end of the partition. */
    static RowPattern anchored(RowPattern pattern, Random random) {
        RowPattern from = random.nextInt(6) > 0 ? pattern : sequence(new RowPattern.PartitionBegin(), pattern);
        return random.nextInt(6) > 0 ? from : sequence(from, new RowPattern.PartitionEnd());
    }

    static RowPattern randomPattern(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(6);
        return switch (kind) {
            case 1 -> sequence(randomPattern(random, depth - 1), randomPattern(random, depth - 1));
            case 2 -> new Alternation(List.of(randomPattern(random, depth - 1), randomPattern(random, depth - 1)));
            case 3, 4 -> {
                int min = random.nextInt(3);
                int max = random.nextBoolean() ? -1 : min + random.nextInt(3) + (min == 0 ? 1 : 0);
                yield new Repetition(randomPattern(random, depth - 1), min, max, random.nextBoolean());
            }
            case 5 -> new RowPattern.Exclusion(randomPattern(random, depth - 1));
            default -> new Variable(random.nextInt(3));
        };
    }
}
