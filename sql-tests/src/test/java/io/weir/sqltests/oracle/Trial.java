package io.weir.sqltests.oracle;

import io.weir.spi.data.RowKind;
import io.weir.spi.error.ErrorClass;
import io.weir.spi.error.WeirException;
import io.weir.sqltests.script.RowFormat;
import io.weir.sqltests.script.RunMode;
import io.weir.sqltests.script.ScriptSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A query, rows with their lives, and a way to run: whether both engines agree after each step.
 *
 * @param steps how many there are
 * @param seed of the order in which things happen
 */
record Trial(Query query, List<RowLife> lives, int steps, RunMode mode, long seed) {
    /** How it went. */
    enum Outcome {
        EQUAL,
        DIFFERENT,
        /** Weir says that it does not do that. */
        REFUSED,
        /** DuckDB does not do that, so that there is nothing to compare with. */
        NO_ANSWER
    }

    /**
     * @param message what differs, or why not
     * @param rowCount how many rows there were to compare
     */
    record Result(Outcome outcome, String message, long rowCount) {
        Result(Outcome outcome, String message) {
            this(outcome, message, 0);
        }
    }

    Result run(Duck duck) {
        List<Map<String, Long>> expected = new ArrayList<>();
        try {
            for (int step = 0; step < steps; step++) {
                expected.add(duck.answer(query.sql(), lives, step));
            }
        } catch (SQLException e) {
            return new Result(Outcome.NO_ANSWER, String.valueOf(e.getMessage()));
        }
        try (ScriptSession session = new ScriptSession(mode, seed)) {
            Random random = new Random(seed);
            for (int table = 0; table < Tables.COUNT; table++) {
                session.execute(Tables.createInWeir(table, 1 + random.nextInt(3)));
            }
            session.watch("v", "SELECT STREAM * FROM (" + query.sql() + ")");
            for (int step = 0; step < steps; step++) {
                feed(session, step, random);
                Map<String, Long> actual = session.values("v", Duck::text);
                if (!actual.equals(expected.get(step))) {
                    return new Result(Outcome.DIFFERENT, difference(step, expected.get(step), actual));
                }
            }
            return new Result(
                    Outcome.EQUAL, "", expected.stream().mapToLong(Map::size).sum());
        } catch (WeirException e) {
            boolean isRefusal = e.code().errorClass() == ErrorClass.USER;
            return new Result(isRefusal ? Outcome.REFUSED : Outcome.DIFFERENT, String.valueOf(e.getMessage()));
        } catch (RuntimeException | AssertionError e) {
            return new Result(Outcome.DIFFERENT, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Rows in a random order, but for one that comes and goes in the same step: it comes first, if the splits keep that
     * order.
     */
    private void feed(ScriptSession session, int step, Random random) {
        List<RowLife> moving = new ArrayList<>(lives);
        Collections.shuffle(moving, random);
        for (RowLife life : moving) {
            boolean isUpdate = random.nextBoolean();
            if (life.bornStep() == step) {
                session.feed(
                        Tables.name(life.table()), isUpdate ? RowKind.UPDATE_AFTER : RowKind.INSERT, life.values());
            }
            if (life.goneStep() == step) {
                session.feed(
                        Tables.name(life.table()), isUpdate ? RowKind.UPDATE_BEFORE : RowKind.DELETE, life.values());
            }
        }
        for (int table = 0; table < Tables.COUNT; table++) {
            session.table(Tables.name(table)).mark();
        }
        session.settle();
    }

    private static String difference(int step, Map<String, Long> expected, Map<String, Long> actual) {
        StringBuilder text = new StringBuilder("after step " + step + ":");
        Map<String, Long> all = new TreeMap<>(expected);
        actual.forEach(all::putIfAbsent);
        for (String row : all.keySet()) {
            long wanted = expected.getOrDefault(row, 0L);
            long found = actual.getOrDefault(row, 0L);
            if (wanted != found) {
                text.append("\n  ")
                        .append(row)
                        .append(": ")
                        .append(found)
                        .append(" times, wanted ")
                        .append(wanted);
            }
        }
        return text.toString();
    }

    /**
     * The smallest trial found that still differs: rows and parts of the query are left out, one at a time, as long as
     * that is possible.
     */
    Trial shrink(Duck duck) {
        Trial smallest = this;
        boolean isSmaller = true;
        while (isSmaller) {
            isSmaller = false;
            for (Trial candidate : smallest.smaller()) {
                if (candidate.run(duck).outcome() == Outcome.DIFFERENT) {
                    smallest = candidate;
                    isSmaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private List<Trial> smaller() {
        List<Trial> candidates = new ArrayList<>();
        if (!mode.equals(RunMode.STRAIGHT)) {
            candidates.add(new Trial(query, lives, steps, RunMode.STRAIGHT, seed));
        }
        query.simpler().forEach(simpler -> candidates.add(new Trial(simpler, lives, steps, mode, seed)));
        for (int i = 0; i < lives.size(); i++) {
            List<RowLife> fewer = new ArrayList<>(lives);
            fewer.remove(i);
            candidates.add(new Trial(query, fewer, steps, mode, seed));
        }
        return candidates;
    }

    /** As a script, to be put beside the others once it is mended. */
    String script() {
        StringBuilder text = new StringBuilder("# Found by the oracle: mode " + mode + ", seed " + seed + ".\n");
        for (int table = 0; table < Tables.COUNT; table++) {
            text.append(Tables.createInWeir(table, 1)).append(";\n");
        }
        text.append("CREATE VIEW v AS ").append(query.sql()).append(";\n");
        for (int step = 0; step < steps; step++) {
            for (int table = 0; table < Tables.COUNT; table++) {
                appendFeed(text, step, table);
            }
            text.append("\nexpect v\n");
        }
        return text.toString();
    }

    private void appendFeed(StringBuilder text, int step, int table) {
        List<String> lines = new ArrayList<>();
        for (RowLife life : lives) {
            if (life.table() == table && life.bornStep() == step) {
                lines.add("+I " + row(life.values()));
            }
            if (life.table() == table && life.goneStep() == step) {
                lines.add("-D " + row(life.values()));
            }
        }
        if (!lines.isEmpty()) {
            text.append("\nfeed ")
                    .append(Tables.name(table))
                    .append('\n')
                    .append(String.join("\n", lines))
                    .append('\n');
        }
    }

    private static String row(List<@Nullable Object> values) {
        return RowFormat.row(Tables.TYPES, values);
    }
}
