/**
 * Job graph, operators, subtasks, channels, barriers, keyed state and the checkpoint coordinator.
 *
 * <p>Knows no SQL and no external system. Time, randomness, threads and files come in through constructors.
 */
@NullMarked
package io.weir.runtime;

import org.jspecify.annotations.NullMarked;
