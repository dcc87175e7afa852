package io.weir.sqltests.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.rocksdb.StateBackends;
import io.weir.spi.data.RowKind;
import io.weir.spi.testing.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Queries whose state the watermark, or a time to live, has to free: over an hour of orders and shipments, event time
 * and the clock going on together, their state is in each quarter as large as it was in the first. Beside them one that
 * nothing bounds, whose state shows that the measure measures.
 *
 * <p>With RocksDB what a checkpoint refers to goes up and down: what is gone goes with the next compaction. So there is
 * a checkpoint every minute, and the largest of each quarter counts.
 */
final class StateBoundsTest {
    private static final int MINUTES = 60;
    private static final int QUARTER = 15;
    private static final int ORDERS_PER_MINUTE = 300;
    private static final long MINUTE_MICROS = 60_000_000L;
    private static final double FLAT = 1.1;
    /** Files of RocksDB hold what has gone until they are compacted, which happens when it happens. */
    private static final double FLAT_IN_FILES = 3;

    private static final Map<String, String> QUERIES = Map.of(
            "interval join",
            "SELECT STREAM o.id, o.customer, s.ts FROM orders o JOIN shipments s ON o.id = s.id"
                    + " AND s.ts BETWEEN o.ts AND o.ts + INTERVAL '4' MINUTE",
            "outer interval join",
            "SELECT STREAM o.id, o.customer, s.ts FROM orders o LEFT JOIN shipments s ON o.id = s.id"
                    + " AND s.ts BETWEEN o.ts AND o.ts + INTERVAL '4' MINUTE",
            "tumbling window",
            "SELECT STREAM customer, window_start, COUNT(*) AS n, COUNT(DISTINCT id) AS d, MIN(ts) AS since"
                    + " FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '2' MINUTE))"
                    + " GROUP BY customer, window_start, window_end",
            "deduplication",
            "SELECT STREAM id, customer FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY ts) AS n"
                    + " FROM orders) WHERE n = 1",
            "top 3",
            "SELECT STREAM id, amount FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customer, FLOOR(ts TO MINUTE)"
                    + " ORDER BY amount DESC) AS n FROM orders) WHERE n <= 3",
            "join without bound",
            "SELECT STREAM o.id, o.customer, s.ts FROM orders o JOIN shipments s ON o.id = s.id");

    @ParameterizedTest
    @CsvSource({
        "interval join, 0",
        "outer interval join, 0",
        "tumbling window, 0",
        "deduplication, 3 min",
        "top 3, 3 min",
        "join without bound, 3 min",
        "join without bound, 0"
    })
    void stateIsFlatWhereSomethingBoundsIt(String query, String timeToLive, TestReporter reporter) {
        List<Long> heap = quarters(query, timeToLive, StateBackends.HASHMAP);
        List<Long> rocksDb = quarters(query, timeToLive, StateBackends.ROCKSDB);
        Shown.show(
                reporter,
                "state-bounds-" + query.replace(" ", "-") + "-" + timeToLive.replace(" ", "-"),
                Map.of("query", query, "ttl", timeToLive, "heapBytes", text(heap), "rocksDbBytes", text(rocksDb)));
        boolean isBounded = !query.equals("join without bound") || !timeToLive.equals("0");
        if (isBounded) {
            assertThat(heap).allSatisfy(bytes -> assertThat((double) bytes).isBetween(1.0, heap.get(0) * FLAT));
            assertThat(rocksDb)
                    .allSatisfy(bytes -> assertThat((double) bytes).isBetween(1.0, rocksDb.get(0) * FLAT_IN_FILES));
        } else {
            assertThat(heap.get(3)).isGreaterThan(3 * heap.get(0));
            assertThat(rocksDb.get(3)).isGreaterThan(3 * rocksDb.get(0));
        }
    }

    private static String text(List<Long> bytes) {
        return bytes.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** @return for each quarter of the hour the most bytes that one of its checkpoints, one a minute, refers to */
    private static List<Long> quarters(String query, String timeToLive, String backend) {
        RunMode mode = new RunMode("bounds", List.of(1), backend, false, false, false, RunMode.Restarts.NEVER);
        Random random = new Random(1);
        List<Long> quarters = new ArrayList<>();
        try (ScriptSession session = new ScriptSession(mode, 1)) {
            session.execute("SET 'table.exec.state.ttl' = '" + timeToLive + "'");
            session.execute("CREATE TABLE orders (id BIGINT, customer BIGINT, amount BIGINT, ts TIMESTAMP(3), "
                    + "WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'script')");
            session.execute("CREATE TABLE shipments (id BIGINT, ts TIMESTAMP(3), "
                    + "WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'script')");
            session.watch("result", QUERIES.get(query));
            long id = 0;
            long most = 0;
            for (int minute = 1; minute <= MINUTES; minute++) {
                long start = ScriptSession.START_MILLIS * 1000 + minute * MINUTE_MICROS;
                for (int i = 0; i < ORDERS_PER_MINUTE; i++) {
                    long micros = start + random.nextInt(60) * 1_000_000L;
                    session.feed(
                            "orders",
                            RowKind.INSERT,
                            List.of(++id, (long) random.nextInt(20), (long) random.nextInt(1000), micros));
                    // Most orders are shipped within the interval, some twice, some never.
                    for (int shipped = random.nextInt(10); shipped > 0; shipped -= 5) {
                        session.feed(
                                "shipments",
                                RowKind.INSERT,
                                List.of(id, Math.min(micros + random.nextInt(60) * 1_000_000L, start + MINUTE_MICROS)));
                    }
                }
                session.table("orders").mark();
                session.table("shipments").mark();
                session.settle();
                session.advanceClock(MINUTE_MICROS / 1000);
                most = Math.max(most, session.stateBytes("result"));
                if (minute % QUARTER == 0) {
                    quarters.add(most);
                    most = 0;
                }
            }
        }
        return quarters;
    }
}
