package io.weir.server.session;

import io.weir.planner.PlannerOptions;
import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.MaterializedViewDefinition;
import io.weir.planner.catalog.SystemTable;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.catalog.ViewDefinition;
import io.weir.server.config.ConfigOptions;
import io.weir.server.table.OwnTables;
import io.weir.spi.connector.Option;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.statement.ObjectKind;
import io.weir.sql.statement.SqlCreateMaterializedView;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlCreateView;
import io.weir.sql.statement.SqlDropObject;
import io.weir.sql.statement.SqlOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlNode;

/** CREATE and DROP of tables and views. */
final class CatalogStatements {
    private final Services services;
    private final DefinitionChanges changes;
    private final Dependencies dependencies;

    CatalogStatements(Services services, DefinitionChanges changes, Dependencies dependencies) {
        this.services = services;
        this.changes = changes;
        this.dependencies = dependencies;
    }

    StatementResult createTable(SqlCreateTable node, StatementCall call) {
        create(node, call);
        return StatementResult.DONE;
    }

    /**
     * Makes a table, with the columns of its query if it has one.
     *
     * @return false if it is there already, and may be
     */
    boolean create(SqlCreateTable node, StatementCall call) {
        return changes.alone(() -> createAlone(node, call));
    }

    private boolean createAlone(SqlCreateTable node, StatementCall call) {
        String name = Names.newObject(node.name());
        Catalog catalog = call.session().over(services.catalog().snapshot());
        if (exists(call, name, node.isTemporary(), node.isIfNotExists())) {
            return false;
        }
        TableDefinition table = services.definitions().table(node, catalog);
        put(table, node.isTemporary(), node.isReplace(), call);
        return true;
    }

    /** Takes back what {@link #create} has made. */
    void undo(SqlCreateTable node, StatementCall call) {
        changes.alone(() -> {
            undoAlone(node, call);
            return true;
        });
    }

    private void undoAlone(SqlCreateTable node, StatementCall call) {
        String name = Names.newObject(node.name());
        if (node.isTemporary()) {
            call.session().dropTemporary(name);
            return;
        }
        CatalogObject made = services.catalog().snapshot().get(name);
        services.catalog().drop(name);
        if (isOwn(made)) {
            services.tables().store().dropTable(made.name());
        }
    }

    StatementResult createView(SqlCreateView node, StatementCall call) {
        return changes.alone(() -> createViewAlone(node, call));
    }

    private StatementResult createViewAlone(SqlCreateView node, StatementCall call) {
        String name = Names.newObject(node.name());
        if (exists(call, name, node.isTemporary(), node.isIfNotExists())) {
            return StatementResult.DONE;
        }
        Catalog seen = services.catalog().snapshot();
        // A view that lives on cannot use what ends with the session.
        ViewDefinition view = services.definitions()
                .view(node, node.isTemporary() ? call.session().over(seen) : seen);
        if (node.isReplace()) {
            dependencies.checkNoCycle(view, call.session().over(seen));
        }
        return put(view, node.isTemporary(), node.isReplace(), call);
    }

    StatementResult createMaterializedView(SqlCreateMaterializedView node, StatementCall call) {
        return changes.alone(() -> createMaterializedViewAlone(node, call));
    }

    private StatementResult createMaterializedViewAlone(SqlCreateMaterializedView node, StatementCall call) {
        String name = Names.newObject(node.name());
        if (exists(call, name, false, node.isIfNotExists())) {
            return StatementResult.DONE;
        }
        for (SqlNode option : node.optionNodes()) {
            try {
                ConfigOptions.check(((SqlOption) option).key(), ((SqlOption) option).value());
            } catch (WeirException e) {
                throw Names.at(e, option);
            }
        }
        // A view that lives on cannot use what ends with the session.
        MaterializedViewDefinition view = services.definitions()
                .materializedView(node, services.catalog().snapshot())
                .withDefaults(meaning(call.session()));
        checkNoSystemTable(view);
        services.catalog().create(view);
        try {
            services.views().create(view, Reachability::checkSources).forEach(call.warnings());
        } catch (RuntimeException e) {
            services.catalog().drop(view.name());
            throw e;
        }
        return StatementResult.DONE;
    }

    /** What the session has set that decides what a query says: the view lives on without the session. */
    private static Map<String, String> meaning(Session session) {
        Map<String, String> set = new TreeMap<>();
        for (Option<?> option : List.of(PlannerOptions.TIME_ZONE, PlannerOptions.ROW_ERRORS)) {
            String value = session.options().values().get(option.key());
            if (value != null && session.origin(ConfigOptions.get(option.key())).equals("session")) {
                set.put(option.key(), value);
            }
        }
        return set;
    }

