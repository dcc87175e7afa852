package io.weir.server.table;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.KeptTables;
import io.weir.planner.catalog.MaterializedViewDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.tables.Relation;
import io.weir.tables.TableSink;
import io.weir.tables.TableSource;
import io.weir.tables.TableStore;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables that Weir keeps itself, as jobs see them: read from now on, written to by key. Thread-safe. */
public final class OwnTables implements KeptTables {
    /** In no name that SQL can write. */
    private static final String ASIDE = "\u0000";

    private final TableStore store;

    public OwnTables(TableStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    public TableStore store() {
        return store;
    }

    /**
     * Refuses definitions of tables that cannot be kept.
     *
     * @throws WeirException
     */
    public static void check(TableDefinition table) {
        if (table.isTemporary()) {
            throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "table \"" + table.name() + "\" is temporary, and tables without a connector are not")
                    .withHint("Create it without TEMPORARY, or name a connector.");
        }
    }

    /** Where the rows of a table are; made when it is asked for first. */
    public Relation relation(TableDefinition table) {
        check(table);
        Schema schema = new Schema(table.physicalColumns().stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList());
        List<Integer> key = table.primaryKey().stream().map(schema::indexOf).toList();
        return store.table(table.name(), schema, key);
    }

    /** Drops the rows of tables that the catalog no longer has: a server may have died between the two. */
    public void dropOrphans(Catalog catalog) {
        Set<String> known = catalog.tables().stream()
                .map(table -> table.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        store.tableNames().stream().filter(name -> !known.contains(name)).forEach(store::dropTable);
    }

    /**
     * Renames a table together with its rows, if it has some here.
     *
     * @param inCatalog renames it in the catalog
     */
    public void rename(TableDefinition before, TableDefinition after, Runnable inCatalog) {
        if (before.connector().isPresent() || before.name().equalsIgnoreCase(after.name())) {
            inCatalog.run();
            return;
        }
        // The rows have both names while the catalog changes. Wherever a crash comes, the catalog knows one of them,
        // and the other one is dropped at the start.
        store.addName(before.name(), after.name());
        try {
            inCatalog.run();
        } catch (RuntimeException e) {
            store.dropTable(after.name());
            throw e;
        }
        store.dropTable(before.name());
    }

    /**
     * Puts another definition in the place of one whose rows are here; they go.
     *
     * @param inCatalog replaces it in the catalog
     */
    public void replace(TableDefinition before, Runnable inCatalog) {
        // Put aside first: after a crash the new table must not have the rows of the old one.
        String aside = before.name() + ASIDE;
        store.addName(before.name(), aside);
        store.dropTable(before.name());
        try {
            inCatalog.run();
        } catch (RuntimeException e) {
            store.addName(aside, before.name());
            throw e;
        } finally {
            store.dropTable(aside);
        }
    }

    @Override
    public Source source(TableDefinition table, boolean bounded) {
        if (MaterializedViewDefinition.isTableOfView(table)) {
            return new ViewOutsideStatement(table.name(), bounded);
        }
        Relation relation = relation(table);
        if (bounded) {
            throw new IllegalStateException("bounded reading of table " + table.name() + " without a statement");
        }
        return TableSource.unbounded(store, relation);
    }

    @Override
    public Sink sink(TableDefinition table) {
        return new TableSink(store, relation(table));
    }
}
