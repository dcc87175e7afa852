package io.weir.sqltests.endtoend;

import java.util.EnumMap;
import java.util.Map;

/** What the kills of a test have met. */
final class KillTally {
    private static final String COMMITTED_BY_RECOVERY = "recovered transaction is committed";
    private static final String RUNNING = "status=RUNNING";
    private static final String ABORTED_BY_RECOVERY = "aborted transactions that no checkpoint names";

    private final Map<KillMoment, Integer> kills = new EnumMap<>(KillMoment.class);
    private final Map<KillMoment, Integer> betweenMetadataAndCommit = new EnumMap<>(KillMoment.class);
    private int inSnapshot;
    private int withOpenTransactions;
    private int afterProgress;
    private KillMoment last = KillMoment.RUNNING;

    /**
     * A kill.
     *
     * @param log what the server has said from its start to its death; from it comes what the kill before has met
     * @param snapshotCut whether a checkpoint's folder without {@code _metadata} was left
     * @param progressed whether a checkpoint was completed since the kill before
     */
    void killed(KillMoment moment, String log, boolean snapshotCut, boolean progressed) {
        kills.merge(moment, 1, Integer::sum);
        inSnapshot += snapshotCut ? 1 : 0;
        afterProgress += progressed ? 1 : 0;
        recovered(log);
        if (log.contains(RUNNING)) {
            last = moment; // one that died earlier has not recovered what the one before it left
        }
    }

    /** The last start of all, or one that was killed. */
    void recovered(String log) {
        if (log.contains(COMMITTED_BY_RECOVERY)) {
            betweenMetadataAndCommit.merge(last, 1, Integer::sum);
        }
        if (log.contains(ABORTED_BY_RECOVERY)) {
            withOpenTransactions++;
        }
    }

    int kills(KillMoment moment) {
        return kills.getOrDefault(moment, 0);
    }

    int betweenMetadataAndCommit() {
        return betweenMetadataAndCommit.values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    int inSnapshot() {
        return inSnapshot;
    }

    int afterProgress() {
        return afterProgress;
    }

    @Override
    public String toString() {
        return "kills by moment " + kills + "\n"
                + "left a checkpoint without _metadata: " + inSnapshot + "\n"
                + "left _metadata whose transactions the next start committed: " + betweenMetadataAndCommit + "\n"
                + "left transactions that the next start aborted: " + withOpenTransactions + "\n"
                + "came after a checkpoint since the kill before: " + afterProgress;
    }
}
