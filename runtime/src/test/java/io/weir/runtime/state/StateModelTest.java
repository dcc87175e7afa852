package io.weir.runtime.state;

import org.junit.jupiter.api.Test;

class StateModelTest {
    private static final int SEEDS = Integer.getInteger("weir.seeds", 60);

    @Test
    void stateOnTheHeapBehavesLikeTheModel() {
        for (long seed = Integer.getInteger("weir.seed", 0); seed < SEEDS; seed++) {
            // From far too little memory to enough.
            StateMemory memory = new StateMemory(seed % 3 == 0 ? 64 << 20 : 100_000_000);
            memory.open().take(seed % 3 == 0 ? 0 : 99_999_999);
            try (StateModelRun run = new StateModelRun(seed, attempt -> new HashMapStateBackends(memory))) {
                run.run(400);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