    /** A view is kept up to date by the changes of what it reads, and system tables tell of none. */
    private void checkNoSystemTable(MaterializedViewDefinition view) {
        Catalog catalog = services.catalog().snapshot();
        for (String used : Dependencies.used(view.query(), catalog)) {
            if (catalog.find(used).orElse(null) instanceof SystemTable table) {
                throw new WeirException(
                                ErrorCode.UNSUPPORTED_FEATURE,
                                "a materialized view cannot read system table \"" + table.name() + "\"")
                        .withHint("CREATE VIEW makes one that is read anew each time.");
            }
        }
    }

    private static boolean isOwn(CatalogObject object) {
        return object instanceof TableDefinition table && table.connector().isEmpty();
    }

    private boolean exists(StatementCall call, String name, boolean temporary, boolean ifNotExists) {
        if (!ifNotExists) {
            return false;
        }
        return temporary
                ? call.session().findTemporary(name).isPresent()
                : services.catalog().snapshot().find(name).isPresent();
    }

    private StatementResult put(CatalogObject object, boolean temporary, boolean replace, StatementCall call) {
        if (object instanceof TableDefinition table && isOwn(table)) {
            OwnTables.check(table);
        }
        if (temporary) {
            if (!replace && call.session().findTemporary(object.name()).isPresent()) {
                throw new WeirException(
                        ErrorCode.DUPLICATE_OBJECT,
                        "temporary " + object.kind() + " \"" + object.name() + "\" exists already");
            }
            call.session().putTemporary(object);
        } else if (replace) {
            if (services.catalog().snapshot().find(object.name()).isPresent()) {
                dependencies.checkNoJobUses(object.name(), "replaced");
                dependencies.checkNoMaterializedViewUses(object.name(), "replaced");
            }
            CatalogObject before =
                    services.catalog().snapshot().find(object.name()).orElse(null);
            if (before instanceof TableDefinition table && isOwn(table)) {
                services.tables().replace(table, () -> services.catalog().replace(object));
            } else {
                services.catalog().replace(object);
            }
        } else {
            services.catalog().create(object);
        }
        return StatementResult.DONE;
    }

    /** DROP TABLE and DROP VIEW. */
    StatementResult drop(SqlDropObject node, StatementCall call) {
        return changes.alone(() -> dropAlone(node, call));
    }

    private StatementResult dropAlone(SqlDropObject node, StatementCall call) {
        String name = Names.object(node.name());
        Optional<CatalogObject> temporary = call.session().findTemporary(name);
        if (temporary.isPresent()) {
            checkKind(node, temporary.get());
            call.session().dropTemporary(name);
            return StatementResult.DONE;
        }
        Optional<CatalogObject> object = services.catalog().snapshot().find(name);
        boolean isBroken = services.catalog().broken().containsKey(name.toLowerCase(Locale.ROOT));
        if (object.isEmpty() && !isBroken) {
            if (node.isIfExists()) {
                return StatementResult.DONE;
            }
            try {
                services.catalog().snapshot().get(name);
            } catch (WeirException e) {
                throw Names.at(e, node.name());
            }
        }
        object.ifPresent(found -> checkKind(node, found));
        dependencies.checkNoJobUses(name, "dropped");
        List<String> views = dependencies.viewsThatUse(name);
        if (!views.isEmpty()) {
            throw new WeirException(
                            ErrorCode.OBJECT_IN_USE,
                            "\"" + name + "\" cannot be dropped: view \"" + views.get(0) + "\" uses it")
                    .withHint("Drop the view first.");
        }
        services.catalog().drop(name);
        services.views().drop(name);
        if (object.isPresent() && isOwn(object.get())) {
            services.tables().store().dropTable(object.get().name());
        }
        return StatementResult.DONE;
    }

    private static void checkKind(SqlDropObject node, CatalogObject object) {
        ObjectKind kind = object instanceof TableDefinition
                ? ObjectKind.TABLE
                : object instanceof MaterializedViewDefinition ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.VIEW;
        boolean fits = object instanceof SystemTable || node.kind() == kind;
        if (!fits) {
            throw Names.at(
                    new WeirException(ErrorCode.UNKNOWN_TABLE, "\"" + object.name() + "\" is a " + object.kind())
                            .withHint("Say DROP " + object.kind().toUpperCase(Locale.ROOT) + "."),
                    node.name());
        }
    }
}
