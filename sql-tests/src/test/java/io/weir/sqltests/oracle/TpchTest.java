package io.weir.sqltests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.data.RowKind;
import io.weir.sqltests.script.RunMode;
import io.weir.sqltests.script.ScriptSession;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The 22 TPC-H queries, as jobs over tables that receive inserts, updates and deletes, are what DuckDB says after every
 * step. {@code -Dweir.tpch.steps=20}, {@code -Dweir.tpch.orders=1000} and {@code -Dweir.tpch.seed=1} for more.
 */
class TpchTest {
    private static final int STEPS = Integer.getInteger("weir.tpch.steps", 3);
    private static final int ORDERS = Integer.getInteger("weir.tpch.orders", 120);
    private static final long SEED = Long.getLong("weir.tpch.seed", 22);

    @Test
    @Timeout(3600)
    void allQueriesAreUpToDateAfterEveryStep() throws IOException, SQLException {
        Map<String, String> queries = TpchDuck.queries();
        List<String> differences = new ArrayList<>();
        TreeSet<String> withRows = new TreeSet<>();
        try (ScriptSession session = new ScriptSession(RunMode.STRAIGHT, SEED);
                TpchDuck duck = new TpchDuck()) {
            for (String table : TpchData.tables()) {
                session.execute("CREATE TABLE " + table + " (" + TpchData.definition(table)
                        + ") WITH ('connector' = 'script', 'changelog' = 'all')");
            }
            queries.forEach(session::watch);
            TpchData data = new TpchData(SEED, ORDERS, (table, before, after) -> feed(session, table, before, after));
            for (int step = 0; step < STEPS; step++) {
                data.change(step);
                TpchData.tables().forEach(table -> session.table(table).mark());
                session.settle();
                for (String table : TpchData.tables()) {
                    duck.replace(table, data.rows(table));
                }
                for (Map.Entry<String, String> query : queries.entrySet()) {
                    Map<String, Long> expected = duck.answer(query.getValue());
                    if (!expected.isEmpty()) {
                        withRows.add(query.getKey());
                    }
                    TpchDuck.difference(texts(session.rows(query.getKey())), expected)
                            .forEach(line -> differences.add(query.getKey() + " " + line));
                }
            }
        }
        System.out.println("TPC-H: " + queries.size() + " queries, " + STEPS + " steps, " + ORDERS + " orders, seed "
                + SEED + ", with rows: " + withRows.size() + ", differences: " + differences.size());
        assertThat(differences).isEmpty();
        assertThat(withRows).hasSize(queries.size());
    }

    private static void feed(
            ScriptSession session, String table, @Nullable List<Object> before, @Nullable List<Object> after) {
        if (before != null) {
            session.feed(table, RowKind.DELETE, new ArrayList<>(before));
        }
        if (after != null) {
            session.feed(table, RowKind.INSERT, new ArrayList<>(after));
        }
    }

    private static Map<String, Long> texts(Map<List<@Nullable Object>, Long> rows) {
        Map<String, Long> texts = new HashMap<>();
        rows.forEach((row, count) -> texts.merge(TpchDuck.text(row), count, Long::sum));
        return texts;
    }
}
