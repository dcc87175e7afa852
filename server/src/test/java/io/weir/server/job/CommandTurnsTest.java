package io.weir.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.server.catalog.CatalogLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class CommandTurnsTest {
    private static final int MOST = 32;

    @TempDir
    Path folder;

    private final AtomicBoolean closing = new AtomicBoolean();
    private final JobRegistry registry = new JobRegistry();
    private final CommandTurns turns = new CommandTurns(registry, closing::get);
    private final ExecutorService statements = Executors.newCachedThreadPool();
    private CatalogLog log;

    @BeforeEach
    void create() {
        log = CatalogLog.open(folder.resolve("catalog"));
        for (int i = 0; i <= MOST; i++) {
            String name = "j" + i;
            JobRecord record = new JobRecord(
                    name,
                    name,
                    "",
                    "ann",
                    1,
                    Map.of(),
                    JobState.RUNNING,
                    1,
                    List.of(),
                    null,
                    List.of(),
                    false,
                    null,
                    0);
            registry.add(new Job(record, log, JobHistory.open(folder.resolve("history"), name)));
        }
    }

    @AfterEach
    void close() {
        statements.shutdownNow();
        log.close();
    }

    @Test
    void aCommandBeyondTheMostIsRefusedAtOnceAndOthersComeWhenOneHasEnded() throws Exception {
        CountDownLatch begun = new CountDownLatch(MOST);
        CountDownLatch end = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> underWay = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            String name = "j" + i;
            underWay.add(CompletableFuture.supplyAsync(
                    () -> turns.run(name, "STOP JOB", job -> {
                        begun.countDown();
                        return await(end);
                    }),
                    statements));
        }
        begun.await();
        assertThatThrownBy(() -> turns.run("j" + MOST, "STOP JOB", Job::info))
                .hasMessageStartingWith("STOP JOB: 32 statements wait for jobs already, the most there may be");
        end.countDown();
        underWay.forEach(CompletableFuture::join);
        JobInfo info = turns.run("j" + MOST, "STOP JOB", Job::info);
        assertThat(info.name()).isEqualTo("j" + MOST);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aJobThatIsDroppedWhileItsLockIsWaitedForIsUnknown() {
        Job dropped = registry.get("j1");
        dropped.drop();
        assertThatThrownBy(() -> turns.run("j1", "STOP JOB", Job::info))
                .hasMessageStartingWith("job \"j1\" does not exist");
    }

    @Test
    void aServerThatGoesDownTakesNoCommands() {
        closing.set(true);
        assertThatThrownBy(() -> turns.run("j1", "DROP JOB", Job::info))
                .hasMessage("server is shutting down, DROP JOB comes too late");
    }
}
