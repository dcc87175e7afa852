package io.weir.benchmarks.micro;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.spi.data.Batch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The one operator of a query behind its source, as it was planned, per row: classes of expressions, and a hash
 * aggregation. One process, one thread, nothing else of the engine.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OperatorBenchmark {
    private static final int BATCHES = 64;

    private static final String BIDS = """
            CREATE TABLE bid (auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, url VARCHAR)
            WITH ('connector' = 'nexmark', 'event-type' = 'bid', 'number-of-splits' = '1');
            """;
    /** By name: the columns of the result, and the query. */
    private static final Map<String, List<String>> QUERIES = Map.of(
            "filter",
            List.of("a BIGINT, b BIGINT", "SELECT auction, price FROM bid WHERE MOD(auction, 123) = 0"),
            "arithmetic",
            List.of("a BIGINT, b BIGINT", "SELECT auction, price * 908 / 1000 + bidder FROM bid"),
            "decimal",
            List.of("a BIGINT, b DECIMAL(23, 3)", "SELECT auction, 0.908 * price FROM bid"),
            "text",
            List.of("a BIGINT, b VARCHAR", "SELECT auction, UPPER(channel) FROM bid WHERE url LIKE '%item%'"),
            "aggregate",
            List.of(
                    "a BIGINT, b BIGINT, c BIGINT, d BIGINT",
                    "SELECT auction, COUNT(*), SUM(price), MAX(price) FROM bid GROUP BY auction"));

    @Param({"filter", "arithmetic", "decimal", "text", "aggregate"})
    String query = "filter";

    private List<Batch> batches = List.of();
    private @Nullable Operator operator;
    private int next;

    @Setup
    public void plan() {
        List<String> asked = requireNonNull(QUERIES.get(query), "no such query");
        String script = BIDS + "CREATE TABLE result (" + asked.get(0)
                + ") WITH ('connector' = 'blackhole');\nINSERT INTO result " + asked.get(1) + ";";
        PlannedSteps steps = PlannedSteps.of(query, script);
        batches = Events.batches(steps.sources().get(0), BATCHES);
        operator = steps.operator();
    }

    @Benchmark
    @OperationsPerInvocation(Events.BATCH_ROWS)
    public void process(Blackhole blackhole) {
        requireNonNull(operator, "not set up").process(0, batches.get(next++ % BATCHES), new Consumed(blackhole));
    }
}
