/** Tests of the planner: scripts of SQL in, plan or error text out. */
@NullMarked
package io.weir.planner;

import org.jspecify.annotations.NullMarked;
