package io.weir.benchmarks.micro;

import io.weir.connector.format.json.JsonFormatFactory;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Bids from JSON and to JSON, per row. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonBenchmark {
    private final Format format = new JsonFormatFactory().create(Events.table("bid", Events.BID, Map.of()));
    private final Batch bids = Events.bids(1).get(0);
    private final Format.Encoder encoder = format.createEncoder();
    private final Format.Decoder all =
            format.createDecoder(IntStream.range(0, 7).boxed().toList());
    /** Auction and price. */
    private final Format.Decoder two = format.createDecoder(List.of(0, 2));

    private final BatchBuilder allRows = new BatchBuilder(Events.BID.types());
    private final BatchBuilder twoRows = new BatchBuilder(
            List.of(Events.BID.types().get(0), Events.BID.types().get(2)));
    private final Format.ByteBuffer buffer = new Format.ByteBuffer(4096);
    private final byte[][] records = records();

    private byte[][] records() {
        byte[][] made = new byte[bids.rowCount()][];
        for (int row = 0; row < made.length; row++) {
            buffer.reset();
            encoder.encode(bids, row, buffer);
            made[row] = Arrays.copyOf(buffer.array(), buffer.size());
        }
        return made;
    }

    @Benchmark
    @OperationsPerInvocation(Events.BATCH_ROWS)
    public Batch decodeAllColumns() throws MalformedRecordException {
        return decode(all, allRows);
    }

    @Benchmark
    @OperationsPerInvocation(Events.BATCH_ROWS)
    public Batch decodeTwoColumns() throws MalformedRecordException {
        return decode(two, twoRows);
    }

    private Batch decode(Format.Decoder decoder, BatchBuilder rows) throws MalformedRecordException {
        for (byte[] record : records) {
            decoder.decode(record, 0, record.length, rows, Format.RowEnd.PLAIN);
        }
        return rows.build();
    }

    @Benchmark
    @OperationsPerInvocation(Events.BATCH_ROWS)
    public int encode() {
        int bytes = 0;
        for (int row = 0; row < bids.rowCount(); row++) {
            buffer.reset();
            encoder.encode(bids, row, buffer);
            bytes += buffer.size();
        }
        return bytes;
    }
}
