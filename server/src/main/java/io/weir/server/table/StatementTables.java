package io.weir.server.table;

import io.weir.planner.catalog.KeptTables;
import io.weir.planner.catalog.MaterializedViewDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.tables.ReadPin;
import io.weir.tables.Relation;
import io.weir.tables.TableSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tables as one statement sees them: all as of one moment. Closed when the statement has ended; idempotent. Used by
 * the thread that plans, closed by any.
 */
public final class StatementTables implements KeptTables, AutoCloseable {
    private final OwnTables tables;
    private final Function<String, Relation> views;
    private @Nullable ReadPin pin;
    private boolean closed;

    /**
     * @param views gives the rows of a materialized view, or refuses with a {@link io.weir.spi.error.WeirException} if
     *     it cannot be read
     */
    public StatementTables(OwnTables tables, Function<String, Relation> views) {
        this.tables = tables;
        this.views = views;
    }

    @Override
    public synchronized Source source(TableDefinition table, boolean bounded) {
        boolean isView = MaterializedViewDefinition.isTableOfView(table);
        Relation relation = isView ? views.apply(table.name()) : tables.relation(table);
        if (!bounded) {
            return TableSource.unbounded(tables.store(), relation);
        }
        ReadPin own = pin;
        if (own == null) {
            own = tables.store().pin();
            pin = own;
        }
        if (isView) {
            own.include(relation);
        }
        return TableSource.bounded(tables.store(), relation, own);
    }

    @Override
    public Sink sink(TableDefinition table) {
        return tables.sink(table);
    }

    @Override
    public synchronized void close() {
        ReadPin own = pin;
        if (!closed && own != null) {
            own.close();
        }
        closed = true;
    }
}
