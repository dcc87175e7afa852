/** What reports of several commands are drawn and written with. Door: {@code LineChart}. */
@NullMarked
package io.weir.benchmarks.report;

import org.jspecify.annotations.NullMarked;
