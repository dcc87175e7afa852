package io.weir.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.element.Barrier;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.StoredFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Events in, actions out; time is a number. */
final class CheckpointCoordinatorTest {
    private static final SubtaskId SOURCE = new SubtaskId("source", 0);
    private static final SubtaskId SINK = new SubtaskId("sink", 0);

    /** Grows each time it is asked for, unless {@link #isIdle}. */
    private long activity;

    private boolean isIdle;
    private CheckpointCoordinator coordinator = coordinator(config());
    private final List<String> log = new ArrayList<>();
    private CheckpointManifest stored;

    private static CheckpointConfig.Builder config() {
        return CheckpointConfig.builder()
                .directory("memory:")
                .intervalMillis(100)
                .minPauseMillis(0)
                .timeoutMillis(1_000)
                .tolerableFailures(1)
                .retained(1);
    }

    private CheckpointCoordinator coordinator(CheckpointConfig.Builder config) {
        CheckpointCoordinator made = make(config);
        start(made);
        return made;
    }

    private CheckpointCoordinator make(CheckpointConfig.Builder config) {
        return new CheckpointCoordinator("job", config.build(), true, () -> isIdle ? activity : ++activity);
    }

    private static void start(CheckpointCoordinator coordinator) {
        coordinator.started(
                0,
                new CheckpointCoordinator.Topology(
                        Set.of(SOURCE, SINK), Set.of(SINK), Map.of("source", 128, "sink", 128)),
                List.of());
    }

    private List<String> perform(List<CoordinatorAction> actions) {
        log.clear();
        for (CoordinatorAction action : actions) {
            if (action instanceof CoordinatorAction.Inject inject) {
                log.add("inject " + inject.barrier().kind() + " "
                        + inject.barrier().id());
            } else if (action instanceof CoordinatorAction.Store store) {
                stored = store.manifest();
                log.add("store " + stored.checkpointId());
            } else if (action instanceof CoordinatorAction.NotifyCompleted completed) {
                log.add("completed " + completed.stats().checkpointId());
            } else if (action instanceof CoordinatorAction.NotifyAborted aborted) {
                log.add("aborted " + aborted.stats().checkpointId() + (aborted.mayExist() ? " perhaps" : ""));
            } else if (action instanceof CoordinatorAction.Commit commit) {
                log.add("commit " + commit.checkpointId());
            } else if (action instanceof CoordinatorAction.NotifyCommitted committed) {
                log.add("committed " + committed.checkpointId());
            } else if (action instanceof CoordinatorAction.Delete delete) {
                log.add("delete " + delete.checkpointId());
            } else if (action instanceof CoordinatorAction.Sweep sweep) {
                log.add("sweep "
                        + sweep.candidates().stream().map(StoredFile::path).toList());
            } else if (action instanceof CoordinatorAction.EpochCompleted epoch) {
                log.add("epoch " + epoch.epoch());
            } else if (action instanceof CoordinatorAction.RejectRequest reject) {
                log.add("reject " + reject.token() + ": " + reject.reason());
            } else if (action instanceof CoordinatorAction.FailJob fail) {
                log.add("fail: " + fail.cause().getMessage());
            } else if (action instanceof CoordinatorAction.FinishJob) {
                log.add("finish");
            } else if (action instanceof CoordinatorAction.StopJob stop) {
                log.add("stop " + stop.token());
            }
        }
        return List.copyOf(log);
    }

    private List<String> tick(long now) {
        return perform(coordinator.tick(now));
    }

    private List<String> acknowledge(long now, long id, SubtaskId subtask, String... sharedFiles) {
        Map<String, StoredFile> files = new HashMap<>();
        for (String file : sharedFiles) {
            files.put(file, new StoredFile("shared/" + file, 10, 0));
        }
        OperatorPart part = new OperatorPart(
                subtask.vertexId(),
                subtask.vertexId(),
                Map.of(),
                files.isEmpty() ? null : new KeyedSnapshot("canonical", 0, 127, files, 10));
        return perform(coordinator.acknowledged(now, acknowledgement(id, subtask, part)));
    }

