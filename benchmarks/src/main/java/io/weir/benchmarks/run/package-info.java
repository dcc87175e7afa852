/**
 * One measurement, whatever the engine: what is asked ({@code RunRequest}), what comes back ({@code RunReport}), the
 * process that answers ({@code ChildProcess}), and what is measured inside it ({@code ProcessMeter}). Each measurement
 * has a process of its own, so that none inherits the heap, the compiled code or the background work of another, and so
 * that one that takes too long can be ended.
 */
@NullMarked
package io.weir.benchmarks.run;

import org.jspecify.annotations.NullMarked;
