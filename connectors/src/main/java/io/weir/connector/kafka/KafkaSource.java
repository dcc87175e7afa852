package io.weir.connector.kafka;

import io.weir.spi.connector.Options;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.connector.TableDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** All partitions of one topic. A split is a partition, {@code topic:partition}. */
final class KafkaSource implements Source {
    final TableDescriptor table;
    final RecordLayout layout;
    final String topic;
    final Map<String, String> properties;

    /** Indexes of the physical columns that are decoded, ascending. */
    final List<Integer> wanted;

    final RecordMetadata metadata;
    private final StartingOffsets startingOffsets;

    KafkaSource(TableDescriptor table, RecordLayout layout) {
        this(table, layout, IntStream.range(0, table.physical().size()).boxed().toList());
    }

    private KafkaSource(TableDescriptor table, RecordLayout layout, List<Integer> wanted) {
        Options options = table.options();
        this.table = table;
        this.layout = layout;
        this.topic = options.get(KafkaOptions.TOPIC);
        this.properties = ClientProperties.of(options);
        this.wanted = wanted;
        this.metadata = new RecordMetadata(table.metadata());
        this.startingOffsets = new StartingOffsets(options);
    }

    @Override
    public boolean isBounded() {
        return startingOffsets.isBounded();
    }

    @Override
    public void validate() {
        try (Brokers brokers = new Brokers(properties)) {
            brokers.partitions(topic);
        }
    }

    @Override
    public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
        List<PartitionPosition> owned = new ArrayList<>();
        for (SplitPosition split : restored) {
            if (context.owns(split.splitId())) {
                owned.add(PartitionPosition.of(split));
            }
        }
        List<String> known = restored.stream().map(SplitPosition::splitId).toList();
        try (Brokers brokers = new Brokers(properties)) {
            List<TopicPartition> found = new ArrayList<>();
            for (TopicPartition partition : brokers.partitions(topic)) {
                String id = PartitionPosition.splitId(partition);
                if (context.owns(id) && !known.contains(id)) {
                    found.add(partition);
                }
            }
            // A partition that the checkpoint does not know was created after it: all of it is new.
            owned.addAll(
                    context.isRestored()
                            ? startingOffsets.fromBeginning(brokers, found)
                            : startingOffsets.resolve(brokers, found));
        }
        return new KafkaSourceReader(this, context, owned);
    }

    @Override
    public Optional<Source> withColumns(List<Integer> columns) {
        return Optional.of(new KafkaSource(table, layout, List.copyOf(columns)));
    }

    long discoveryIntervalMillis() {
        return isBounded()
                ? 0
                : table.options().get(KafkaOptions.DISCOVERY_INTERVAL).toMillis();
    }
}
