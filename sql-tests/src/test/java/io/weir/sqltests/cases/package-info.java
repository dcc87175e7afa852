/**
 * Cases whose answers others wrote: Arroyo's, RisingWave's Nexmark and TPC-H. Run whole, and killed and restored at
 * another parallelism.
 */
@NullMarked
package io.weir.sqltests.cases;

import org.jspecify.annotations.NullMarked;
