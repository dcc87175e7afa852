/**
 * The barrier mechanism: how a subtask lines its inputs up ({@link io.weir.runtime.checkpoint.BarrierAligner}), and how
 * a job's checkpoints are triggered, collected, kept and dropped
 * ({@link io.weir.runtime.checkpoint.CheckpointCoordinator}). State machines without threads, clocks or files: events
 * are methods.
 */
@NullMarked
package io.weir.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
