/** Sinks as steps of a job graph: a writer in each subtask, one committer in the job. */
@NullMarked
package io.weir.runtime.operator.sink;

import org.jspecify.annotations.NullMarked;
