package io.weir.connector.kafka;

import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Decodes fetched records into batches, and keeps the positions that checkpoints record. */
final class KafkaSourceReader implements SourceReader {
    private final KafkaSource source;
    private final SourceContext context;
    private final KafkaFetcher fetcher;
    private final RecordDecoder decoder;
    private final RecordDecoder.Refusal refusal = this::refuse;
    private final List<PartitionPosition> positions;

    /** Positions by checkpoint, of those not known to be complete yet; bounded by dropping the oldest. */
    private final TreeMap<Long, Map<TopicPartition, OffsetAndMetadata>> offsetsToCommit = new TreeMap<>();

    private Fetched.@Nullable Records current;
    private int nextInCurrent;

    private static final int MAX_PENDING_COMMITS = 16;

    KafkaSourceReader(KafkaSource source, SourceContext context, List<PartitionPosition> starts) {
        this.source = source;
        this.context = context;
        this.positions = new ArrayList<>(starts);
        this.decoder = source.layout.createDecoder(context, source.wanted, source.metadata);
        this.fetcher = new KafkaFetcher(source, context, starts);
    }

    @Override
    public @Nullable SplitBatch poll(int maxRows) {
        while (true) {
            fetcher.ensureRunning();
            if (current == null) {
                Fetched fetched = fetcher.take();
                if (fetched == null) {
                    if (positions.isEmpty() && source.discoveryIntervalMillis() > 0) {
                        // Nothing to read yet: the fetcher does not run by itself, but looks for partitions when it is
                        // woken.
                        context.wakeUpAfterMillis(source.discoveryIntervalMillis());
                    }
                    return null;
                }
                if (fetched instanceof Fetched.NewPartition found) {
                    positions.add(found.start());
                    continue;
                }
                current = (Fetched.Records) fetched;
                nextInCurrent = 0;
            }
            int split = current.split();
            decodeSome(current, maxRows);
            if (decoder.rowCount() > 0) {
                return new SplitBatch(split, decoder.build());
            }
        }
    }

    private void decodeSome(Fetched.Records fetched, int maxRows) {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = fetched.records();
        long next = positions.get(fetched.split()).next();
        long bytes = 0;
        while (nextInCurrent < records.size() && decoder.rowCount() < maxRows) {
            ConsumerRecord<ByteBuffer, ByteBuffer> record = records.get(nextInCurrent++);
            bytes += decode(record);
            next = record.offset() + 1;
        }
        if (bytes > 0) {
            context.count("numBytesIn", bytes);
        }
        if (nextInCurrent == records.size()) {
            current = null;
            next = fetched.next();
        }
        PartitionPosition before = positions.get(fetched.split());
        positions.set(fetched.split(), new PartitionPosition(before.partition(), next, before.end()));
    }

    /** @return how many bytes became rows */
    private int decode(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        int rowsBefore = decoder.rowCount();
        decoder.decode(record, refusal);
        return decoder.rowCount() > rowsBefore && record.value() != null
                ? record.value().remaining()
                : 0;
    }

    private void refuse(ConsumerRecord<ByteBuffer, ByteBuffer> record, ByteBuffer part, String cause) {
        String place =
                "topic \"" + record.topic() + "\" partition " + record.partition() + " offset " + record.offset();
        context.badRecords().report(place, part.array(), RecordBytes.from(part), RecordBytes.to(part), cause);
    }

    @Override
    public int splitCount() {
        return positions.size();
    }

    @Override
    public String splitId(int split) {
        return PartitionPosition.splitId(positions.get(split).partition());
    }

    @Override
    public boolean isSplitFinished(int split) {
        return positions.get(split).isFinished();
    }

    @Override
    public boolean isFinished() {
        return source.isBounded() && positions.stream().allMatch(PartitionPosition::isFinished);
    }

    @Override
    public List<SplitPosition> snapshot(long checkpointId) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (PartitionPosition position : positions) {
            offsets.put(position.partition(), new OffsetAndMetadata(position.next()));
        }
        if (source.properties.containsKey(ClientProperties.GROUP_ID)) {
            offsetsToCommit.put(checkpointId, offsets);
            if (offsetsToCommit.size() > MAX_PENDING_COMMITS) {
                offsetsToCommit.pollFirstEntry();
            }
        }
        return positions.stream().map(PartitionPosition::toSplit).toList();
    }

    @Override
    public void checkpointCompleted(long checkpointId) {
        Map<TopicPartition, OffsetAndMetadata> offsets = offsetsToCommit.remove(checkpointId);
        offsetsToCommit.headMap(checkpointId, true).clear();
        if (offsets != null) {
            fetcher.commit(offsets);
        }
    }

    @Override
    public void close() {
        fetcher.close();
    }
}