    private static Acknowledgement acknowledgement(long id, SubtaskId subtask, OperatorPart part) {
        return new Acknowledgement(
                id,
                subtask,
                false,
                List.of(part),
                List.of(),
                new SubtaskCheckpointStats(subtask.vertexId(), subtask.index(), 0, 0, 0, 0, 0, 10, 10, 0, false));
    }

    private List<String> acknowledgeWithCommittable(long now, long id) {
        OperatorPart part = new OperatorPart(
                "sink",
                "sink",
                Map.of(SnapshotState.COMMITTABLES, SnapshotState.ofList(List.of("t".getBytes(StandardCharsets.UTF_8)))),
                null);
        return perform(coordinator.acknowledged(now, acknowledgement(id, SINK, part)));
    }

    private List<String> stored(long now) {
        return perform(coordinator.stored(now, stored, "path"));
    }

    @Test
    void aCheckpointIsTriggeredCollectedStoredAndNotified() {
        assertThat(tick(99)).isEmpty();
        assertThat(coordinator.nextTickMillis()).isEqualTo(100);
        assertThat(tick(100)).containsExactly("inject CHECKPOINT 1");
        assertThat(acknowledge(110, 1, SOURCE)).isEmpty();
        assertThat(acknowledge(120, 1, SINK)).containsExactly("store 1");
        assertThat(stored(130)).containsExactly("completed 1", "committed 1");
        assertThat(coordinator.overview().completed()).isEqualTo(1);
        assertThat(coordinator.overview().history().get(0).durationMillis()).isEqualTo(30);
    }

    @Test
    void theMinimumPauseCountsFromTheEndOfTheLastCheckpoint() {
        coordinator = coordinator(config().minPauseMillis(50));
        tick(100);
        acknowledge(110, 1, SOURCE);
        acknowledge(380, 1, SINK);
        assertThat(stored(390)).containsExactly("completed 1", "committed 1");
        assertThat(tick(439)).isEmpty();
        assertThat(coordinator.nextTickMillis()).isEqualTo(440);
        assertThat(tick(440)).containsExactly("inject CHECKPOINT 2");
    }

    private void complete(long now, long id) {
        assertThat(tick(now)).containsExactly("inject CHECKPOINT " + id);
        acknowledge(now, id, SOURCE);
        acknowledge(now, id, SINK);
        stored(now);
    }

    @Test
    void ofAJobInWhichNothingHappensEveryTenthPeriodicCheckpointIsTaken() {
        complete(100, 1);
        isIdle = true;
        activity++;
        complete(200, 2);
        for (long now = 300; now <= 1_100; now += 100) {
            assertThat(tick(now)).isEmpty();
            assertThat(coordinator.nextTickMillis()).isEqualTo(now + 100);
        }
        complete(1_200, 3);
        assertThat(tick(1_300)).isEmpty();
    }

    @Test
    void whatHappensInAnIdleJobIsSavedAtTheNextInterval() {
        isIdle = true;
        complete(100, 1);
        assertThat(tick(200)).isEmpty();
        activity++;
        assertThat(tick(250)).isEmpty();
        complete(300, 2);
        assertThat(tick(400)).isEmpty();
    }

    @Test
    void aCheckpointThatFailedHasSavedNothing() {
        isIdle = true;
        complete(100, 1);
        activity++;
        assertThat(tick(200)).containsExactly("inject CHECKPOINT 2");
        perform(coordinator.declined(210, 2, SINK, new IllegalStateException("disk")));
        assertThat(tick(300)).containsExactly("inject CHECKPOINT 3");
    }

    @Test
    void aSavepointDoesNotReplaceACheckpoint() {
        isIdle = true;
        complete(100, 1);
        activity++;
        perform(coordinator.requested(150, new CheckpointRequest(7, Barrier.Kind.SAVEPOINT)));
        acknowledge(150, 2, SOURCE);
        acknowledge(150, 2, SINK);
        stored(150);
        assertThat(tick(200)).containsExactly("inject CHECKPOINT 3");
    }

