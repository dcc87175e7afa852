package io.weir.connector.kafka;

import io.weir.spi.connector.FormatOptions;
import io.weir.spi.connector.Option;
import java.time.Duration;
import java.util.List;

/** The options of Kafka tables, named as in Flink SQL. */
final class KafkaOptions {
    static final String PROPERTIES = "properties.";

    static final Option<String> TOPIC = Option.text("topic", null, "The topic to read from or write to.");
    static final Option<StartupMode> STARTUP_MODE = Option.oneOf(
            "scan.startup.mode",
            StartupMode.class,
            "earliest-offset",
            "Where a job without checkpoint begins to read; partitions found later are read from their beginning.");
    static final Option<String> STARTUP_OFFSETS = Option.text(
            "scan.startup.specific-offsets",
            null,
            "For specific-offsets: the first offset of each partition, such as 'partition:0,offset:42;partition:1,offset:300'.");
    static final Option<Long> STARTUP_TIMESTAMP = Option.integer(
            "scan.startup.timestamp-millis", null, 0, Long.MAX_VALUE, "For timestamp: milliseconds since the epoch.");
    static final Option<BoundedMode> BOUNDED_MODE = Option.oneOf(
            "scan.bounded.mode",
            BoundedMode.class,
            "unbounded",
            "Whether reading ends, and where: latest-offset ends at what is there when the job starts.");
    static final Option<Duration> DISCOVERY_INTERVAL = Option.duration(
            "scan.topic-partition-discovery.interval",
            "1 min",
            "How often new partitions are looked for; 0 turns it off.");
    static final Option<DeliveryGuarantee> DELIVERY_GUARANTEE = Option.oneOf(
            "sink.delivery-guarantee",
            DeliveryGuarantee.class,
            "exactly-once",
            "exactly-once writes in transactions that are committed with the job's checkpoints; at-least-once may repeat rows after a failure.");
    static final Option<String> TRANSACTIONAL_ID_PREFIX = Option.text(
            "sink.transactional-id-prefix",
            "weir",
            "What the ids of the sink's transactions begin with; letters, digits, '.', '_' and '-'.");

    static final Option<String> KEY_PREFIX = Option.text(
            "key.fields-prefix",
            "",
            "What the names of the key's columns begin with in the table and not in the key, so that none is also a name of the value's.");
    static final Option<ValueFields> VALUE_FIELDS = Option.oneOf(
            "value.fields-include",
            ValueFields.class,
            "all",
            "Whether the columns of the primary key stand in the value too (ALL), or in the key alone (EXCEPT_KEY).");

    /** Of the connector {@code upsert-kafka}, which always reads from the beginning: what is gone must be known. */
    static final List<Option<?>> UPSERT = List.of(
            TOPIC,
            FormatOptions.KEY_FORMAT,
            KEY_PREFIX,
            FormatOptions.VALUE_FORMAT,
            VALUE_FIELDS,
            BOUNDED_MODE,
            DISCOVERY_INTERVAL,
            DELIVERY_GUARANTEE,
            TRANSACTIONAL_ID_PREFIX);

    /** Of the connector {@code kafka}. */
    static final List<Option<?>> ALL = List.of(
            TOPIC,
            FormatOptions.VALUE_FORMAT,
            STARTUP_MODE,
            STARTUP_OFFSETS,
            STARTUP_TIMESTAMP,
            BOUNDED_MODE,
            DISCOVERY_INTERVAL,
            DELIVERY_GUARANTEE,
            TRANSACTIONAL_ID_PREFIX);

    private KafkaOptions() {}

    enum ValueFields {
        ALL,
        EXCEPT_KEY
    }

    enum StartupMode {
        EARLIEST_OFFSET,
        LATEST_OFFSET,
        GROUP_OFFSETS,
        TIMESTAMP,
        SPECIFIC_OFFSETS
    }

    enum BoundedMode {
        UNBOUNDED,
        LATEST_OFFSET
    }

    enum DeliveryGuarantee {
        EXACTLY_ONCE,
        AT_LEAST_ONCE
    }
}
