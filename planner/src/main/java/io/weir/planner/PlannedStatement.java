package io.weir.planner;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.jobgraph.JobGraph;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.LookupTable;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.data.Schema;
import java.util.List;

/**
 * A statement made ready to run.
 *
 * @param schema columns of the result; of an INSERT none
 * @param changelog INSERT_ONLY or ALL: whether rows of the result can be withdrawn; of an INSERT always INSERT_ONLY
 * @param isBounded whether the job ends by itself
 * @param sources what it reads, with the name of the table; for {@link Source#validate} before the job starts
 * @param sinks what it writes, with the name of the table
 * @param lookups the tables outside that it finds rows in by key; for {@link LookupTable#validate} before the job starts
 * @param warnings sentences for people: state without a bound, and the like
 */
public record PlannedStatement(
        JobGraph graph,
        Schema schema,
        ChangelogKind changelog,
        boolean isBounded,
        List<TableSource> sources,
        List<TableSink> sinks,
        List<TableLookup> lookups,
        List<String> warnings) {
    public PlannedStatement {
        requireNonNull(graph, "graph is null");
        requireNonNull(schema, "schema is null");
        requireNonNull(changelog, "changelog is null");
        sources = List.copyOf(sources);
        sinks = List.copyOf(sinks);
        lookups = List.copyOf(lookups);
        warnings = List.copyOf(warnings);
    }

    /** A source of the graph. */
    public record TableSource(String table, Source source) {}

    /**
     * A sink of the graph.
     *
     * @param isForLeftOut whether it takes rows that the statement leaves out, because they cannot be read or are late
     */
    public record TableSink(String table, Sink sink, boolean isForLeftOut) {}

    /**
     * A table of a look-up join.
     *
     * @param keyColumns physical columns by which its rows are found
     */
    public record TableLookup(String table, LookupTable lookup, List<Integer> keyColumns) {
        public TableLookup {
            keyColumns = List.copyOf(keyColumns);
        }
    }
}
