package io.weir.runtime.operator.source;

/**
 * What happens to records that cannot be read.
 *
 * @param action the policy
 * @param sidePort for DEAD_LETTER: the side output that gets, for each record, (place VARCHAR, record VARBINARY, cause
 *     VARCHAR, seen_at TIMESTAMP_LTZ); 0 otherwise
 */
public record BadRecordPolicy(Action action, int sidePort) {
    public static final BadRecordPolicy FAIL = new BadRecordPolicy(Action.FAIL, 0);
    public static final BadRecordPolicy SKIP = new BadRecordPolicy(Action.SKIP, 0);

    /** The choices of the table option {@code bad-records}. */
    public enum Action {
        /** The job fails, finally: a restart would meet the same record. */
        FAIL,
        /** Counted in {@code numBadRecords} and left out. */
        SKIP,
        /** As SKIP, and written to another table. */
        DEAD_LETTER
    }
}
