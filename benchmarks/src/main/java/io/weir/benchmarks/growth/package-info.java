/**
 * How speed changes as something grows: keys, state against cache, overlap of windows, parallelism. Door:
 * {@code GrowthCommand}.
 */
@NullMarked
package io.weir.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
