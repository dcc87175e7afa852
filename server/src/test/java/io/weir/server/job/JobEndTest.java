package io.weir.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.planner.PlannedStatement;
import io.weir.runtime.adapter.SystemClock;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.RestoreSpec;
import io.weir.server.catalog.CatalogLog;
import io.weir.server.catalog.EntryKind;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.data.Schema;
import io.weir.spi.error.WeirException;
import io.weir.storage.hdfs.HdfsCheckpointStorageProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a job that was ended by a statement which did not come to its end. */
@Timeout(30)
final class JobEndTest {
    @TempDir
    Path folder;

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService starters = Executors.newFixedThreadPool(1);
    private final FakeExecution execution = new FakeExecution();
    private CatalogLog log;
    private JobManager jobs;

    @BeforeEach
    void create() {
        log = CatalogLog.open(folder.resolve("catalog"));
        jobs = new JobManager(
                log,
                (sql, user, settings) -> {
                    throw new IllegalStateException("a mistake of the planner");
                },
                (graph, config, restore, listener) -> execution,
                new HdfsCheckpointStorageProvider(Map.of(), null),
                new JobDefaults(Map.of(), folder),
                new SystemClock(),
                () -> "id",
                background,
                starters);
        jobs.create(new NewJob("j", "CREATE JOB j", "ann", Map.of(), planned(), RestoreSpec.fresh()));
    }

    private static PlannedStatement planned() {
        return new PlannedStatement(
                new JobGraph("j", List.of(), List.of()),
                new Schema(List.of()),
                ChangelogKind.INSERT_ONLY,
                false,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    @AfterEach
    void stop() {
        execution.end(JobStatus.SUSPENDED);
        jobs.close();
        starters.shutdownNow();
        background.shutdownNow();
        log.close();
    }

    private void await(JobState state) {
        while (jobs.get("j").state() != state) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aJobWhoseRestartWasCancelledWhileItEndedIsShownAsSuspended() throws InterruptedException {
        Thread statement = new Thread(() -> assertThatThrownBy(() -> jobs.restart("j"))
                .isInstanceOf(WeirException.class)
                .hasMessage("statement was cancelled"));
        CountDownLatch failed = new CountDownLatch(1);
        statement.setUncaughtExceptionHandler((thread, error) -> failed.countDown());
        statement.start();
        execution.awaitSuspend();
        statement.interrupt();
        statement.join();
        assertThat(failed.getCount()).isEqualTo(1);
        execution.end(JobStatus.SUSPENDED);
        await(JobState.SUSPENDED);
    }

    @Test
    void theEndOfAJobIsWrittenDownOnceTheCatalogCanBeWrittenAgain() throws Exception {
        Path catalog = folder.resolve("catalog");
        Files.move(catalog, folder.resolve("away"));
        execution.end(JobStatus.FINISHED);
        background.submit(() -> {}).get();
        assertThat(jobs.get("j").state().isActive()).isTrue();
        Files.move(folder.resolve("away"), catalog);
        await(JobState.FINISHED);
        log.close();
        try (CatalogLog again = CatalogLog.open(catalog)) {
            assertThat(again.all(EntryKind.JOB).values())
                    .singleElement()
                    .asString()
                    .contains("FINISHED");
        }
    }

    @Test
    void jobsThatEndWithTheServerStayAtWork() throws InterruptedException {
        execution.suspendsAtOnce();
        jobs.close();
        background.shutdown();
        assertThat(background.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(jobs.get("j").state().isActive()).isTrue();
    }

    @Test
    void aJobThatAMistakeKeepsFromStartingAgainSaysSo() {
        execution.suspendsAtOnce();
        assertThatThrownBy(() -> jobs.restart("j")).hasMessage("a mistake of the planner");
        assertThat(jobs.get("j").state()).isEqualTo(JobState.QUARANTINED);
        assertThat(jobs.get("j").error()).contains("a mistake of the planner");
    }
}
