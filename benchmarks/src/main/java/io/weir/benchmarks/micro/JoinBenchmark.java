package io.weir.benchmarks.micro;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.spi.data.Batch;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Bids that look for their auction in a join that keeps both sides, per bid. The state grows with every bid, so each
 * measurement begins with a new operator that holds the auctions alone.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JoinBenchmark {
    private static final int BID_BATCHES = 128;
    /** As many as there are for the bids. */
    private static final int AUCTION_BATCHES = 8;

    private static final int BID_INPUT = 0;
    private static final int AUCTION_INPUT = 1;

    private static final String SCRIPT = """
            CREATE TABLE bid (auction BIGINT, bidder BIGINT, price BIGINT)
            WITH ('connector' = 'nexmark', 'event-type' = 'bid', 'number-of-splits' = '1');
            CREATE TABLE auction (id BIGINT, seller BIGINT, category BIGINT)
            WITH ('connector' = 'nexmark', 'event-type' = 'auction', 'number-of-splits' = '1');
            CREATE TABLE result (auction BIGINT, price BIGINT, seller BIGINT) WITH ('connector' = 'blackhole');
            INSERT INTO result SELECT bid.auction, price, seller FROM bid, auction WHERE bid.auction = auction.id;
            """;

    private final PlannedSteps steps = PlannedSteps.of("join", SCRIPT);
    private final List<Batch> bids = Events.batches(steps.sources().get(BID_INPUT), BID_BATCHES);
    private final List<Batch> auctions = Events.batches(steps.sources().get(AUCTION_INPUT), AUCTION_BATCHES);
    private @Nullable Operator operator;

    @Setup(Level.Invocation)
    public void fill(Blackhole blackhole) {
        Operator made = steps.operator();
        auctions.forEach(batch -> made.process(AUCTION_INPUT, batch, new Consumed(blackhole)));
        operator = made;
    }

    @Benchmark
    @OperationsPerInvocation(BID_BATCHES * Events.BATCH_ROWS)
    public void probe(Blackhole blackhole) {
        Operator join = requireNonNull(operator, "not set up");
        Consumed consumed = new Consumed(blackhole);
        for (Batch batch : bids) {
            join.process(BID_INPUT, batch, consumed);
        }
    }
}
