package io.weir.benchmarks.bank;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/**
 * One of the clients that make transfers: some at a time, in one transaction, and now and then an earlier one is
 * withdrawn. A transaction that a kill cut off is looked up, and made if it is not there.
 */
final class BankWriter implements Callable<Void> {
    private static final int MOST_AT_A_TIME = 20;
    private static final int WITHDRAWAL_EVERY = 5;
    private static final long WITHDRAWN_BEHIND = 200;
    private static final long PER_SECOND_OF_EVENT_TIME = 1000;
    private static final int MICROS_PER_MILLI = 1000;

    private final BankClients clients;
    private final BankFigures figures;
    private final int writers;
    private final SplittableRandom random;
    /** Numbers of the transaction that has no answer yet. */
    private final List<Long> open = new ArrayList<>();

    private boolean isWithdrawal;
    private long next;
    private long nextWithdrawn;
    private long count;

    /** @param share which of the numbers are this writer's: those that are it, modulo {@code writers} */
    BankWriter(BankClients clients, BankFigures figures, int share, int writers) {
        this.clients = clients;
        this.figures = figures;
        this.writers = writers;
        this.random = new SplittableRandom(share);
        this.next = Transfers.ACCOUNTS + (long) share;
        this.nextWithdrawn = next;
    }

    /** The first transfers, in one transaction. */
    static void goRound(Connection connection) throws SQLException {
        try (PreparedStatement insert = insert(connection)) {
            for (long number = 0; number < Transfers.ACCOUNTS; number++) {
                bind(insert, number);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public Void call() throws IOException, InterruptedException, SQLException {
        clients.run(connection -> {
            try (PreparedStatement insert = insert(connection);
                    PreparedStatement withdraw = connection.prepareStatement("DELETE FROM transfers WHERE id = ?")) {
                if (!open.isEmpty()) {
                    figures.cutTransactions.incrementAndGet();
                    lookUp(connection);
                }
                while (!clients.isOver()) {
                    if (open.isEmpty()) {
                        begin();
                    }
                    send(insert, withdraw);
                    acknowledged();
                }
            }
        });
        return null;
    }

    private void begin() {
        isWithdrawal = ++count % WITHDRAWAL_EVERY == 0 && nextWithdrawn + WITHDRAWN_BEHIND * writers < next;
        if (isWithdrawal) {
            open.add(nextWithdrawn);
            nextWithdrawn += (1L + random.nextInt(MOST_AT_A_TIME)) * writers;
            return;
        }
        for (int left = 1 + random.nextInt(MOST_AT_A_TIME); left > 0; left--) {
            open.add(next);
            next += writers;
        }
    }

    private void send(PreparedStatement insert, PreparedStatement withdraw) throws SQLException {
        if (isWithdrawal) {
            withdraw.setLong(1, open.get(0));
            withdraw.executeUpdate();
            return;
        }
        insert.clearBatch();
        for (long number : open) {
            bind(insert, number);
            insert.addBatch();
        }
        insert.executeBatch();
    }

    private void acknowledged() {
        figures.transactions.incrementAndGet();
        (isWithdrawal ? figures.withdrawn : figures.transfers).addAndGet(open.size());
        open.clear();
    }

    /** What became of the transaction that was cut off: it is there as a whole, or not at all and is sent again. */
    private void lookUp(Connection connection) throws SQLException {
        long there;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM transfers WHERE id BETWEEN " + open.get(0)
                        + " AND " + open.get(open.size() - 1) + " AND MOD(id, " + writers + ") = "
                        + open.get(0) % writers)) {
            row.next();
            there = row.getLong(1);
        }
        if (isWithdrawal) {
            if (there == 0) {
                acknowledged();
            }
        } else if (there == open.size()) {
            acknowledged();
        } else if (there > 0) {
            figures.tornTransactions.incrementAndGet();
            open.clear();
        }
    }

    private static PreparedStatement insert(Connection connection) throws SQLException {
        return connection.prepareStatement("INSERT INTO transfers VALUES (?, ?, ?, ?, ?)");
    }

    private static void bind(PreparedStatement insert, long number) throws SQLException {
        insert.setLong(1, number);
        insert.setLong(2, Transfers.from(number));
        insert.setLong(3, Transfers.to(number));
        insert.setLong(4, Transfers.AMOUNT);
        insert.setTimestamp(5, new Timestamp(Transfers.micros(number, PER_SECOND_OF_EVENT_TIME) / MICROS_PER_MILLI));
    }
}
