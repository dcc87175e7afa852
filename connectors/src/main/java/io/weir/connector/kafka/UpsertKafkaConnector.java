package io.weir.connector.kafka;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.KeyedConnector;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tables by primary key whose rows are the last records of each key of a Kafka topic. */
public final class UpsertKafkaConnector implements KeyedConnector {
    /** Of all sinks: a connector is made once for a server. */
    private final SharedBrokers brokers = new SharedBrokers();

    @Override
    public String name() {
        return "upsert-kafka";
    }

    @Override
    public String description() {
        return "Reads and writes a topic of Apache Kafka as changes by key; a record without value deletes.";
    }

    @Override
    public List<Option<?>> options() {
        return KafkaOptions.UPSERT;
    }

    @Override
    public Set<String> optionPrefixes() {
        return Set.of(KafkaOptions.PROPERTIES);
    }

    @Override
    public Map<String, DataType> metadata() {
        return RecordMetadata.TYPES;
    }

    @Override
    public ChangelogKind sourceChangelog(TableDescriptor table) {
        return ChangelogKind.UPSERT;
    }

    @Override
    public TableDescriptor keyPart(TableDescriptor table) {
        return KeyedParts.of(table).keyPart(table);
    }

    @Override
    public TableDescriptor valuePart(TableDescriptor table) {
        return KeyedParts.of(table).valuePart(table);
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Format keyFormat, Format valueFormat) {
        return Optional.of(new KafkaSource(table, layout(table, keyFormat, valueFormat)));
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Format keyFormat, Format valueFormat) {
        return Optional.of(new KafkaSink(table, layout(table, keyFormat, valueFormat), brokers));
    }

    private static KeyedLayout layout(TableDescriptor table, Format keyFormat, Format valueFormat) {
        return new KeyedLayout(table, KeyedParts.of(table), keyFormat, valueFormat);
    }
}
