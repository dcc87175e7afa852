package io.weir.sqltests.endtoend;

/** When the server is killed. */
enum KillMoment {
    /** At any instant, some time after a checkpoint of this start. */
    RUNNING,
    /** When a checkpoint's folder is there and its {@code _metadata} is not. */
    SNAPSHOT,
    /** As soon as {@code _metadata} is there: before, while or right after the transactions are committed. */
    COMMIT,
    /** Up to two seconds after the process was started. */
    START,
    /** Up to a second after the job began to restore. */
    RECOVERY,
    /** While the broker is down. */
    BROKER_DOWN,
    /** While the NameNode is down. */
    NAME_NODE_DOWN
}
