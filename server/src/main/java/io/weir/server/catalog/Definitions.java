package io.weir.server.catalog;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.MaterializedViewDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.catalog.ViewDefinition;
import io.weir.sql.statement.SqlCreateMaterializedView;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlCreateView;

/**
 * Makes definitions of statements, and checks them: names, types, connector, options. Thread-safe. Makes no connection.
 */
public interface Definitions {
    /**
     * @param catalog what the statement may refer to
     * @throws io.weir.spi.error.WeirException that says what is wrong with the statement, and where
     */
    TableDefinition table(SqlCreateTable statement, Catalog catalog);

    /** As {@link #table}. */
    ViewDefinition view(SqlCreateView statement, Catalog catalog);

    /** As {@link #table}. */
    MaterializedViewDefinition materializedView(SqlCreateMaterializedView statement, Catalog catalog);
}
