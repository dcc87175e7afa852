package io.weir.planner;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.ConnectorRegistry;
import io.weir.planner.catalog.KeptTables;
import io.weir.runtime.testing.RowText;
import io.weir.runtime.time.Clock;
import io.weir.spi.connector.Options;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.sql.ParsedStatement;
import io.weir.sql.StatementParser;
import io.weir.sql.statement.ExplainDetail;
import io.weir.sql.statement.SqlCreateJob;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlCreateView;
import io.weir.sql.statement.SqlSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

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

    private final TableConnector connector = new TableConnector();

    final QueryPlanner planner = new QueryPlanner(
            new ConnectorRegistry(List.of(connector), List.of()),
            KeptTables.none(),
            CLOCK,
            () -> new SplittableRandom(7));
    private final StatementParser parser = new StatementParser();
    private final Map<String, String> options = new HashMap<>();
    private Catalog catalog = Catalog.empty();

    Catalog catalog() {
        return catalog;
    }

    PlanningContext context(@Nullable Object... parameters) {
        return new PlanningContext(
                catalog, PlannerOptions.of(new Options(options)), "tester", Arrays.asList(parameters));
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

    /** Gives a table another batch of rows, in the text form of {@link RowText}. */
    void feed(String table, List<String> rows) {
        List<DataType> types = catalog.table(table).physicalColumns().stream()
                .map(ColumnDefinition.Physical::type)
                .toList();
        connector.feed(table, RowText.batch(types, rows.toArray(String[]::new)));
    }

    /** What is there when a query has run to its end: its rows, sorted, each as often as it was not withdrawn. */
    List<String> run(String sql) {
        PlannedStatement planned = planner.planQuery(
                "query", parse(sql).node(), true, (schema, changelog) -> new DiscardingSink(), context());
        Map<String, Integer> counts = new TreeMap<>();
        for (Batch batch : GraphRunner.run(planned.graph())) {
            for (String row : RowText.rows(planned.schema().types(), batch)) {
                counts.merge(row.substring(3), row.startsWith("+") ? 1 : -1, Integer::sum);
            }
        }
        List<String> rows = new ArrayList<>();
        counts.forEach((row, count) -> {
            if (count < 0) {
                rows.add(row + " withdrawn " + -count + " times too often");
            }
            rows.addAll(Collections.nCopies(Math.max(0, count), row));
        });
        return rows;
    }

    String explain(String sql, ExplainDetail detail) {
        return planner.explain(parse(sql).node(), detail, context());
    }
}
