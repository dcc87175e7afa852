package io.weir.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.checkpoint.SubtaskCheckpointStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobHistoryTest {
    @TempDir
    Path folder;

    private static CheckpointStats checkpoint(long id, CheckpointStats.Status status) {
        SubtaskCheckpointStats part = new SubtaskCheckpointStats("v", 0, 7, 1, 2, 3, 4, 5, 6, 7, true);
        return new CheckpointStats(
                id, CheckpointStats.Kind.CHECKPOINT, status, id, 2, 3, 1, 1, 5, 6, 7, "/x", null, List.of(part));
    }

    private static CheckpointStats completed(long id) {
        return checkpoint(id, CheckpointStats.Status.COMPLETED);
    }

    @Test
    void whatWasAddedIsReadAgainNewestFirst() {
        JobHistory history = JobHistory.open(folder, "j");
        history.add(completed(1));
        history.add(new JobFailure(5, "because\nof this"));
        history.add(completed(2));
        JobHistory again = JobHistory.open(folder, "j");
        assertThat(again.checkpoints(List.of())).containsExactly(completed(2), completed(1));
        assertThat(again.failures()).containsExactly(new JobFailure(5, "because\nof this"));
    }

    @Test
    void aTornLineCostsNothingButItself() throws IOException {
        JobHistory.open(folder, "j").add(completed(1));
        Files.writeString(folder.resolve("j.jsonl"), "\n{\"checkpoint\":{\"checkpoi", StandardOpenOption.APPEND);
        JobHistory.open(folder, "j").add(completed(2));
        assertThat(JobHistory.open(folder, "j").checkpoints(List.of())).containsExactly(completed(2), completed(1));
    }

    @Test
    void theFileIsBounded() throws IOException {
        JobHistory history = JobHistory.open(folder, "j");
        for (long id = 1; id <= 1_000; id++) {
            history.add(completed(id));
        }
        List<CheckpointStats> kept = JobHistory.open(folder, "j").checkpoints(List.of());
        assertThat(kept).hasSize(JobHistory.KEPT_CHECKPOINTS);
        assertThat(kept.get(0)).isEqualTo(completed(1_000));
        try (Stream<String> lines = Files.lines(folder.resolve("j.jsonl"))) {
            assertThat(lines.count()).isLessThan(300);
        }
    }

    @Test
    void checkpointsUnderWayComeFirst() {
        JobHistory history = JobHistory.open(folder, "j");
        history.add(completed(1));
        CheckpointStats underWay = checkpoint(2, CheckpointStats.Status.IN_PROGRESS);
        assertThat(history.checkpoints(List.of(underWay, completed(1)))).containsExactly(underWay, completed(1));
    }

    @Test
    void aDroppedJobLeavesNothing() {
        JobHistory history = JobHistory.open(folder, "j");
        history.add(completed(1));
        history.delete();
        assertThat(folder).isEmptyDirectory();
    }
}
