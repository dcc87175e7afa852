package io.weir.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.weir.connector.kafka.KafkaOptions.BoundedMode;
import io.weir.connector.kafka.KafkaOptions.StartupMode;
import io.weir.spi.connector.Options;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Turns the start-up options into offsets, once, when a job starts afresh: from then on positions are explicit, and an
 * empty read is not forgotten.
 */
final class StartingOffsets {
    private static final Pattern SPECIFIC = Pattern.compile("\\s*partition:(\\d{1,9}),offset:(\\d{1,18})\\s*");

    private final StartupMode mode;
    private final BoundedMode bounded;
    private final long timestampMillis;
    private final String groupId;
    private final Map<Integer, Long> specific;

    StartingOffsets(Options options) {
        this.mode = options.get(KafkaOptions.STARTUP_MODE);
        this.bounded = options.get(KafkaOptions.BOUNDED_MODE);
        this.timestampMillis = mode == StartupMode.TIMESTAMP ? options.get(KafkaOptions.STARTUP_TIMESTAMP) : 0;
        this.groupId = options.values().getOrDefault(KafkaOptions.PROPERTIES + ClientProperties.GROUP_ID, "");
        this.specific =
                mode == StartupMode.SPECIFIC_OFFSETS ? specific(options.get(KafkaOptions.STARTUP_OFFSETS)) : Map.of();
        if (mode == StartupMode.GROUP_OFFSETS && groupId.isEmpty()) {
            throw new WeirException(
                    ErrorCode.MISSING_OPTION,
                    "option 'scan.startup.mode' = 'group-offsets' wants the option 'properties.group.id'");
        }
    }

    private static Map<Integer, Long> specific(String text) {
        Map<Integer, Long> offsets = new HashMap<>();
        for (String part : text.split(";")) {
            Matcher matcher = SPECIFIC.matcher(part);
            if (!matcher.matches()) {
                throw new WeirException(
                        ErrorCode.OPTION_VALUE,
                        "option 'scan.startup.specific-offsets' wants text such as 'partition:0,offset:42;partition:1,offset:300', found '"
                                + part + "'");
            }
            offsets.put(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
        }
        return offsets;
    }

    boolean isBounded() {
        return bounded != BoundedMode.UNBOUNDED;
    }

    /** Positions for partitions that are read for the first time by a job that starts afresh. */
    List<PartitionPosition> resolve(Brokers brokers, Collection<TopicPartition> partitions) {
        return positions(brokers, partitions, starts(brokers, partitions));
    }

    /** Positions for partitions that came into being while the job ran. */
    List<PartitionPosition> fromBeginning(Brokers brokers, Collection<TopicPartition> partitions) {
        return positions(brokers, partitions, brokers.offsets(partitions, OffsetSpec.earliest()));
    }

    private Map<TopicPartition, Long> starts(Brokers brokers, Collection<TopicPartition> partitions) {
        return switch (mode) {
            case EARLIEST_OFFSET -> brokers.offsets(partitions, OffsetSpec.earliest());
            case LATEST_OFFSET -> brokers.offsets(partitions, OffsetSpec.latest());
            case TIMESTAMP -> {
                Map<TopicPartition, Long> starts = brokers.offsets(partitions, OffsetSpec.latest());
                brokers.offsets(partitions, OffsetSpec.forTimestamp(timestampMillis))
                        .forEach((partition, offset) -> {
                            if (offset >= 0) { // -1: no record is that new
                                starts.put(partition, offset);
                            }
                        });
                yield starts;
            }
            case GROUP_OFFSETS -> overridden(brokers, partitions, brokers.committedOffsets(groupId));
            case SPECIFIC_OFFSETS -> {
                Map<TopicPartition, Long> given = new HashMap<>();
                for (TopicPartition partition : partitions) {
                    Long offset = specific.get(partition.partition());
                    if (offset != null) {
                        given.put(partition, offset);
                    }
                }
                yield overridden(brokers, partitions, given);
            }
        };
    }

    // Partitions without an offset of their own are read from the beginning: nothing is skipped that nobody asked to
    // skip.
    private static Map<TopicPartition, Long> overridden(
            Brokers brokers, Collection<TopicPartition> partitions, Map<TopicPartition, Long> given) {
        Map<TopicPartition, Long> starts = brokers.offsets(partitions, OffsetSpec.earliest());
        partitions.forEach(partition -> starts.computeIfPresent(partition, given::getOrDefault));
        return starts;
    }

    private List<PartitionPosition> positions(
            Brokers brokers, Collection<TopicPartition> partitions, Map<TopicPartition, Long> starts) {
        Map<TopicPartition, Long> ends = isBounded() ? brokers.offsets(partitions, OffsetSpec.latest()) : Map.of();
        List<PartitionPosition> positions = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            positions.add(new PartitionPosition(
                    partition,
                    requireNonNull(starts.get(partition), "a partition has no offset"),
                    ends.getOrDefault(partition, PartitionPosition.ENDLESS)));
        }
        return positions;
    }
}
