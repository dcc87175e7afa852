package io.weir.benchmarks.growth;

import io.weir.benchmarks.load.KeysConnector;
import io.weir.benchmarks.result.ResultConnector;
import io.weir.benchmarks.run.EngineSettings;
import io.weir.benchmarks.run.ScriptRequest;

/**
 * One run: a query over rows with many keys.
 *
 * @param series what is compared, such as {@code uniform}
 * @param place on the axis, such as {@code 10M}
 * @param rows of the measured run, at most
 * @param millis of the measured run, at most: rows that are left over then are not made
 * @param overlapSeconds of windows that slide by a second; 0 for counts without windows
 * @param heapMegabytes half of it is the cache
 * @param stateMegabytes of native memory; 0 for what the option says
 */
record GrowthCase(
        Axis axis,
        String series,
        String place,
        long rows,
        long millis,
        long keys,
        String distribution,
        int overlapSeconds,
        int parallelism,
        long heapMegabytes,
        long stateMegabytes) {
    private static final long MEGABYTE = 1 << 20;
    private static final long WARM_UP_ROWS = 1_000_000;
    /** Of event time, where there are windows: of each key some rows in each second. */
    private static final long WINDOW_ROWS_PER_SECOND = 10_000;

    /** What grows. */
    enum Axis {
        KEYS("keys"),
        STATE("state / cache"),
        OVERLAP("windows that a row is in"),
        PARALLELISM("parallelism");

        private final String title;

        Axis(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    ScriptRequest request(EngineSettings asked) {
        EngineSettings settings = stateMegabytes == 0 ? asked : asked.withStateBytes(stateMegabytes * MEGABYTE);
        return new ScriptRequest(KeysConnector.NAME, script(Math.min(WARM_UP_ROWS, rows)), script(rows), settings);
    }

    private String script(long count) {
        String source = "${GENERATOR}, 'rows' = '" + count + "', 'millis' = '" + millis + "', 'keys' = '" + keys
                + "', 'distribution' = '" + distribution + "', 'number-of-splits' = '" + parallelism + "'";
        String sink = "'connector' = '" + ResultConnector.NAME + "', 'hash' = 'false'";
        return overlapSeconds == 0 ? count(source, sink) : windows(source, sink);
    }

    private static String count(String source, String sink) {
        return """
                CREATE TABLE keyed (k BIGINT, v BIGINT) WITH (%s);
                CREATE TABLE counts (k BIGINT, n BIGINT, total BIGINT) WITH (%s);
                INSERT INTO counts SELECT k, COUNT(*), SUM(v) FROM keyed GROUP BY k;
                """.formatted(source, sink);
    }

    private String windows(String source, String sink) {
        return """
                CREATE TABLE keyed (k BIGINT, v BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH (%s, 'event-rate' = '%d');
                CREATE TABLE counts (k BIGINT, window_end TIMESTAMP(3), n BIGINT, total BIGINT) WITH (%s);
                INSERT INTO counts SELECT k, window_end, COUNT(*), SUM(v)
                FROM TABLE(HOP(TABLE keyed, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '%d' SECOND(5)))
                GROUP BY k, window_start, window_end;
                """.formatted(source, WINDOW_ROWS_PER_SECOND, sink, overlapSeconds);
    }
}
