/**
 * SQL scripts and the runner that executes each of them in many ways.
 */
@NullMarked
package io.weir.sqltests;

import org.jspecify.annotations.NullMarked;
