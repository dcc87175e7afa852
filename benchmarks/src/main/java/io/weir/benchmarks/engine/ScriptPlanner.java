package io.weir.benchmarks.engine;

import io.weir.planner.PlannedStatement;
import io.weir.planner.PlannerOptions;
import io.weir.planner.PlanningContext;
import io.weir.planner.QueryPlanner;
import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.ConnectorRegistry;
import io.weir.planner.catalog.KeptTables;
import io.weir.runtime.time.Clock;
import io.weir.spi.connector.Options;
import io.weir.sql.ParsedStatement;
import io.weir.sql.StatementParser;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlCreateView;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.calcite.sql.SqlInsert;

/** Plans scripts of tables, views and one INSERT, as a session of the server does. */
public record ScriptPlanner(Clock clock, int parallelism) {
    /** @param name for messages */
    public PlannedStatement plan(String name, String script) {
        QueryPlanner planner = new QueryPlanner(
                ConnectorRegistry.load(ScriptPlanner.class.getClassLoader()),
                KeptTables.none(),
                clock,
                SplittableRandom::new);
        PlannerOptions options =
                PlannerOptions.of(new Options(Map.of(PlannerOptions.PARALLELISM.key(), Integer.toString(parallelism))));
        Catalog catalog = Catalog.empty();
        PlannedStatement planned = null;
        for (ParsedStatement statement : new StatementParser().parseScript(script)) {
            PlanningContext context = new PlanningContext(catalog, options, "benchmark");
            if (statement.node() instanceof SqlCreateTable table) {
                catalog = catalog.with(planner.defineTable(table, context));
            } else if (statement.node() instanceof SqlCreateView view) {
                catalog = catalog.with(planner.defineView(view, context));
            } else {
                planned = planner.planInserts(name, List.of((SqlInsert) statement.node()), context);
            }
        }
        if (planned == null) {
            throw new IllegalStateException("script of " + name + " has no INSERT");
        }
        return planned;
    }
}
