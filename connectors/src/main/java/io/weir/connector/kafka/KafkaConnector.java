package io.weir.connector.kafka;

import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tables whose rows are the records of a Kafka topic. */
public final class KafkaConnector implements Connector {
    /** Of all sinks: a connector is made once for a server. */
    private final SharedBrokers brokers = new SharedBrokers();

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public String description() {
        return "Reads a topic of Apache Kafka, and writes to one exactly once.";
    }

    @Override
    public List<Option<?>> options() {
        return KafkaOptions.ALL;
    }

    @Override
    public Set<String> optionPrefixes() {
        return Set.of(KafkaOptions.PROPERTIES);
    }

    @Override
    public boolean usesFormat() {
        return true;
    }

    @Override
    public Map<String, DataType> metadata() {
        return RecordMetadata.TYPES;
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        return Optional.of(new KafkaSource(table, layout(table, format)));
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        return Optional.of(new KafkaSink(table, layout(table, format), brokers));
    }

    private static ValueLayout layout(TableDescriptor table, Optional<Format> format) {
        return format.map(values -> new ValueLayout(table, values))
                .orElseThrow(
                        () -> new WeirException(ErrorCode.MISSING_OPTION, "connector 'kafka' wants the option 'format'")
                                .withHint("For instance 'format' = 'json'."));
    }
}
