package io.weir.runtime.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.testing.MutatedClasses;
import io.weir.spi.testing.Mutation;
import io.weir.spi.testing.Shown;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Whether the simulation can find anything: mistakes are planted in the engine one at a time, and seeds run until one fails. A few, others each time, in every build;
 * {@code -Dsimulation.mutations=1000} for all.
 */
final class MutationTest {
    private static final int MUTATIONS = Integer.getInteger("simulation.mutations", 4);
    private static final int SEEDS = Integer.getInteger("simulation.mutation-seeds", 2_000);
    /** One that makes the engine run in circles is found too. */
    private static final int SECONDS = 60;

    private static final String ENGINE = "io.weir.runtime";

    @Test
    void everyMistakeCanBePlanted() throws Exception {
        List<Mutation> all = mutations();
        assertThat(all).hasSizeGreaterThan(40);
        for (Mutation mutation : all) {
            assertThat(mutation.occurrences()).as(mutation.toString()).isEqualTo(1);
        }
    }

    @Test
    void mistakesAreFound(TestReporter reporter) throws Exception {
        long order = Long.getLong("weir.seed", System.nanoTime());
        List<Mutation> all = new ArrayList<>(mutations());
        Collections.shuffle(all, new Random(order));
        List<Mutation> missed = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        int planted = 0;
        for (Mutation mutation : all.subList(0, Math.min(MUTATIONS, all.size()))) {
            int seed = firstThatFails(mutation);
            planted++;
            lines.append(seed < 0 ? "\nmissed   " : String.format("%nseed %3d ", seed))
                    .append(mutation.meaning());
            if (seed < 0) {
                missed.add(mutation);
            }
        }
        Shown.show(
                reporter,
                "mutations",
                Map.of(
                        "planted", Integer.toString(planted),
                        "found", Integer.toString(planted - missed.size()),
                        "each", lines.toString()));
        assertThat(missed.stream().filter(Mutation::isToBeFound))
                .as("order %s", order)
                .isEmpty();
    }

    /** @return -1 if none does */
    private static int firstThatFails(Mutation mutation) throws Exception {
        MutatedClasses engine = new MutatedClasses(mutation, ENGINE + ".");
        ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "mutated engine");
            made.setDaemon(true);
            return made;
        });
        try {
            for (int seed = 1; seed <= SEEDS; seed++) {
                int current = seed;
                Future<Boolean> fails = thread.submit(() -> fails(engine, current));
                if (fails.get(SECONDS, TimeUnit.SECONDS)) {
                    return seed;
                }
            }
            return -1;
        } catch (TimeoutException e) {
            return SEEDS; // it runs in circles
        } catch (ExecutionException e) {
            throw new AssertionError("seeds of " + mutation + " could not be run", e.getCause());
        } finally {
            thread.shutdownNow();
        }
    }

    private static boolean fails(MutatedClasses engine, long seed) {
        try {
            run(engine, seed);
            return false;
        } catch (Throwable e) {
            return true; // whatever it is: with the mistake the simulation does not hold
        }
    }

    private static void run(MutatedClasses engine, long seed) throws Throwable {
        Class<?> job = engine.loadClass(SimulatedJob.class.getName());
        Constructor<?> constructor = job.getDeclaredConstructor(long.class);
        constructor.setAccessible(true);
        Method run = job.getDeclaredMethod("run");
        run.setAccessible(true);
        try {
            run.invoke(constructor.newInstance(seed));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static List<Mutation> mutations() throws IOException {
        return Mutation.readAll(Path.of("src/test/resources/mutations.txt"), Path.of("src/main/java"), ENGINE);
    }
}
