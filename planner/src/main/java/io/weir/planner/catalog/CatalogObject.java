package io.weir.planner.catalog;

import io.weir.spi.data.Schema;

/** Something in the catalog that a FROM clause can name. */
public sealed interface CatalogObject permits TableDefinition, ViewDefinition, MaterializedViewDefinition, SystemTable {
    /**
     * As written when it was created; matched without case. System tables have their schema in front: {@code sys.jobs}.
     */
    String name();

    /** All columns that a query sees, in order. */
    Schema schema();

    /** For messages: {@code table}, {@code view}. */
    String kind();

    /** The statement that makes it, as SHOW CREATE shows it; parses to an equal definition. */
    String toSql();
}
