package io.weir.runtime.state;

import org.junit.jupiter.api.Test;

class StateModelTest {
    private static final int SEEDS = Integer.getInteger("weir.seeds", 60);

    @Test
    void stateOnTheHeapBehavesLikeTheModel() {
        for (long seed = Long.getLong("weir.seed", 0); seed < SEEDS; seed++) {
            StateMemory memory = TightMemory.create(seed % 3 != 0);
            try (StateModelRun run = new StateModelRun(seed, attempt -> new HashMapStateBackends(memory))) {
                run.run(400);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
