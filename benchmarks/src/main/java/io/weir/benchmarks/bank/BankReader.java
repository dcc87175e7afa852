package io.weir.benchmarks.bank;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;

/** One of the clients that read: all kinds of readings in turn, as fast as they are answered. */
record BankReader(BankClients clients, BankFigures figures, int first) implements Callable<Void> {
    @Override
    public Void call() throws IOException, InterruptedException, SQLException {
        boolean[] isReading = new boolean[1];
        clients.run(connection -> {
            if (isReading[0]) {
                figures.cutReads.incrementAndGet();
            }
            try (Statement statement = connection.createStatement()) {
                for (int i = first; !clients.isOver(); i++) {
                    isReading[0] = true;
                    read(statement, BankScript.READINGS.get(i % BankScript.READINGS.size()));
                    isReading[0] = false;
                }
            }
        });
        return null;
    }

    private void read(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            if (rows.next()) {
                figures.read(sql, rows.getLong(1), rows.getLong(2), rows.getLong(3));
            } else {
                figures.read(sql, 0, 0, 0);
            }
        }
    }
}
