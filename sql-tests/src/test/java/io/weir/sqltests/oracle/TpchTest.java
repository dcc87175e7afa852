package io.weir.sqltests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.data.RowKind;
import io.weir.sqltests.script.RunMode;
import io.weir.sqltests.script.ScriptSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The 22 TPC-H queries, kept up to date over tables that receive inserts, updates and deletes, are what DuckDB says
 * after every step. The texts in {@code src/test/resources/tpch} are read by both: where the public ones leave the
 * order of ties open, or divide decimals, they have a key more, or round. {@code -Dweir.tpch.steps=20},
 * {@code -Dweir.tpch.orders=1000} and {@code -Dweir.tpch.seed=1} for more.
 */
class TpchTest {
    private static final int STEPS = Integer.getInteger("weir.tpch.steps", 3);
    private static final int ORDERS = Integer.getInteger("weir.tpch.orders", 120);
    private static final long SEED = Long.getLong("weir.tpch.seed", 22);
    private static final int SUPPLIERS = 12;
    private static final int PARTS = 24;
    private static final int CUSTOMERS = 20;
    private static final int QUERIES = 22;
    private static final Path TEXTS = Path.of("src/test/resources/tpch");

    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("region", "r_regionkey INTEGER, r_name VARCHAR");
        COLUMNS.put("nation", "n_nationkey INTEGER, n_name VARCHAR, n_regionkey INTEGER");
        COLUMNS.put(
                "supplier",
                "s_suppkey INTEGER, s_name VARCHAR, s_address VARCHAR, s_nationkey INTEGER, s_phone VARCHAR,"
                        + " s_acctbal DECIMAL(15, 2), s_comment VARCHAR");
        COLUMNS.put(
                "part",
                "p_partkey INTEGER, p_name VARCHAR, p_mfgr VARCHAR, p_brand VARCHAR, p_type VARCHAR, p_size INTEGER,"
                        + " p_container VARCHAR");
        COLUMNS.put(
                "partsupp",
                "ps_partkey INTEGER, ps_suppkey INTEGER, ps_availqty INTEGER, ps_supplycost DECIMAL(15, 2)");
        COLUMNS.put(
                "customer",
                "c_custkey INTEGER, c_name VARCHAR, c_address VARCHAR, c_nationkey INTEGER, c_phone VARCHAR,"
                        + " c_acctbal DECIMAL(15, 2), c_mktsegment VARCHAR, c_comment VARCHAR");
        COLUMNS.put(
                "orders",
                "o_orderkey INTEGER, o_custkey INTEGER, o_orderstatus VARCHAR, o_totalprice DECIMAL(15, 2),"
                        + " o_orderdate DATE, o_orderpriority VARCHAR, o_comment VARCHAR");
        COLUMNS.put(
                "lineitem",
                "l_orderkey INTEGER, l_partkey INTEGER, l_suppkey INTEGER, l_linenumber INTEGER,"
                        + " l_quantity DECIMAL(15, 2), l_extendedprice DECIMAL(15, 2), l_discount DECIMAL(15, 2),"
                        + " l_tax DECIMAL(15, 2), l_returnflag VARCHAR, l_linestatus VARCHAR, l_shipdate DATE,"
                        + " l_commitdate DATE, l_receiptdate DATE, l_shipinstruct VARCHAR, l_shipmode VARCHAR");
    }

    private final Random random = new Random(SEED);
    private final TpchRows rows = new TpchRows(random);
    /** What each table holds, by key. */
    private final Map<String, Map<List<Object>, List<Object>>> tables = new LinkedHashMap<>();

    private ScriptSession session;

    @Test
    @Timeout(3600)
    void allQueriesAreUpToDateAfterEveryStep() throws IOException, SQLException {
        Map<String, String> queries = new LinkedHashMap<>();
        for (int number = 1; number <= QUERIES; number++) {
            queries.put("q" + number, Files.readString(TEXTS.resolve("q" + number + ".sql")));
        }
        List<String> differences = new ArrayList<>();
        TreeSet<String> withRows = new TreeSet<>();
        try (ScriptSession opened = new ScriptSession(RunMode.STRAIGHT, SEED);
                Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            session = opened;
            for (Map.Entry<String, String> table : COLUMNS.entrySet()) {
                session.execute("CREATE TABLE " + table.getKey() + " (" + table.getValue()
                        + ") WITH ('connector' = 'script', 'changelog' = 'all')");
                execute(duck, "CREATE TABLE " + table.getKey() + " (" + table.getValue() + ")");
                tables.put(table.getKey(), new LinkedHashMap<>());
            }
            queries.forEach((name, sql) -> session.watch(name, sql));
            for (int step = 0; step < STEPS; step++) {
                change(step);
                COLUMNS.keySet().forEach(table -> opened.table(table).mark());
                session.settle();
                load(duck);
                for (Map.Entry<String, String> query : queries.entrySet()) {
                    Map<String, Long> expected = answer(duck, query.getValue());
                    if (!expected.isEmpty()) {
                        withRows.add(query.getKey());
                    }
                    difference(session.rows(query.getKey()), expected)
                            .forEach(line -> differences.add(query.getKey() + " " + line));
                }
            }
        }
        System.out.println("TPC-H: " + QUERIES + " queries, " + STEPS + " steps, " + ORDERS + " orders, seed " + SEED
                + ", with rows: " + withRows.size() + ", differences: " + differences.size());
        assertThat(differences).isEmpty();
        assertThat(withRows).hasSize(QUERIES);
    }

    private static void execute(Connection duck, String sql) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(sql);
        }
    }

    private void change(int step) {
        if (step == 0) {
            TpchRows.regions().forEach(row -> put("region", row, 1));
            TpchRows.nations().forEach(row -> put("nation", row, 1));
            IntStream.range(0, SUPPLIERS).forEach(key -> put("supplier", rows.supplier(key), 1));
            IntStream.range(0, CUSTOMERS).forEach(key -> put("customer", rows.customer(key), 1));
            for (int part = 0; part < PARTS; part++) {
                put("part", rows.part(part), 1);
                for (int i = 0; i < 4; i++) {
                    put("partsupp", rows.partSupplier(part, (part + i * 3) % SUPPLIERS), 2);
                }
            }
            IntStream.range(0, ORDERS).forEach(this::order);
            return;
        }
        for (int i = 0; i < ORDERS / 6; i++) {
            dropOrder(random.nextInt(ORDERS * step));
            order(ORDERS * step + i);
        }
        for (int i = 0; i < 4; i++) {
            put("supplier", rows.supplier(random.nextInt(SUPPLIERS)), 1);
            put("customer", rows.customer(random.nextInt(CUSTOMERS + step)), 1);
            int part = random.nextInt(PARTS);
            put("part", rows.part(part), 1);
            put("partsupp", rows.partSupplier(part, (part + 3 * random.nextInt(4)) % SUPPLIERS), 2);
            remove("customer", List.of(random.nextInt(CUSTOMERS)));
        }
    }

    private void order(int key) {
        List<Object> order = rows.order(key, random.nextInt(CUSTOMERS));
        put("orders", order, 1);
        int count = 1 + random.nextInt(5);
        for (int line = 0; line < count; line++) {
            int part = random.nextInt(PARTS);
            List<Object> item = rows.item(order, line, part, (part + 3 * random.nextInt(4)) % SUPPLIERS);
            put("lineitem", List.of(key, line), item);
        }
    }

    private void dropOrder(int key) {
        remove("orders", List.of(key));
        for (int line = 0; line < 5; line++) {
            remove("lineitem", List.of(key, line));
        }
    }

    private void put(String table, List<Object> row, int keyColumns) {
        put(table, row.subList(0, keyColumns), row);
    }

    /** Adds a row, in the place of one with its key. */
    private void put(String table, List<Object> key, List<Object> row) {
        remove(table, key);
        tables.get(table).put(key, row);
        session.feed(table, RowKind.INSERT, new ArrayList<>(row));
    }

    private void remove(String table, List<Object> key) {
        List<Object> before = tables.get(table).remove(key);
        if (before != null) {
            session.feed(table, RowKind.DELETE, new ArrayList<>(before));
        }
    }

    private void load(Connection duck) throws SQLException {
        for (Map.Entry<String, Map<List<Object>, List<Object>>> table : tables.entrySet()) {
            execute(duck, "DELETE FROM " + table.getKey());
            List<String> types = List.of(COLUMNS.get(table.getKey()).split(", (?=[a-z])"));
            String places = String.join(", ", types.stream().map(type -> "?").toList());
            try (PreparedStatement insert =
                    duck.prepareStatement("INSERT INTO " + table.getKey() + " VALUES (" + places + ")")) {
                for (List<Object> row : table.getValue().values()) {
                    for (int i = 0; i < row.size(); i++) {
                        boolean isDate = types.get(i).endsWith(" DATE");
                        insert.setObject(i + 1, isDate ? LocalDate.ofEpochDay((Integer) row.get(i)) : row.get(i));
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }

    private static Map<String, Long> answer(Connection duck, String sql) throws SQLException {
        Map<String, Long> answer = new HashMap<>();
        try (Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    Object value = result.getObject(i);
                    row.add(value instanceof LocalDate date ? (Object) date.toEpochDay() : value);
                }
                answer.merge(text(row), 1L, Long::sum);
            }
        }
        return answer;
    }

    private static String text(List<@Nullable Object> row) {
        return String.join(" | ", row.stream().map(Duck::text).toList());
    }

    private static List<String> difference(Map<List<@Nullable Object>, Long> actual, Map<String, Long> expected) {
        Map<String, Long> difference = new TreeMap<>();
        actual.forEach((row, count) -> difference.merge(text(row), count, Long::sum));
        expected.forEach((row, count) -> difference.merge(row, -count, Long::sum));
        difference.values().removeIf(count -> count == 0);
        return difference.entrySet().stream()
                .limit(3)
                .map(row -> (row.getValue() > 0 ? "too many: " : "missing: ") + row.getKey())
                .toList();
    }
}
