/**
 * Whether a change has made Weir slower. Processor time is compared with that of a fixed computation in the same run, so
 * that figures of different machines and hours can be compared with each other; the ratios that are expected stand in
 * {@code benchmarks/expected-ratios.json}. Doors: {@code CheckCommand}, {@code Reference}.
 */
@NullMarked
package io.weir.benchmarks.check;

import org.jspecify.annotations.NullMarked;
