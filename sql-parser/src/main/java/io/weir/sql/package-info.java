/**
 * The grammar Weir adds to Calcite's, and one {@code SqlNode} per statement.
 */
@NullMarked
package io.weir.sql;

import org.jspecify.annotations.NullMarked;
