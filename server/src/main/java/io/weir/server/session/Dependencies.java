package io.weir.server.session;

import io.weir.planner.PlannerOptions;
import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.CommonOptions;
import io.weir.planner.catalog.MaterializedViewDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.catalog.ViewDefinition;
import io.weir.server.catalog.DurableCatalog;
import io.weir.server.job.JobInfo;
import io.weir.server.job.JobManager;
import io.weir.server.job.JobState;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.StatementParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Which views and jobs use a table or view. Judged by names, with some too many (a column that is called like a table):
 * a DROP that is refused without need does less harm than a job that cannot be started again.
 */
final class Dependencies {
    private final DurableCatalog catalog;
    private final JobManager jobs;
    private final StatementParser parser;

    Dependencies(DurableCatalog catalog, JobManager jobs, StatementParser parser) {
        this.catalog = catalog;
        this.jobs = jobs;
        this.parser = parser;
    }

    /** Names of views that use an object, by way of other views too. */
    List<String> viewsThatUse(String name) {
        Catalog current = catalog.snapshot();
        return current.objects().stream()
                .filter(object -> !object.name().equalsIgnoreCase(name))
                .filter(object -> query(object)
                        .filter(query -> used(query, current).contains(key(name)))
                        .isPresent())
                .map(CatalogObject::name)
                .toList();
    }

    /** @throws WeirException (OBJECT_IN_USE) */
    void checkNoJobUses(String name, String change) {
        Catalog current = catalog.snapshot();
        for (JobInfo job : jobs.list()) {
            if (job.state() != JobState.FINISHED
                    && usedByJob(parser.parse(job.sql()).node(), job.options(), current)
                            .contains(key(name))) {
                throw new WeirException(
                                ErrorCode.OBJECT_IN_USE,
                                "\"" + name + "\" cannot be " + change + ": job \"" + job.name() + "\" uses it")
                        .withHint("Drop the job first.");
            }
        }
    }

    /**
     * A materialized view that runs would not see the change.
     *
     * @throws WeirException (OBJECT_IN_USE)
     */
    void checkNoMaterializedViewUses(String name, String change) {
        Catalog current = catalog.snapshot();
        for (String view : viewsThatUse(name)) {
            if (current.find(view).orElse(null) instanceof MaterializedViewDefinition) {
                throw new WeirException(
                                ErrorCode.OBJECT_IN_USE,
                                "\"" + name + "\" cannot be " + change + ": materialized view \"" + view + "\" uses it")
                        .withHint("Drop the view first.");
            }
        }
    }

    /** @throws WeirException (VALIDATION_ERROR) if a view would use itself */
    void checkNoCycle(ViewDefinition view, Catalog seen) {
        if (used(view.query(), seen).contains(key(view.name()))) {
            throw new WeirException(ErrorCode.VALIDATION_ERROR, "view \"" + view.name() + "\" would use itself");
        }
    }

    /** The query of a view of either kind. */
    private static Optional<SqlNode> query(CatalogObject object) {
        if (object instanceof ViewDefinition view) {
            return Optional.of(view.query());
        }
        return object instanceof MaterializedViewDefinition view ? Optional.of(view.query()) : Optional.empty();
    }

    /** Whether a statement reads a materialized view, by way of views too. */
    static boolean readsMaterializedView(SqlNode statement, Catalog catalog) {
        return !catalog.materializedViews().isEmpty()
                && used(statement, catalog).stream()
                        .anyMatch(name -> catalog.find(name).orElse(null) instanceof MaterializedViewDefinition);
    }

    /** Lower-case names of all objects that a statement uses, by way of views too. */
    static Set<String> used(SqlNode statement, Catalog catalog) {
        Set<String> found = new HashSet<>();
        List<SqlNode> open = new ArrayList<>(List.of(statement));
        while (!open.isEmpty()) {
            SqlNode node = open.remove(open.size() - 1);
            node.accept(new SqlBasicVisitor<Void>() {
                @Override
                public Void visit(SqlIdentifier identifier) {
                    CatalogObject object =
                            catalog.find(Names.object(identifier)).orElse(null);
                    if (object != null && found.add(key(object.name()))) {
                        query(object).ifPresent(open::add);
                    }
                    return null;
                }
            });
        }
        return found;
    }

    /**
     * As {@link #used}, with the tables that options name: for late rows, and for records that cannot be read.
     *
     * @param options of the job
     */
    static Set<String> usedByJob(SqlNode statement, Map<String, String> options, Catalog catalog) {
        Set<String> all = new HashSet<>(used(statement, catalog));
        List<String> named = new ArrayList<>();
        Optional.ofNullable(options.get(PlannerOptions.LATE_ROWS_TABLE.key())).ifPresent(named::add);
        for (String name : all) {
            if (catalog.find(name).orElse(null) instanceof TableDefinition table) {
                Optional.ofNullable(table.options().get(CommonOptions.BAD_RECORDS_TABLE.key()))
                        .ifPresent(named::add);
            }
        }
        named.forEach(name -> catalog.find(name).ifPresent(object -> all.add(key(object.name()))));
        return all;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
