package io.weir.planner;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.ConnectorRegistry;
import io.weir.planner.catalog.KeptTables;
import io.weir.runtime.time.Clock;
import io.weir.spi.connector.Options;
import io.weir.sql.ParsedStatement;
import io.weir.sql.StatementParser;
import io.weir.sql.statement.ExplainDetail;
import io.weir.sql.statement.SqlCreateJob;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlCreateView;
import io.weir.sql.statement.SqlSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;

/** A planner with a catalog that statements change, as a session would. */
final class PlannerFixture {
    private static final Clock CLOCK = new Clock() {
        @Override
        public long currentTimeMillis() {
            return 1_800_000_000_000L;
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    };

    final QueryPlanner planner = new QueryPlanner(
            new ConnectorRegistry(List.of(new TableConnector()), List.of()),
            KeptTables.none(),
            CLOCK,
            () -> new SplittableRandom(7));
    private final StatementParser parser = new StatementParser();
    private final Map<String, String> options = new HashMap<>();
    private Catalog catalog = Catalog.empty();

    Catalog catalog() {
        return catalog;
    }

    PlanningContext context(Object... parameters) {
        return new PlanningContext(catalog, PlannerOptions.of(new Options(options)), "tester", List.of(parameters));
    }

    ParsedStatement parse(String sql) {
        return parser.parse(sql);
    }

    /** Runs CREATE TABLE, CREATE VIEW and SET; plans everything else, and forgets the plan. */
    void execute(String sql) {
        ParsedStatement parsed = parse(sql);
        SqlNode node = parsed.node();
        if (node instanceof SqlCreateTable table) {
            catalog = catalog.with(planner.defineTable(table, context()));
        } else if (node instanceof SqlCreateView view) {
            catalog = catalog.with(planner.defineView(view, context()));
        } else if (node instanceof SqlSet set) {
            options.put(set.key(), set.value());
        } else if (node instanceof SqlCreateJob job) {
            planner.planInserts("job", job.inserts(), context());
        } else if (node instanceof SqlInsert insert) {
            planner.planInserts("job", List.of(insert), context());
        } else {
            planner.planQuery(
                    "query", node, parsed.streaming(), (schema, changelog) -> new DiscardingSink(), context());
        }
    }

    String explain(String sql, ExplainDetail detail) {
        return planner.explain(parse(sql).node(), detail, context());
    }
}
