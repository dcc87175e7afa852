package io.weir.runtime.state;

import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the keyed state of one operator in one subtask. Called by the worker that runs the subtask, but for
 * {@link KeyedStateBackendFactory#create} and {@link #close}; never blocks but for reads of entries that are not
 * cached.
 */
public interface KeyedStateBackend extends AutoCloseable {
    /** What the operator sees. */
    KeyedState keyedState();

    /**
     * The synchronous part of a snapshot: fixes the state as it is now and returns; what changes from here on is not
     * part of it. Several may be under way, with ascending ids.
     *
     * @return completes on any thread when the files are durable in storage; fails, and the checkpoint is declined, if
     *     they cannot be written
     */
    CompletionStage<KeyedSnapshot> freeze(FreezeRequest request);

    /**
     * The checkpoint exists: its files may be referred to by later snapshots without being written again. Not called
     * for savepoints.
     */
    default void checkpointCompleted(long checkpointId) {}

    /**
     * The checkpoint will never exist: nothing that was written for it may be referred to, as it may be deleted at any
     * time.
     */
    default void checkpointAborted(long checkpointId) {}

    /**
     * Does a bounded piece of background work, such as handing dirty entries to the write-behind. Called after each
     * batch or so, and when idle.
     */
    default void advance() {}

    /**
     * Whether so much is waiting to be written down that the operator must wait: the subtask then takes no input until
     * the backend wakes it.
     */
    default boolean isWriteBehindFull() {
        return false;
    }

    /** Bytes of state, roughly: in memory and on local disk. */
    default long stateBytes() {
        return 0;
    }

    /**
     * Frees memory and local files; on an I/O thread, after the last call of the worker; idempotent. Writing under way
     * is given up.
     */
    @Override
    void close();
}
