package io.weir.runtime.task;

import io.weir.runtime.checkpoint.Acknowledgement;
import io.weir.runtime.checkpoint.SubtaskId;

/** Hears of what happens in a subtask. Called on its worker or on an I/O thread; only passes on. */
interface SubtaskListener {
    void acknowledged(Acknowledgement acknowledgement);

    void declined(long checkpointId, SubtaskId subtask, Throwable cause);

    /** The end of an epoch has passed through the subtask. */
    void epochReached(long epoch, SubtaskId subtask);

    /** All input has been taken and worked on. */
    void ended(SubtaskId subtask);

    void failed(SubtaskId subtask, Throwable cause);

    /** Everything of the subtask is freed. */
    void closed(SubtaskId subtask);
}
