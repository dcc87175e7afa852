package io.weir.server.cli;

import io.weir.spi.error.WeirException;
import io.weir.sql.ParsedStatement;
import io.weir.sql.StatementParser;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/** Runs the statements of a script one after the other, up to the first error, and prints their results. */
final class ScriptRunner {
    private final Connection connection;
    private final PrintStream out;
    private final PrintStream warnings;

    ScriptRunner(Connection connection, PrintStream out, PrintStream warnings) {
        this.connection = connection;
        this.out = out;
        this.warnings = warnings;
    }

    /** @throws SQLException the first error; positions are those in the script */
    void run(String script) throws SQLException {
        Iterable<ParsedStatement> statements;
        try {
            statements = new StatementParser().parseScript(script);
        } catch (WeirException e) {
            throw new SQLException(e.getMessage(), e.sqlState(), e.code().number(), e);
        }
        for (ParsedStatement parsed : statements) {
            try (Statement statement = connection.createStatement()) {
                boolean hasRows = statement.execute(parsed.sql());
                for (SQLWarning warning = statement.getWarnings();
                        warning != null;
                        warning = warning.getNextWarning()) {
                    warnings.println("Warning: " + warning.getMessage());
                }
                if (hasRows) {
                    try (ResultSet rows = statement.getResultSet()) {
                        new ResultPrinter(out).print(rows, WeirShell.isStream(parsed.sql()));
                    }
                } else if (statement.getUpdateCount() > 0) {
                    int count = statement.getUpdateCount();
                    out.println(count + (count == 1 ? " row" : " rows"));
                }
            }
        }
    }
}
