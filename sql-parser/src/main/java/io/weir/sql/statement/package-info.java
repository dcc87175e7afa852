/**
 * The statements Weir adds to SQL, one class each, and the parts they are made of.
 *
 * <p>All of them are {@link io.weir.sql.statement.WeirNode}s: immutable, compared by {@code equalsDeep}, copied by
 * Calcite's visitors, and written back as SQL that parses to an equal node. Queries, INSERT, UPDATE, DELETE and MERGE
 * are Calcite's own classes.
 */
@NullMarked
package io.weir.sql.statement;

import org.jspecify.annotations.NullMarked;
