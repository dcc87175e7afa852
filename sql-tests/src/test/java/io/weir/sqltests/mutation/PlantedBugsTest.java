package io.weir.sqltests.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.testing.MutatedClasses;
import io.weir.spi.testing.Mutation;
import io.weir.spi.testing.Shown;
import io.weir.sqltests.oracle.OracleSearch;
import io.weir.sqltests.script.ScriptSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * Whether the scripts and the oracle can find anything: mistakes of {@code planted-bugs.txt} are planted in operators one at a time, and the scripts of their folders run in all modes, then random queries, until something is
 * wrong. A few, others each time, in every build; {@code -Dplanted.bugs=1000} for all.
 */
final class PlantedBugsTest {
    private static final int BUGS = Integer.getInteger("planted.bugs", 2);
    private static final int QUERIES = Integer.getInteger("planted.queries", 100);
    /** One that makes the engine run in circles is found too. */
    private static final int SECONDS = 240;

    private static final String WEIR = "io.weir.";

    @Test
    void everyBugCanBePlanted() throws IOException {
        List<Mutation> all = bugs();
        assertThat(all).hasSizeGreaterThan(60);
        for (Mutation bug : all) {
            assertThat(bug.occurrences()).as(bug.toString()).isEqualTo(1);
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void bugsAreFound(TestReporter reporter) throws Exception {
        long order = Long.getLong("weir.seed", System.nanoTime());
        List<Mutation> all = new ArrayList<>(bugs());
        Collections.shuffle(all, new Random(order));
        List<Mutation> missed = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        List<Mutation> planted = all.subList(0, Math.min(BUGS, all.size()));
        for (Mutation bug : planted) {
            String wrong = firstWrong(bug);
            lines.append('\n').append(bug.meaning()).append(": ").append(wrong == null ? "MISSED" : wrong);
            if (wrong == null) {
                missed.add(bug);
            }
        }
        Shown.show(
                reporter,
                "planted-bugs",
                Map.of(
                        "planted", Integer.toString(planted.size()),
                        "found", Integer.toString(planted.size() - missed.size()),
                        "each", lines.toString()));
        assertThat(missed.stream().filter(Mutation::isToBeFound))
                .as("order %s", order)
                .isEmpty();
    }

    /** @return what found it; null if nothing did */
    private static @Nullable String firstWrong(Mutation bug) throws Exception {
        MutatedClasses weir = new MutatedClasses(bug, WEIR);
        ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "planted bug");
            made.setDaemon(true);
            made.setContextClassLoader(weir);
            return made;
        });
        try {
            Future<@Nullable String> search = thread.submit(() -> search(weir, bug.where()));
            return search.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "runs in circles";
        } finally {
            thread.shutdownNow();
        }
    }

    private static @Nullable String search(MutatedClasses weir, List<String> folders) throws Exception {
        Object wrong = weir.loadClass(ScriptSearch.class.getName())
                .getMethod("firstWrong", List.class)
                .invoke(null, folders);
        if (wrong == null) {
            wrong = weir.loadClass(OracleSearch.class.getName())
                    .getMethod("firstWrong", int.class)
                    .invoke(null, QUERIES);
        }
        return (String) wrong;
    }

    private static List<Mutation> bugs() throws IOException {
        return Mutation.readAll(
                Path.of("src/test/resources/planted-bugs.txt"), Path.of("../runtime/src/main/java"), "io.weir.runtime");
    }
}
