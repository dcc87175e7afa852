package io.weir.planner.catalog;

import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;

/** Access to the tables that Weir keeps itself: those without a connector. Implemented by the server. */
public interface KeptTables {
    /**
     * The rows of a table: a snapshot that ends, or a snapshot and all changes after it. Yields all physical columns,
     * and all row kinds.
     */
    Source source(TableDefinition table, boolean bounded);

    /** Writes to a table. */
    Sink sink(TableDefinition table);

    /** For servers that keep no tables: every use is refused. */
    static KeptTables none() {
        return new KeptTables() {
            @Override
            public Source source(TableDefinition table, boolean bounded) {
                throw refused(table);
            }

            @Override
            public Sink sink(TableDefinition table) {
                throw refused(table);
            }

            private WeirException refused(TableDefinition table) {
                return new WeirException(ErrorCode.MISSING_OPTION, "table \"" + table.name() + "\" has no connector")
                        .withHint("Name one in its options: WITH ('connector' = '...').");
            }
        };
    }
}
