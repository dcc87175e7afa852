/**
 * Nexmark and micro-benchmarks, with peers in the same run.
 */
@NullMarked
package io.weir.benchmarks;

import org.jspecify.annotations.NullMarked;
