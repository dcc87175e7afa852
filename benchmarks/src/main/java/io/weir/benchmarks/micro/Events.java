package io.weir.benchmarks.micro;

import io.weir.benchmarks.load.GeneratorContext;
import io.weir.connector.nexmark.NexmarkConnector;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Batches of bids. */
final class Events {
    static final int BATCH_ROWS = 4096;
    static final Schema BID = new Schema(List.of(
            new Field("auction", DataType.of(TypeKind.BIGINT)),
            new Field("bidder", DataType.of(TypeKind.BIGINT)),
            new Field("price", DataType.of(TypeKind.BIGINT)),
            new Field("channel", DataType.of(TypeKind.VARCHAR)),
            new Field("url", DataType.of(TypeKind.VARCHAR)),
            new Field("dateTime", DataType.of(TypeKind.TIMESTAMP, 3)),
            new Field("extra", DataType.of(TypeKind.VARCHAR))));

    private Events() {}

    static TableDescriptor table(String name, Schema schema, Map<String, String> options) {
        return new TableDescriptor(name, schema, List.of(), List.of(), new Options(options));
    }

    /** @param count of batches, of {@link #BATCH_ROWS} each */
    static List<Batch> bids(int count) {
        TableDescriptor table = table("bid", BID, Map.of("event-type", "bid", "number-of-splits", "1"));
        return batches(new NexmarkConnector().source(table, Optional.empty()).orElseThrow(), count);
    }

    /** The first batches of a source that neither waits nor ends before. */
    static List<Batch> batches(Source source, int count) {
        List<Batch> batches = new ArrayList<>();
        try (SourceReader reader = source.createReader(new GeneratorContext(0, 1, millis -> {}), List.of())) {
            while (batches.size() < count) {
                SplitBatch made = reader.poll(BATCH_ROWS);
                if (made == null) {
                    throw new IllegalStateException("the source has only " + batches.size() + " batches");
                }
                batches.add(made.batch());
            }
        }
        return batches;
    }
}
