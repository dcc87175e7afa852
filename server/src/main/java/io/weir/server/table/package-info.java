/**
 * How statements and jobs come to the tables that Weir keeps itself. Doors: {@link io.weir.server.table.OwnTables},
 * {@link io.weir.server.table.ChangeRunner}.
 */
@NullMarked
package io.weir.server.table;

import org.jspecify.annotations.NullMarked;
