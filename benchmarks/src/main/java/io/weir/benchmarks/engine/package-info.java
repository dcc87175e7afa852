/**
 * Weir as it is measured: planner, runner, workers and state wired as the server does it, without the server. Door:
 * {@code WeirRun}, the main class of a child process.
 */
@NullMarked
package io.weir.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
