/**
 * Runs jobs: subtasks as state machines on a shared pool of workers, and around them what starts, checkpoints, restarts
 * and ends a job. Doors: {@link io.weir.runtime.task.JobRunner}, {@link io.weir.runtime.task.JobExecution},
 * {@link io.weir.runtime.task.RuntimeEnvironment}.
 */
@NullMarked
package io.weir.runtime.task;

import org.jspecify.annotations.NullMarked;
