/**
 * The batch oracle: random queries over tables that change at random, compared after each step with what DuckDB says of
 * the same rows. Door: {@code OracleTest}. See docs/internals/sql-tests.md.
 */
@NullMarked
package io.weir.sqltests.oracle;

import org.jspecify.annotations.NullMarked;
