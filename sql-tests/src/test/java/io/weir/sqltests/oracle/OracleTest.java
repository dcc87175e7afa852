package io.weir.sqltests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code -Dweir.oracle.queries=5000} for more queries, {@code -Dweir.oracle.first=n} to begin with another one. A
 * query's number is its seed. What differs is made as small as it can be and printed as a script.
 */
class OracleTest {
    private static final int QUERIES = Integer.getInteger("weir.oracle.queries", 300);
    private static final int FIRST = Integer.getInteger("weir.oracle.first", 1);
    private static final int MOST_SHRUNK = 5;

    @Test
    @Timeout(3600)
    void randomQueriesHaveTheBatchAnswerAfterEveryStep() throws SQLException {
        List<String> failures = new ArrayList<>();
        Map<Trial.Outcome, Integer> outcomes = new TreeMap<>();
        long rowCount = 0;
        Map<String, Integer> refusals = new TreeMap<>();
        try (Duck duck = new Duck()) {
            for (int number = FIRST; number < FIRST + QUERIES; number++) {
                Trial trial = OracleSearch.trial(number);
                Trial.Result result = trial.run(duck);
                rowCount += result.rowCount();
                outcomes.merge(result.outcome(), 1, Integer::sum);
                if (result.outcome() == Trial.Outcome.REFUSED) {
                    refusals.merge(
                            result.message().lines().findFirst().orElse("") + "   e.g. " + number, 1, Integer::sum);
                } else if (result.outcome() == Trial.Outcome.DIFFERENT) {
                    failures.add(describe(number, trial, duck, failures.size() < MOST_SHRUNK));
                }
            }
        }
        System.out.println("oracle queries=" + QUERIES + " first=" + FIRST + " rows=" + rowCount + " " + outcomes);
        refusals.forEach((message, count) -> System.out.println("refused " + count + ": " + message));
        failures.forEach(System.out::println);
        assertThat(failures).isEmpty();
        assertThat(outcomes.getOrDefault(Trial.Outcome.EQUAL, 0)).isGreaterThan(QUERIES * 8 / 10);
    }

    private static String describe(int number, Trial trial, Duck duck, boolean shrinks) {
        Trial small = shrinks ? trial.shrink(duck) : trial;
        return "query " + number + " " + small.run(duck).message() + "\n" + small.script();
    }
}
