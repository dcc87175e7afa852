/** The SQL types that Calcite's grammar lacks, or has without NOT NULL for their parts. */
@NullMarked
package io.weir.sql.type;

import org.jspecify.annotations.NullMarked;
