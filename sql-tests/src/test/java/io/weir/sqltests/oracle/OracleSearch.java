package io.weir.sqltests.oracle;

import io.weir.sqltests.script.RunMode;
import java.sql.SQLException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Looks for a random query whose result is not the batch answer. Its door has only types of the JDK: it is also called in a class loader of its own. */
public final class OracleSearch {
    private static final int STEPS = 3;

    private OracleSearch() {}

    /** @return the number of the first such query; null if all of this number are right */
    public static @Nullable String firstWrong(int queries) throws SQLException {
        try (Duck duck = new Duck()) {
            for (int number = 1; number <= queries; number++) {
                if (!isRight(trial(number), duck)) {
                    return "random query " + number;
                }
            }
        }
        return null;
    }

    /** The trial that a query's number stands for. */
    static Trial trial(int number) {
        Random random = new Random(number);
        Query query = new RandomQuery(random).next();
        RunMode mode = RunMode.ALL.get(random.nextInt(RunMode.ALL.size()));
        return new Trial(query, Tables.random(random, STEPS), STEPS, mode, number);
    }

    private static boolean isRight(Trial trial, Duck duck) throws SQLException {
        try {
            return trial.run(duck).outcome() != Trial.Outcome.DIFFERENT;
        } catch (RuntimeException | Error e) {
            return false; // whatever it is: without the mistake the query runs
        }
    }
}