    @Test
    void anIdleJobTakesTheCheckpointsThatAreAskedForAndOneInEachAttempt() {
        isIdle = true;
        complete(100, 1);
        assertThat(perform(coordinator.requested(110, new CheckpointRequest(7, Barrier.Kind.CHECKPOINT))))
                .containsExactly("inject CHECKPOINT 2");
        coordinator.stopped(120, new IllegalStateException("lost"));
        start(coordinator);
        complete(220, 3);
    }

    @Test
    void noMoreThanAllowedAreUnderWay() {
        tick(100);
        assertThat(tick(250)).isEmpty();
        coordinator = coordinator(config().maxConcurrent(2));
        tick(100);
        assertThat(tick(200)).containsExactly("inject CHECKPOINT 2");
        assertThat(tick(300)).isEmpty();
    }

    @Test
    void anExpiredCheckpointIsAbortedAndTheNextOneBegins() {
        tick(100);
        assertThat(tick(1_100)).containsExactly("aborted 1", "inject CHECKPOINT 2");
        assertThat(acknowledge(1_101, 1, SOURCE)).isEmpty();
        assertThat(coordinator.overview().inProgress()).isEqualTo(1);
        assertThat(coordinator.overview().failed()).isEqualTo(1);
    }

    @Test
    void oneFailureMoreThanToleratedFailsTheJob() {
        tick(100);
        assertThat(perform(coordinator.declined(110, 1, SINK, new IllegalStateException("disk"))))
                .containsExactly("aborted 1");
        tick(200);
        assertThat(perform(coordinator.declined(210, 2, SINK, new IllegalStateException("disk"))))
                .containsExactly(
                        "aborted 2",
                        "fail: 2 checkpoints failed in a row, 1 are tolerated; the last one: checkpoint 2 declined by sink[0]: disk");
    }

    @Test
    void aCompletedCheckpointForgivesFailures() {
        tick(100);
        coordinator.declined(110, 1, SINK, new IllegalStateException("disk"));
        tick(200);
        acknowledge(210, 2, SOURCE);
        acknowledge(210, 2, SINK);
        stored(220);
        tick(300);
        assertThat(perform(coordinator.declined(310, 3, SINK, new IllegalStateException("disk"))))
                .containsExactly("aborted 3");
    }

    @Test
    void failureToStoreCountsAndNothingIsNotified() {
        tick(100);
        acknowledge(110, 1, SOURCE);
        acknowledge(110, 1, SINK, "a");
        assertThat(perform(coordinator.storeFailed(120, 1, new IllegalStateException("quota"))))
                .containsExactly("aborted 1", "sweep [shared/a]");
        assertThat(coordinator.overview().consecutiveFailures()).isEqualTo(1);
    }

    @Test
    void olderCheckpointsAreDeletedBeyondTheRetained() {
        complete(100, 1, "a");
        assertThat(complete(200, 2, "b")).containsExactly("completed 2", "delete 1", "sweep [shared/a]", "committed 2");
        assertThat(coordinator.retainedIds()).containsExactly(2L);
    }

    private List<String> complete(long now, long id, String file) {
        tick(now);
        acknowledge(now, id, SOURCE);
        acknowledge(now, id, SINK, file);
        return stored(now);
    }

    @Test
    void filesAreNotDeletedWhileACheckpointTriggeredBeforeIsUnderWay() {
        coordinator = coordinator(config().maxConcurrent(2));
        complete(100, 1, "a");
        tick(200);
        tick(300); // 3 may refer to files of 1: it was frozen before 2 was complete
        acknowledge(310, 2, SOURCE);
        acknowledge(310, 2, SINK, "b");
        assertThat(stored(320)).containsExactly("completed 2", "delete 1", "committed 2");
        acknowledge(330, 3, SOURCE);
        acknowledge(330, 3, SINK, "a");
        assertThat(stored(340)).contains("completed 3", "delete 2");
        assertThat(log.toString()).contains("sweep");
    }

