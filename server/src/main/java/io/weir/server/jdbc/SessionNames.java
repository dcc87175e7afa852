package io.weir.server.jdbc;

import io.weir.planner.catalog.Catalog;
import io.weir.server.sys.InformationSchema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;

/** The one catalog and the one schema in which unqualified names are looked up. */
final class SessionNames {
    private SessionNames() {}

    /** @param kind {@code schema} or {@code catalog} */
    static void check(String kind, String name) {
        String only = kind.equals("schema") ? Catalog.DEFAULT_SCHEMA : InformationSchema.CATALOG;
        if (!name.isEmpty() && !name.equalsIgnoreCase(only)) {
            throw new WeirException(ErrorCode.UNKNOWN_OBJECT, kind + " \"" + name + "\" cannot be chosen")
                    .withHint("The only one is \"" + only + "\"; system tables are named with their schema: sys.jobs.");
        }
    }
}
