package io.weir.server.job;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Where a job stands, as users see it.
 *
 * <pre>
 *  CREATED ──▶ STARTING ──▶ RUNNING ◀──▶ RESTARTING
 *                 ▲            │
 *                 │            ├──▶ SUSPENDING ──▶ SUSPENDED ──▶ STARTING
 *                 │            ├──▶ STOPPING ────▶ STOPPED
 *                 │            ├──▶ FINISHED
 *                 └────────────┴──▶ FAILED
 *  QUARANTINED: the job's statement no longer means what its state was made for; ALTER JOB or DROP JOB leads out of it.
 * </pre>
 */
public enum JobState {
    /** In the catalog, not begun. */
    CREATED(false),
    STARTING(true),
    RUNNING(true),
    /** It has failed and waits for its next attempt. */
    RESTARTING(true),
    SUSPENDING(true),
    /** Ended by ALTER JOB ... SUSPEND, to go on later. */
    SUSPENDED(false),
    STOPPING(true),
    /** Ended by STOP JOB. */
    STOPPED(false),
    /** Its input ended. */
    FINISHED(false),
    /** It failed for good. */
    FAILED(false),
    /** It cannot be started: see its error. */
    QUARANTINED(false);

    private final boolean active;

    JobState(boolean active) {
        this.active = active;
    }

    /** Whether it is at work, and starts again with the server. */
    public boolean isActive() {
        return active;
    }

    private Set<JobState> followers() {
        return switch (this) {
            case CREATED -> EnumSet.of(STARTING, QUARANTINED);
            case STARTING, RUNNING, RESTARTING ->
                EnumSet.of(
                        STARTING,
                        RUNNING,
                        RESTARTING,
                        SUSPENDING,
                        SUSPENDED,
                        STOPPING,
                        STOPPED,
                        FINISHED,
                        FAILED,
                        QUARANTINED);
            case SUSPENDING -> EnumSet.of(SUSPENDED, STARTING, RUNNING, RESTARTING, FINISHED, FAILED);
            case STOPPING -> EnumSet.of(STOPPED, RUNNING, RESTARTING, FINISHED, FAILED);
            case SUSPENDED, STOPPED, FAILED, QUARANTINED -> EnumSet.of(STARTING, STOPPED, QUARANTINED);
            case FINISHED -> EnumSet.of(STARTING);
        };
    }

    /** The next state; broken invariants are told with both names. */
    JobState to(JobState next) {
        if (next != this && !followers().contains(next)) {
            throw new IllegalStateException("a job cannot go from " + this + " to " + next);
        }
        return next;
    }

    boolean canGoTo(JobState next) {
        return followers().contains(next);
    }

    /** Refuses a command in this state. */
    WeirException refuse(String job, String command) {
        WeirException refusal = new WeirException(
                ErrorCode.WRONG_OBJECT_STATE,
                "job \"" + job + "\" is " + toString().toLowerCase(Locale.ROOT) + ", and " + command
                        + " wants another state");
        return switch (this) {
            case STARTING, RESTARTING, SUSPENDING, STOPPING ->
                refusal.withHint("Try it again when SHOW JOBS says that the job has come further.");
            case CREATED, RUNNING, FINISHED -> refusal;
            case SUSPENDED, STOPPED, FAILED, QUARANTINED ->
                refusal.withHint("The job does not run; ALTER JOB ... RESTART starts it from its latest checkpoint.");
        };
    }
}
