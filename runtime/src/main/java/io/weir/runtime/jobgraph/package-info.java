/**
 * What is to be run: vertices and edges as planned. Immutable; knows nothing of how they run. Door:
 * {@link io.weir.runtime.jobgraph.JobGraph}.
 */
@NullMarked
package io.weir.runtime.jobgraph;

import org.jspecify.annotations.NullMarked;
