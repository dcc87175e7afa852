package io.weir.server.cli;

import io.weir.spi.error.WeirException;
import io.weir.sql.ParsedStatement;
import io.weir.sql.StatementParser;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs the statements of a script one after the other, up to the first error, and prints their results. */
final class ScriptRunner {
    private final Connection connection;
    private final PrintStream out;

    ScriptRunner(Connection connection, PrintStream out) {
        this.connection = connection;
        this.out = out;
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
                if (statement.execute(parsed.sql())) {
                    try (ResultSet rows = statement.getResultSet()) {
                        new ResultPrinter(out).print(rows);
                    }
                } else if (statement.getUpdateCount() > 0) {
                    out.println(statement.getUpdateCount() + " rows");
                }
            }
        }
    }
}
