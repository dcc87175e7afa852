package io.weir.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.planner.PlannedStatement;
import io.weir.runtime.adapter.SystemClock;
import io.weir.server.catalog.CatalogLog;
import io.weir.server.catalog.Change;
import io.weir.server.catalog.EntryKind;
import io.weir.server.config.JobSettings;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.storage.hdfs.HdfsCheckpointStorageProvider;
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

/** The start of the jobs that the catalog holds. */
@Timeout(30)
final class JobManagerStartTest {
    @TempDir
    Path folder;

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService starters = Executors.newFixedThreadPool(3);
    private final CountDownLatch planningOfStuck = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private CatalogLog log;
    private JobManager jobs;

    @BeforeEach
    void start() {
        log = CatalogLog.open(folder.resolve("catalog"));
        for (String name : List.of("a_stuck", "b_broken", "c_internal", "d_waits")) {
            log.commit(List.of(Change.put(EntryKind.JOB, name, record(name).toJson())));
        }
        jobs = new JobManager(
                log,
                this::plan,
                (graph, config, restore, listener) -> {
                    throw new AssertionError("no job of this test is planned");
                },
                new HdfsCheckpointStorageProvider(Map.of(), null),
                new JobDefaults(Map.of(), folder),
                new SystemClock(),
                () -> "id",
                background,
                starters);
        jobs.start();
    }

    @AfterEach
    void stop() {
        answer.countDown();
        jobs.close();
        starters.shutdownNow();
        background.shutdownNow();
        log.close();
    }

    private static JobRecord record(String name) {
        return new JobRecord(
                name, name, name, "ann", 1, Map.of(), JobState.RUNNING, 1, List.of(), null, List.of(), false, null, 0);
    }

    private PlannedStatement plan(String sql, String user, JobSettings settings) {
        switch (sql) {
            case "a_stuck" -> {
                planningOfStuck.countDown();
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new WeirException(ErrorCode.UNKNOWN_TABLE, "table is gone");
            }
            case "b_broken" -> throw new WeirException(ErrorCode.UNKNOWN_COLUMN, "column is gone");
            case "d_waits" -> throw new WeirException(ErrorCode.CONNECTOR_UNREACHABLE, "broker does not answer");
            default -> throw new IllegalStateException("wrong");
        }
    }

    private JobInfo await(String name, JobState state, String error) {
        while (true) {
            JobInfo job = jobs.get(name);
            if (job.state() == state && String.valueOf(job.error()).contains(error)) {
                return job;
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void aJobWhosePlanningDoesNotReturnHoldsUpNoOtherAndEachShowsItsOwnError() throws InterruptedException {
        planningOfStuck.await();
        await("b_broken", JobState.QUARANTINED, "column is gone");
        await("c_internal", JobState.QUARANTINED, "internal error: java.lang.IllegalStateException: wrong");
        await("d_waits", JobState.STARTING, "broker does not answer");
        assertThat(jobs.get("a_stuck").state()).isEqualTo(JobState.STARTING);
        assertThat(jobs.get("a_stuck").error()).isNull();
        answer.countDown();
        await("a_stuck", JobState.QUARANTINED, "table is gone");
    }

    @Test
    void aJobIsDroppedWhileItIsBeingPlanned() throws InterruptedException {
        planningOfStuck.await();
        jobs.drop("a_stuck");
        answer.countDown();
        starters.shutdown();
        assertThat(starters.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(jobs.find("a_stuck")).isEmpty();
        assertThat(log.get(EntryKind.JOB, "a_stuck")).isEmpty();
    }
}
