/**
 * Where the results of a benchmark go: a sink that counts rows and, if it is told to, adds up a hash of them that does
 * not depend on their order, so that the results of two engines can be compared without being kept. {@code RowHash} and
 * {@code ResultTotals} serve every engine; they know nothing of Weir's.
 */
@NullMarked
package io.weir.benchmarks.result;

import org.jspecify.annotations.NullMarked;
