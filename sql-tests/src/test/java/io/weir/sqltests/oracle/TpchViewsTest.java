package io.weir.sqltests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.ServerConfig;
import io.weir.server.WeirServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The 22 TPC-H queries as materialized views over Weir's own tables, which a client fills and changes over JDBC by
 * INSERT, UPDATE and DELETE, row by row and many rows at once. The same statements go to DuckDB; tables and views are
 * what DuckDB says after every step. {@code -Dweir.tpch.steps=20}, {@code -Dweir.tpch.orders=1000} and
 * {@code -Dweir.tpch.seed=1} for more.
 */
class TpchViewsTest {
    private static final int STEPS = Integer.getInteger("weir.tpch.steps", 3);
    private static final int ORDERS = Integer.getInteger("weir.tpch.orders", 120);
    private static final long SEED = Long.getLong("weir.tpch.seed", 22);

    /** Statements on many rows, of which each step takes the next. */
    private static final List<String> BULK = List.of(
            "UPDATE lineitem SET l_quantity = l_quantity + 1, l_extendedprice = l_extendedprice + 100.50"
                    + " WHERE MOD(l_orderkey, 5) = 2",
            "DELETE FROM lineitem WHERE l_orderkey IN (SELECT o_orderkey FROM orders WHERE o_totalprice < 20000)",
            "UPDATE customer SET c_nationkey = 2, c_acctbal = c_acctbal - 1000 WHERE c_nationkey = 6",
            "INSERT INTO region SELECT r_regionkey + 100, r_name FROM region WHERE r_regionkey < 100",
            "UPDATE orders SET o_orderpriority = '1-URGENT' WHERE o_orderdate >= DATE '1995-01-01'",
            "DELETE FROM region WHERE r_regionkey >= 100",
            "UPDATE partsupp SET ps_supplycost = ps_supplycost + 0.01, ps_availqty = ps_availqty - 1");

    @TempDir
    Path folder;

    private final List<String> differences = new ArrayList<>();
    private final TreeSet<String> withRows = new TreeSet<>();
    /** How many were executed, by their first word. */
    private final Map<String, Integer> statements = new TreeMap<>();

    @Test
    @Timeout(3600)
    void allViewsAreUpToDateAfterEveryStep() throws IOException, SQLException {
        Map<String, String> queries = TpchDuck.queries();
        try (WeirServer server = WeirServer.start(ServerConfig.of(folder).with("server.port", "0"));
                Connection weir = DriverManager.getConnection(server.url());
                TpchDuck duck = new TpchDuck()) {
            for (String table : TpchData.tables()) {
                execute(weir, create(table));
            }
            for (Map.Entry<String, String> query : queries.entrySet()) {
                execute(weir, "CREATE MATERIALIZED VIEW " + query.getKey() + " AS " + query.getValue());
            }
            TpchClient client = new TpchClient(List.of(weir, duck.connection()));
            TpchData data = new TpchData(SEED, ORDERS, client);
            for (int step = 0; step < STEPS; step++) {
                data.change(step);
                client.flush();
                compare(step + "a", weir, duck, queries);
                String bulk = BULK.get(step % BULK.size());
                duck.execute(bulk);
                execute(weir, bulk);
                compare(step + "b", weir, duck, queries);
            }
            client.statements().forEach((word, count) -> statements.merge(word, count, Integer::sum));
        }
        System.out.println("TPC-H views: " + queries.size() + ", " + STEPS + " steps of two, " + ORDERS
                + " orders, seed " + SEED + ", statements " + statements + ", with rows: " + withRows.size()
                + ", differences: " + differences.size());
        assertThat(differences).isEmpty();
        assertThat(withRows).hasSize(queries.size());
    }

    private static String create(String table) {
        List<String> names = TpchData.names(table);
        String key = TpchData.keyColumns(table).stream().map(names::get).collect(Collectors.joining(", "));
        return "CREATE TABLE " + table + " (" + TpchData.definition(table) + ", PRIMARY KEY (" + key + "))";
    }

    private void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        statements.merge(sql.substring(0, sql.indexOf(' ')), 1, Integer::sum);
    }

    /** Tables and views. */
    private void compare(String step, Connection weir, TpchDuck duck, Map<String, String> queries) throws SQLException {
        for (String table : TpchData.tables()) {
            difference(step, weir, table, duck.answer("SELECT * FROM " + table));
        }
        for (Map.Entry<String, String> query : queries.entrySet()) {
            Map<String, Long> expected = duck.answer(query.getValue());
            if (!expected.isEmpty()) {
                withRows.add(query.getKey());
            }
            difference(step, weir, query.getKey(), expected);
        }
    }

    private void difference(String step, Connection weir, String name, Map<String, Long> expected) throws SQLException {
        try (Statement statement = weir.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM " + name)) {
            TpchDuck.difference(TpchDuck.rows(result), expected)
                    .forEach(line -> differences.add("step " + step + " " + name + " " + line));
        }
    }
}
