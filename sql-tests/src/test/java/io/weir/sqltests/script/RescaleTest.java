package io.weir.sqltests.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.rocksdb.StateBackends;
import io.weir.spi.data.RowKind;
import io.weir.spi.testing.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A join, a window and an aggregate with a time to live, killed among their rows at parallelism 2, restored from a checkpoint of that moment at 5, killed again, restored at 3: what they say
 * in the end is what a batch over all rows says. {@code -Pseeds} runs more.
 */
final class RescaleTest {
    private static final int SEEDS = Integer.getInteger("rescale.seeds", 10);
    private static final int ROWS = 60;
    private static final int CUSTOMERS = 12;
    private static final long MINUTE_MICROS = 60_000_000L;

    /** A row of orders. */
    private record Order(long id, long customer, long amount, long micros, int phase) {}

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void joinsWindowsAndTimesToLiveSurviveTwoFiveThree(boolean unaligned, TestReporter reporter) {
        long withRowsUnderWay = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            String backend = seed % 10 == 0 ? StateBackends.ROCKSDB : StateBackends.HASHMAP;
            RunMode mode = new RunMode(
                    "two-five-three",
                    List.of(2, 5, 3),
                    backend,
                    unaligned,
                    true,
                    seed % 2 == 0,
                    RunMode.Restarts.UNDER_WAY);
            try (ScriptSession session = new ScriptSession(mode, seed)) {
                run(session, new Random(seed));
                withRowsUnderWay += session.checkpointsWithRowsUnderWay();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", " + mode + ": " + e.getMessage(), e);
            }
        }
        Shown.show(
                reporter,
                "rescale-" + (unaligned ? "unaligned" : "aligned"),
                Map.of(
                        "unaligned", Boolean.toString(unaligned),
                        "seeds", Integer.toString(SEEDS),
                        "checkpointsWithRowsUnderWay", Long.toString(withRowsUnderWay)));
        assertThat(withRowsUnderWay > 0).isEqualTo(unaligned);
    }

    private static void run(ScriptSession session, Random random) {
        session.execute("CREATE TABLE orders (id BIGINT, customer BIGINT, amount BIGINT, ts TIMESTAMP(3), "
                + "WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'script', 'splits' = '3')");
        session.execute("CREATE TABLE customers (customer BIGINT, region BIGINT) "
                + "WITH ('connector' = 'script', 'splits' = '2')");
        session.watch(
                "joined",
                "SELECT STREAM o.customer, c.region, COUNT(*) AS n, SUM(o.amount) AS total "
                        + "FROM orders o JOIN customers c ON o.customer = c.customer GROUP BY o.customer, c.region");
        session.watch(
                "per_minute",
                "SELECT STREAM customer, window_start, COUNT(*) AS n "
                        + "FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) "
                        + "GROUP BY customer, window_start, window_end");
        session.execute("SET 'table.exec.state.ttl' = '1 h'");
        session.watch("recent", "SELECT STREAM customer, COUNT(*) AS n FROM orders GROUP BY customer");

        List<Order> orders = new ArrayList<>();
        for (int phase = 0; phase < 3; phase++) {
            feed(session, phase, orders, random);
            session.settle();
            if (phase == 1) {
                session.advanceClock(2 * 3_600_000L); // what "recent" knows is forgotten
            }
        }
        session.watermark("orders", (ScriptSession.START_MILLIS + 86_400_000L) * 1000);
        session.settle();

        assertThat(values(session, "joined")).isEqualTo(joined(orders));
        assertThat(values(session, "per_minute")).isEqualTo(perMinute(orders));
        assertThat(values(session, "recent")).isEqualTo(recent(orders));
    }

    private static void feed(ScriptSession session, int phase, List<Order> orders, Random random) {
        for (long customer = phase; customer < CUSTOMERS; customer += 3) {
            session.feed("customers", RowKind.INSERT, List.of(customer, region(customer)));
        }
        for (int row = 0; row < ROWS; row++) {
            long micros =
                    ScriptSession.START_MILLIS * 1000 + phase * 5 * MINUTE_MICROS + random.nextInt(240) * 1_000_000L;
            Order order = new Order(orders.size(), random.nextInt(CUSTOMERS), random.nextInt(100), micros, phase);
            orders.add(order);
            session.feed("orders", RowKind.INSERT, List.of(order.id, order.customer, order.amount, order.micros));
        }
        session.table("customers").mark();
        session.table("orders").mark();
    }

    private static long region(long customer) {
        return customer % 4;
    }

    private static Map<String, Long> values(ScriptSession session, String name) {
        Map<String, Long> rows = new TreeMap<>();
        session.values(name, String::valueOf).forEach((row, count) -> rows.put(row.replace(" ", ""), count));
        return rows;
    }

    // What a batch over all rows says.

    private static Map<String, Long> joined(List<Order> orders) {
        Map<Long, long[]> sums = new TreeMap<>();
        for (Order order : orders) {
            long[] sum = sums.computeIfAbsent(order.customer, key -> new long[2]);
            sum[0]++;
            sum[1] += order.amount;
        }
        Map<String, Long> rows = new TreeMap<>();
        sums.forEach((customer, sum) -> rows.put(customer + "|" + region(customer) + "|" + sum[0] + "|" + sum[1], 1L));
        return rows;
    }

    private static Map<String, Long> perMinute(List<Order> orders) {
        return counted(orders, order -> order.customer + "|" + order.micros / MINUTE_MICROS * MINUTE_MICROS);
    }

    private static Map<String, Long> recent(List<Order> orders) {
        Map<String, Long> rows = new TreeMap<>();
        counted(orders.stream().filter(order -> order.phase < 2).toList(), order -> "" + order.customer)
                .forEach((row, count) -> rows.merge(row, count, Long::sum));
        counted(orders.stream().filter(order -> order.phase == 2).toList(), order -> "" + order.customer)
                .forEach((row, count) -> rows.merge(row, count, Long::sum));
        return rows;
    }

    /** A row "key|count" for each key. */
    private static Map<String, Long> counted(List<Order> orders, Function<Order, String> key) {
        Map<String, Long> counts = new TreeMap<>();
        orders.forEach(order -> counts.merge(key.apply(order), 1L, Long::sum));
        Map<String, Long> rows = new TreeMap<>();
        counts.forEach((group, count) -> rows.put(group + "|" + count, 1L));
        return rows;
    }
}