    @Test
    void aCheckpointThatIsCompleteAfterANewerOneIsDropped() {
        coordinator = coordinator(config().maxConcurrent(2));
        tick(100);
        tick(200);
        acknowledge(210, 2, SOURCE);
        acknowledge(210, 2, SINK, "b");
        assertThat(stored(220)).containsExactly("completed 2", "committed 2");
        acknowledge(230, 1, SOURCE);
        acknowledge(230, 1, SINK, "a");
        assertThat(stored(240)).containsExactly("aborted 1", "sweep [shared/a]");
        assertThat(coordinator.retainedIds()).containsExactly(2L);
        assertThat(coordinator.overview().consecutiveFailures()).isZero();
    }

    @Test
    void filesOfASavepointAreNeverDeleted() {
        coordinator = make(config());
        coordinator.started(
                0,
                new CheckpointCoordinator.Topology(
                        Set.of(SOURCE, SINK), Set.of(SINK), Map.of("source", 128, "sink", 128)),
                List.of(new CompletedCheckpoint(
                        7,
                        List.of(
                                new StoredFile("hdfs://n:1/savepoint-s/x", 1, 0),
                                new StoredFile("/local/savepoint-s/y", 1, 0),
                                new StoredFile("shared/a", 1, 0)))));
        assertThat(complete(100, 8, "b")).containsExactly("completed 8", "delete 7", "sweep [shared/a]", "committed 8");
    }

    @Test
    void commitsComeOneAtATimeInOrder() {
        coordinator = coordinator(config().maxConcurrent(2));
        tick(100);
        tick(200);
        acknowledge(210, 1, SOURCE);
        acknowledgeWithCommittable(210, 1);
        assertThat(stored(220)).containsExactly("completed 1", "commit 1");
        acknowledge(230, 2, SOURCE);
        acknowledgeWithCommittable(230, 2);
        assertThat(stored(240)).containsExactly("completed 2", "delete 1");
        assertThat(perform(coordinator.committed(250, 1))).containsExactly("committed 1", "commit 2");
        assertThat(perform(coordinator.committed(260, 2))).containsExactly("committed 2");
    }

    @Test
    void whileCommitsLagNoNewCheckpointIsTriggered() {
        coordinator = coordinator(config().maxConcurrent(2));
        for (long id = 1; id <= 2; id++) {
            tick(id * 100);
            acknowledge(id * 100, id, SOURCE);
            acknowledgeWithCommittable(id * 100, id);
            stored(id * 100);
        }
        assertThat(tick(900)).isEmpty();
        assertThat(perform(coordinator.committed(910, 1)))
                .containsExactly("committed 1", "commit 2", "inject CHECKPOINT 3");
    }

    @Test
    void endOfAllInputTakesALastCheckpointAndFinishesAfterItsCommit() {
        assertThat(perform(coordinator.subtaskEnded(10, SOURCE))).isEmpty();
        assertThat(perform(coordinator.subtaskEnded(20, SINK))).containsExactly("inject CHECKPOINT 1");
        acknowledge(30, 1, SOURCE);
        acknowledgeWithCommittable(30, 1);
        assertThat(stored(40)).containsExactly("completed 1", "commit 1");
        assertThat(perform(coordinator.committed(50, 1))).containsExactly("committed 1", "finish");
    }

    @Test
    void aLastCheckpointThatFailsIsTakenAgainAfterAPause() {
        coordinator.subtaskEnded(10, SOURCE);
        coordinator.subtaskEnded(20, SINK);
        assertThat(perform(coordinator.declined(30, 1, SINK, new IllegalStateException("away"))))
                .containsExactly("aborted 1");
        assertThat(tick(500)).isEmpty();
        assertThat(coordinator.nextTickMillis()).isEqualTo(1_030);
        assertThat(tick(1_030)).containsExactly("inject CHECKPOINT 2");
    }

    @Test
    void aCheckpointUnderWayAtTheEndDoesNotCoverTheLastRows() {
        tick(100);
        coordinator.subtaskEnded(110, SOURCE);
        coordinator.subtaskEnded(120, SINK);
        acknowledge(130, 1, SOURCE);
        acknowledge(130, 1, SINK);
        assertThat(stored(140)).containsExactly("completed 1", "committed 1", "inject CHECKPOINT 2");
    }

