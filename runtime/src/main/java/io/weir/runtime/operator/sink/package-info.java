/**
 * Sinks as steps of a job graph: a writer in each subtask, one committer in the job. Door:
 * {@link io.weir.runtime.operator.sink.SinkSpec}. Values only, for any thread; what writes and commits is in
 * {@code io.weir.runtime.task}.
 */
@NullMarked
package io.weir.runtime.operator.sink;

import org.jspecify.annotations.NullMarked;
