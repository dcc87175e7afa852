package io.weir.runtime.task;

/** Where a job stands. */
public enum JobStatus {
    /** Storage is opened, state restored, operators made. */
    STARTING,
    RUNNING,
    /** It has failed and waits for its next attempt. */
    RESTARTING,
    /** It takes a last savepoint and then ends. */
    STOPPING,
    CANCELLING,
    /** Its input ended, and everything is committed. */
    FINISHED,
    /** Ended with a savepoint. */
    STOPPED,
    CANCELLED,
    FAILED,
    /** Ended by the server's shutdown; its checkpoints are kept, and it goes on when the server comes back. */
    SUSPENDED;

    /** Whether nothing follows. */
    public boolean isTerminal() {
        return switch (this) {
            case FINISHED, STOPPED, CANCELLED, FAILED, SUSPENDED -> true;
            case STARTING, RUNNING, RESTARTING, STOPPING, CANCELLING -> false;
        };
    }
}
