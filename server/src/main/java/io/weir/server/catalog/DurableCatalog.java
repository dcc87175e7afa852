package io.weir.server.catalog;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.MaterializedViewDefinition;
import io.weir.planner.catalog.SystemTable;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.catalog.ViewDefinition;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.StatementParser;
import io.weir.sql.statement.SqlCreateMaterializedView;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlCreateView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables and views that outlive the server, kept as the statements that make them, and the system tables.
 *
 * <p>At the start the statements are read again. One that no longer works, because its connector is gone from the class
 * path for instance, is kept and reported, and takes nothing with it but what depends on it. Thread-safe; changes are
 * made one at a time.
 */
public final class DurableCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(DurableCatalog.class);

    private final CatalogLog log;
    private final Map<String, WeirException> broken = new LinkedHashMap<>();
    private volatile Catalog current;

    private DurableCatalog(CatalogLog log, Catalog current) {
        this.log = log;
        this.current = current;
    }

    /** Reads all tables and views. */
    public static DurableCatalog load(
            CatalogLog log, StatementParser parser, Definitions definitions, Collection<SystemTable> systemTables) {
        Catalog catalog = Catalog.empty();
        for (SystemTable table : systemTables) {
            catalog = catalog.with(table);
        }
        DurableCatalog durable = new DurableCatalog(log, catalog);
        Map<String, String> statements = new LinkedHashMap<>(log.all(EntryKind.TABLE));
        statements.putAll(log.all(EntryKind.VIEW));
        statements.putAll(log.all(EntryKind.MATERIALIZED_VIEW));
        // A view that was replaced may stand before what it uses: what fails is tried again until a round brings
        // nothing.
        boolean progress = true;
        while (progress && !statements.isEmpty()) {
            progress = false;
            durable.broken.clear();
            for (String name : List.copyOf(statements.keySet())) {
                try {
                    SqlNode node =
                            parser.parse(requireNonNull(statements.get(name))).node();
                    durable.current = durable.current.with(define(node, definitions, durable.current));
                    statements.remove(name);
                    progress = true;
                } catch (WeirException e) {
                    durable.broken.put(name, e);
                }
            }
        }
        durable.broken.forEach(
                (name, cause) -> LOG.error("object kept but unusable name={} cause={}", name, cause.getMessage()));
        return durable;
    }

    private static CatalogObject define(SqlNode node, Definitions definitions, Catalog catalog) {
        if (node instanceof SqlCreateTable table) {
            return definitions.table(table, catalog);
        }
        if (node instanceof SqlCreateView view) {
            return definitions.view(view, catalog);
        }
        if (node instanceof SqlCreateMaterializedView view) {
            return definitions.materializedView(view, catalog);
        }
        throw new WeirException(
                ErrorCode.INTERNAL_ERROR, "catalog holds a statement that makes neither a table nor a view");
    }

    /** All that statements can name. A snapshot. */
    public Catalog snapshot() {
        return current;
    }

    /** Names of objects that could not be made at the start, and why. */
    public synchronized Map<String, WeirException> broken() {
        return Map.copyOf(broken);
    }

    /**
     * Adds a table or view.
     *
     * @throws WeirException (DUPLICATE_OBJECT) if the name is taken
     */
    public synchronized void create(CatalogObject object) {
        checkNotBroken(object.name());
        Catalog next = current.with(object);
        log.commit(List.of(put(object)));
        current = next;
    }

    /** Puts a table or view in the place of the one that has its name, if there is one. */
    public synchronized void replace(CatalogObject object) {
        current.find(object.name()).ifPresent(before -> {
            if (!before.kind().equals(object.kind())) {
                throw new WeirException(
                        ErrorCode.DUPLICATE_OBJECT,
                        "\"" + before.name() + "\" is a " + before.kind() + ", and a " + object.kind()
                                + " cannot replace it");
            }
        });
        Catalog next = current.replace(object);
        log.commit(List.of(put(object)));
        broken.remove(key(object.name()));
        current = next;
    }

    /**
     * Gives an object another name.
     *
     * @throws WeirException (DUPLICATE_OBJECT) if it is taken
     */
    public synchronized void rename(CatalogObject before, CatalogObject after) {
        checkNotBroken(after.name());
        Catalog next = current.without(before.name()).with(after);
        log.commit(List.of(Change.remove(kind(before), key(before.name())), put(after)));
        current = next;
    }

    /**
     * Removes a table or view.
     *
     * @throws WeirException (UNKNOWN_TABLE) if there is none
     */
    public synchronized void drop(String name) {
        String key = key(name);
        if (broken.containsKey(key)) {
            EntryKind kind = Stream.of(EntryKind.TABLE, EntryKind.VIEW)
                    .filter(candidate -> log.get(candidate, key).isPresent())
                    .findFirst()
                    .orElse(EntryKind.MATERIALIZED_VIEW);
            log.commit(List.of(Change.remove(kind, key)));
            broken.remove(key);
            return;
        }
        CatalogObject object = current.get(name);
        if (object instanceof SystemTable) {
            throw new WeirException(ErrorCode.OBJECT_IN_USE, "system table \"" + object.name() + "\" belongs to Weir");
        }
        Catalog next = current.without(name);
        log.commit(List.of(Change.remove(kind(object), key)));
        current = next;
    }

    private void checkNotBroken(String name) {
        WeirException cause = broken.get(key(name));
        if (cause != null) {
            throw new WeirException(ErrorCode.DUPLICATE_OBJECT, "\"" + name + "\" exists already, but cannot be used")
                    .withDetail(String.valueOf(cause.getMessage()));
        }
    }

    private static Change put(CatalogObject object) {
        return Change.put(kind(object), key(object.name()), object.toSql());
    }

    private static EntryKind kind(CatalogObject object) {
        if (object instanceof TableDefinition) {
            return EntryKind.TABLE;
        }
        if (object instanceof ViewDefinition) {
            return EntryKind.VIEW;
        }
        if (object instanceof MaterializedViewDefinition) {
            return EntryKind.MATERIALIZED_VIEW;
        }
        throw new IllegalArgumentException("a " + object.kind() + " is not kept");
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String schema = Catalog.DEFAULT_SCHEMA + ".";
        return lower.startsWith(schema) ? lower.substring(schema.length()) : lower;
    }
}
