package io.weir.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.server.catalog.CatalogLog;
import io.weir.server.catalog.EntryKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a job's record changes, from statements and events at once. */
@Timeout(30)
final class JobTest {
    @TempDir
    Path folder;

    private CatalogLog log;
    private Job job;

    @BeforeEach
    void create() {
        log = CatalogLog.open(folder.resolve("catalog"));
        JobRecord record = new JobRecord(
                "id", "j", "sql", "ann", 1, Map.of(), JobState.RUNNING, 1, List.of(), null, List.of(), false, null, 0);
        job = new Job(record, log, JobHistory.open(folder.resolve("history"), "id"));
        job.create();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private JobRecord kept() {
        return JobRecord.fromJson(log.get(EntryKind.JOB, "id").orElseThrow());
    }

    @Test
    void whatIsSavedIsInTheCatalogAndWhatIsUpdatedIsNot() {
        job.update(record -> record.toBuilder().error("broker is gone", 5).build());
        assertThat(job.record().error()).isEqualTo("broker is gone");
        assertThat(kept().error()).isNull();
        job.save(record -> record.toBuilder().state(JobState.STOPPED, 6).build());
        assertThat(kept()).isEqualTo(job.record());
        assertThat(kept().error()).isEqualTo("broker is gone");
    }

    @Test
    void anEventDoesNotTakeBackWhatACommandWritesMeanwhile() throws InterruptedException {
        CountDownLatch changing = new CountDownLatch(1);
        CountDownLatch commandWaits = new CountDownLatch(1);
        CompletableFuture<Void> event = CompletableFuture.runAsync(() -> job.save(record -> {
            changing.countDown();
            await(commandWaits);
            return record.toBuilder().hasCheckpoints(true).build();
        }));
        changing.await();
        Thread command = new Thread(() ->
                job.save(record -> record.toBuilder().state(JobState.STOPPED, 7).build()));
        command.start();
        while (command.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
        commandWaits.countDown();
        event.join();
        command.join();
        assertThat(kept()).isEqualTo(job.record());
        assertThat(kept().state()).isEqualTo(JobState.STOPPED);
        assertThat(kept().hasCheckpoints()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anEventBehindDropDoesNotBringTheJobBack() {
        job.drop();
        job.save(record -> record.toBuilder().hasCheckpoints(true).build());
        assertThat(log.get(EntryKind.JOB, "id")).isEmpty();
    }

    @Test
    void aRecordThatCannotBeWrittenIsAsBefore() {
        JobRecord before = job.record();
        log.close();
        assertThatThrownBy(() -> job.save(
                        record -> record.toBuilder().hasCheckpoints(true).build()))
                .isInstanceOf(RuntimeException.class);
        assertThat(job.record()).isEqualTo(before);
    }
}
