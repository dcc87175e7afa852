/**
 * MATCH_RECOGNIZE: finds sequences of rows that a pattern describes, in each partition, in order of event time. {@link
 * io.weir.runtime.operator.match.MatchFactory} is the door. Design: docs/design/006-match-recognize.md. Run by the
 * worker of the subtask.
 */
@NullMarked
package io.weir.runtime.operator.match;

import org.jspecify.annotations.NullMarked;
