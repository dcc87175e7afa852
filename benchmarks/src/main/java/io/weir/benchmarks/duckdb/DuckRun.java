package io.weir.benchmarks.duckdb;

import io.weir.benchmarks.nexmark.NexmarkQuery;
import io.weir.benchmarks.result.ResultTotals.Totals;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.ProcessMeter;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.RunRequest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Answers one request with DuckDB. The result of a query goes to a table in memory, as Weir's goes to a sink. */
public final class DuckRun {
    private DuckRun() {}

    public static void main(String[] arguments) {
        ChildProcess.answer(arguments, RunRequest.class, DuckRun::run);
    }

    private static Object run(RunRequest request) throws Exception {
        String query = NexmarkQuery.of(request.query()).batchText();
        Class.forName("org.duckdb.DuckDBDriver");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = " + request.settings().parallelism());
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET preserve_insertion_order = false");

            new DuckTables(connection).load(query, request.checkEvents(), RunRequest.CHECK_EVENTS_PER_SECOND);
            execute(statement, query);
            Totals checked = DuckResult.totals(statement);

            new DuckTables(connection).load(query, request.events(), request.eventsPerSecond());
            execute(statement, query);
            ProcessMeter meter = new ProcessMeter();
            meter.start();
            execute(statement, query);
            ProcessMeter.Usage usage = meter.stop();
            return RunReport.of(checked, new Totals(0, rows(statement), 0), usage, List.of());
        }
    }

    private static void execute(Statement statement, String query) throws SQLException {
        statement.execute("CREATE OR REPLACE TEMP TABLE result AS " + query);
    }

    private static long rows(Statement statement) throws SQLException {
        try (ResultSet count = statement.executeQuery("SELECT count(*) FROM result")) {
            count.next();
            return count.getLong(1);
        }
    }
}
