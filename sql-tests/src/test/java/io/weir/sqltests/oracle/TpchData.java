package io.weir.sqltests.oracle;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tables in the shape of TPC-H's, and how their rows come, change and go from step to step, which a seed decides. Dates
 * are days since 1970.
 */
final class TpchData {
    private static final int SUPPLIERS = 12;
    private static final int PARTS = 24;
    private static final int CUSTOMERS = 20;

    /** By table, as they stand in CREATE TABLE; the key is the first column, or the two that {@link #keyColumns} says. */
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

    /** What is told of each change. */
    interface Target {
        /**
         * @param before the row that goes, or is replaced; null for a new one
         * @param after null for a row that goes
         */
        void change(String table, @Nullable List<Object> before, @Nullable List<Object> after);
    }

    private final Random random;
    private final TpchRows rows;
    private final int orderCount;
    private final Target target;
    /** What each table holds, by key. */
    private final Map<String, Map<List<Object>, List<Object>>> tables = new LinkedHashMap<>();

    TpchData(long seed, int orderCount, Target target) {
        this.random = new Random(seed);
        this.rows = new TpchRows(random);
        this.orderCount = orderCount;
        this.target = target;
        COLUMNS.keySet().forEach(table -> tables.put(table, new LinkedHashMap<>()));
    }

    static Set<String> tables() {
        return COLUMNS.keySet();
    }

    /** Such as {@code r_regionkey INTEGER, r_name VARCHAR}. */
    static String definition(String table) {
        return COLUMNS.get(table);
    }

    static List<String> names(String table) {
        return Arrays.stream(COLUMNS.get(table).split(", (?=[a-z])"))
                .map(column -> column.substring(0, column.indexOf(' ')))
                .toList();
    }

    static boolean isDate(String column) {
        return column.endsWith("date");
    }

    /** Indexes of the columns of the key. */
    static List<Integer> keyColumns(String table) {
        return switch (table) {
            case "lineitem" -> List.of(0, 3);
            case "partsupp" -> List.of(0, 1);
            default -> List.of(0);
        };
    }

    /** The rows of a table after the last step. */
    Iterable<List<Object>> rows(String table) {
        return tables.get(table).values();
    }

    /** Tells the target what changes: everything in step 0, then a sixth of the orders and some of the rest. */
    void change(int step) {
        if (step == 0) {
            TpchRows.regions().forEach(row -> put("region", row));
            TpchRows.nations().forEach(row -> put("nation", row));
            IntStream.range(0, SUPPLIERS).forEach(key -> put("supplier", rows.supplier(key)));
            IntStream.range(0, CUSTOMERS).forEach(key -> put("customer", rows.customer(key)));
            for (int part = 0; part < PARTS; part++) {
                put("part", rows.part(part));
                for (int i = 0; i < 4; i++) {
                    put("partsupp", rows.partSupplier(part, (part + i * 3) % SUPPLIERS));
                }
            }
            IntStream.range(0, orderCount).forEach(this::order);
            return;
        }
        for (int i = 0; i < orderCount / 6; i++) {
            dropOrder(random.nextInt(orderCount * step));
            order(orderCount * step + i);
        }
        for (int i = 0; i < 4; i++) {
            put("supplier", rows.supplier(random.nextInt(SUPPLIERS)));
            put("customer", rows.customer(random.nextInt(CUSTOMERS + step)));
            int part = random.nextInt(PARTS);
            put("part", rows.part(part));
            put("partsupp", rows.partSupplier(part, (part + 3 * random.nextInt(4)) % SUPPLIERS));
            remove("customer", List.of(random.nextInt(CUSTOMERS)));
        }
    }

    private void order(int key) {
        List<Object> order = rows.order(key, random.nextInt(CUSTOMERS));
        put("orders", order);
        int count = 1 + random.nextInt(5);
        for (int line = 0; line < count; line++) {
            int part = random.nextInt(PARTS);
            List<Object> item = rows.item(order, line, part, (part + 3 * random.nextInt(4)) % SUPPLIERS);
            put("lineitem", item);
        }
    }

    private void dropOrder(int key) {
        remove("orders", List.of(key));
        for (int line = 0; line < 5; line++) {
            remove("lineitem", List.of(key, line));
        }
    }

    /** Adds a row, in the place of one with its key. */
    private void put(String table, List<Object> row) {
        List<Object> key = keyColumns(table).stream().map(row::get).toList();
        target.change(table, tables.get(table).put(key, row), row);
    }

    private void remove(String table, List<Object> key) {
        List<Object> before = tables.get(table).remove(key);
        if (before != null) {
            target.change(table, before, null);
        }
    }
}
