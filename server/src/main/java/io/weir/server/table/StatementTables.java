package io.weir.server.table;

import io.weir.planner.catalog.KeptTables;
import io.weir.planner.catalog.TableDefinition;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.tables.ReadPin;
import io.weir.tables.TableSource;
import org.jspecify.annotations.Nullable;

/**
 * The tables as one statement sees them: all as of one moment. Closed when the statement has ended; idempotent. Used by the thread that plans, closed by any.
 */
public final class StatementTables implements KeptTables, AutoCloseable {
    private final OwnTables tables;
    private @Nullable ReadPin pin;
    private boolean closed;

    public StatementTables(OwnTables tables) {
        this.tables = tables;
    }

    @Override
    public synchronized Source source(TableDefinition table, boolean bounded) {
        if (!bounded) {
            return tables.source(table, false);
        }
        ReadPin own = pin;
        if (own == null) {
            own = tables.store().pin();
            pin = own;
        }
        return TableSource.bounded(tables.store(), tables.relation(table), own);
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
