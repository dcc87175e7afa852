package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.checkpoint.SnapshotState;
import io.weir.runtime.testing.MemoryCheckpointStorage;
import io.weir.runtime.testing.MemoryStorageProvider;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointManifest.OperatorSnapshot;
import io.weir.spi.storage.CheckpointManifest.SubtaskSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JobStorageTest {
    private final MemoryStorageProvider provider = new MemoryStorageProvider();
    private final MemoryCheckpointStorage files = provider.open("memory:", "job");
    private final JobStorage storage = new JobStorage(files);

    private void checkpoint(long id, boolean committables) {
        publish(files, id, committables);
    }

    private static void publish(MemoryCheckpointStorage to, long id, boolean committables) {
        Map<String, byte[]> state = committables
                ? Map.of(SnapshotState.COMMITTABLES, SnapshotState.ofList(List.of(new byte[] {1})))
                : Map.of();
        to.publish(
                new CheckpointManifest(
                        "job",
                        id,
                        CheckpointManifest.Kind.CHECKPOINT,
                        false,
                        0,
                        List.of(new OperatorSnapshot(
                                "sink", "sink", 128, List.of(new SubtaskSnapshot(0, false, state, null, List.of())))),
                        Map.of()),
                1);
    }

    private Optional<Long> choose(RestoreSpec spec, boolean first) {
        return storage.choose(spec, first).map(choice -> choice.manifest().checkpointId());
    }

    @Test
    void theLatestIsTaken() {
        assertThat(choose(RestoreSpec.latest(), true)).isEmpty();
        checkpoint(3, true);
        checkpoint(12, true);
        assertThat(choose(RestoreSpec.latest(), true)).hasValue(12L);
    }

    @Test
    void aFreshStartTakesNothingThatWasThereBeforeIt() {
        checkpoint(3, true);
        assertThat(choose(RestoreSpec.fresh(), true)).isEmpty();
        assertThat(choose(RestoreSpec.fresh(), false)).isEmpty();
        checkpoint(4, true);
        assertThat(choose(RestoreSpec.fresh(), false)).hasValue(4L);
    }

    @Test
    void aCheckpointThatSomebodyTookAwayIsNotPassedOver() {
        checkpoint(3, true);
        checkpoint(4, true);
        storage.publish(files.load(4).orElseThrow(), 1);
        assertThat(choose(RestoreSpec.latest(), false)).hasValue(4L);
        files.delete(4);
        assertThatThrownBy(() -> choose(RestoreSpec.latest(), false))
                .hasMessageStartingWith("checkpoint 4 was complete, and is gone from \"")
                .hasMessageContaining("There are [3].");
        files.delete(3);
        assertThatThrownBy(() -> choose(RestoreSpec.fresh(), false)).isInstanceOf(WeirException.class);
        assertThat(choose(RestoreSpec.fresh(), true)).isEmpty();
    }

    @Test
    void aJobBegunFromASavepointGoesOnFromItUntilItHasACheckpoint() {
        publish(provider.openSavepoint("savepoints:", "s"), 77, true);
        RestoreSpec spec = RestoreSpec.ofPath("savepoints:/savepoint-s");
        assertThat(choose(spec, true)).hasValue(77L);
        assertThat(choose(spec, false)).hasValue(77L);
        assertThat(choose(RestoreSpec.latestOr("savepoints:/savepoint-s"), true))
                .hasValue(77L);
        checkpoint(78, true);
        assertThat(choose(spec, false)).hasValue(78L);
        assertThat(choose(RestoreSpec.latestOr("savepoints:/savepoint-s"), true))
                .hasValue(78L);
    }

    @Test
    void anOlderOneIsTakenByItselfWhenNothingCanHaveBeenCommitted() {
        checkpoint(1, true);
        checkpoint(2, false);
        storage.reject(files.load(2).orElseThrow());
        assertThat(choose(RestoreSpec.latest(), false)).hasValue(1L);
    }

    @Test
    void anOlderOneIsNotTakenByItselfWhenRowsMayBeCommitted() {
        checkpoint(1, false);
        checkpoint(2, true);
        storage.reject(files.load(2).orElseThrow());
        assertThatThrownBy(() -> choose(RestoreSpec.latest(), false))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("checkpoint 2")
                .hasMessageContaining("may have committed")
                .hasMessageContaining("ALTER JOB ... RESTORE FROM");
    }

    @Test
    void whenAllAreCorruptTheJobDoesNotBeginAnew() {
        checkpoint(1, false);
        storage.reject(files.load(1).orElseThrow());
        assertThatThrownBy(() -> choose(RestoreSpec.latest(), false)).hasMessageContaining("all of [1] are corrupt");
    }

    @Test
    void anOlderOneOnRequestGivesUpTheNewer() {
        checkpoint(1, true);
        checkpoint(2, true);
        checkpoint(3, true);
        assertThat(choose(RestoreSpec.ofCheckpoint(1), true)).hasValue(1L);
        assertThat(files.list()).containsExactly(1L);
        assertThatThrownBy(() -> choose(RestoreSpec.ofCheckpoint(9), true)).hasMessageContaining("no checkpoint 9");
    }
}
