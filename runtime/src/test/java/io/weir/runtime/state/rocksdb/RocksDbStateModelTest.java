package io.weir.runtime.state.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.KeyedStateBackendContext;
import io.weir.runtime.state.KeyedStateBackendFactory;
import io.weir.runtime.state.StateMemory;
import io.weir.runtime.state.StateModelRun;
import io.weir.runtime.state.TightMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbStateModelTest {
    private static final int SEEDS = Integer.getInteger("weir.seeds", 15);

    @TempDir
    private Path folder;

    @Test
    void stateInRocksDbBehavesLikeTheModel() throws Exception {
        for (long seed = Long.getLong("weir.seed", 0); seed < SEEDS; seed++) {
            long[] memoryLimits = {0, 2_000, 50_000};
            long inMemory = memoryLimits[(int) (seed % 3)];
            Path mine = folder.resolve("seed-" + seed);
            StateMemory memory = TightMemory.create(seed % 5 != 0);
            Random types = new Random(seed);
            try (RocksDbEnvironment environment = new RocksDbEnvironment(mine, 8 << 20)) {
                StateBackends backends = new StateBackends(memory, environment, inMemory);
                try (StateModelRun run = new StateModelRun(
                        seed, attempt -> ofType(backends, types.nextInt(5) == 0 ? "hashmap" : "rocksdb"))) {
                    run.run(300);
                }
                try (Stream<Path> left = Files.walk(mine).filter(Files::isRegularFile)) {
                    assertThat(left).as("files left behind").isEmpty();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static KeyedStateBackendFactory ofType(StateBackends backends, String type) {
        return context -> backends.create(new KeyedStateBackendContext(
                context.jobId(),
                context.operatorId(),
                context.subtaskIndex(),
                context.attempt(),
                type,
                context.maxParallelism(),
                context.keyGroups(),
                context.restored(),
                context.restoredFrom(),
                context.clock(),
                context.io(),
                context.wakeUp(),
                context.fail()));
    }
}