    @Test
    void epochsEndWhenEverySinkHasSeenThem() {
        coordinator = coordinator(config().intervalMillis(0).epochIntervalMillis(20));
        assertThat(tick(20)).containsExactly("inject EPOCH 1");
        assertThat(tick(40)).isEmpty();
        assertThat(perform(coordinator.epochReached(45, 1, SOURCE))).isEmpty();
        assertThat(perform(coordinator.epochReached(50, 1, SINK))).containsExactly("epoch 1", "inject EPOCH 2");
    }

    @Test
    void nothingRunsBesideABarrierThatOvertakes() {
        coordinator = coordinator(config().unaligned(true).epochIntervalMillis(20));
        assertThat(tick(100)).containsExactly("inject CHECKPOINT 1");
        assertThat(tick(150)).isEmpty();
        acknowledge(160, 1, SOURCE);
        acknowledge(160, 1, SINK);
        assertThat(stored(170)).containsExactly("completed 1", "committed 1", "inject EPOCH 2");
    }

    @Test
    void aStopWaitsItsTurnAndEndsTheJobAfterItsCommit() {
        tick(100);
        assertThat(perform(coordinator.requested(110, new CheckpointRequest(5, Barrier.Kind.STOP))))
                .isEmpty();
        acknowledge(120, 1, SOURCE);
        acknowledge(120, 1, SINK);
        assertThat(stored(130)).containsExactly("completed 1", "committed 1", "inject STOP 2");
        assertThat(perform(coordinator.requested(140, new CheckpointRequest(6, Barrier.Kind.SAVEPOINT))))
                .containsExactly("reject 6: the job is stopping");
        acknowledge(150, 2, SOURCE);
        acknowledgeWithCommittable(150, 2);
        assertThat(stored(160)).containsExactly("completed 2", "commit 2");
        assertThat(tick(900)).isEmpty();
        assertThat(perform(coordinator.committed(910, 2))).containsExactly("committed 2", "stop 5");
    }

    @Test
    void aSavepointCommitsNothingAndIsNotCountedAmongTheRetained() {
        assertThat(perform(coordinator.requested(10, new CheckpointRequest(5, Barrier.Kind.SAVEPOINT))))
                .containsExactly("inject SAVEPOINT 1");
        acknowledge(20, 1, SOURCE);
        acknowledgeWithCommittable(20, 1);
        assertThat(stored(30)).containsExactly("completed 1");
        assertThat(coordinator.retainedIds()).isEmpty();
    }

    @Test
    void aFailedDrainFailsTheJobBecauseEventTimeIsOver() {
        coordinator.requested(10, new CheckpointRequest(5, Barrier.Kind.DRAIN));
        assertThat(perform(coordinator.declined(20, 1, SINK, new IllegalStateException("away"))))
                .containsExactly("aborted 1", "fail: checkpoint 1 declined by sink[0]: away");
    }

    @Test
    void theEndOfAnAttemptGivesUpWhatIsUnderWayAndCountsStartAnew() {
        coordinator = coordinator(config().maxConcurrent(2));
        tick(100);
        tick(200);
        acknowledge(210, 1, SOURCE);
        acknowledge(210, 1, SINK);
        assertThat(perform(coordinator.stopped(220, new IllegalStateException("crash"))))
                .containsExactly("aborted 1 perhaps", "aborted 2");
        assertThat(coordinator.overview().inProgress()).isZero();
        assertThat(stored(230)).isEmpty();
        start(coordinator);
        assertThat(tick(500)).containsExactly("inject CHECKPOINT 3");
        assertThat(coordinator.overview().inProgress()).isEqualTo(1);
    }

    @Test
    void requestsMadeWhileTheJobStartsWait() {
        CheckpointCoordinator starting = make(config());
        assertThat(perform(starting.requested(5, new CheckpointRequest(9, Barrier.Kind.CHECKPOINT))))
                .isEmpty();
        start(starting);
        assertThat(perform(starting.tick(6))).containsExactly("inject CHECKPOINT 1");
    }

    @Test
    void newOptionsApplyAtOnce() {
        assertThat(perform(
                        coordinator.reconfigured(60, config().intervalMillis(50).build())))
                .containsExactly("inject CHECKPOINT 1");
    }
}
