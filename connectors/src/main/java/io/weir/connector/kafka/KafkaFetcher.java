package io.weir.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.SourceContext;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Polls a Kafka consumer on I/O threads and hands records over through a queue that is bounded in records.
 *
 * <p>One poll is one task, which puts the next one behind itself while there is room; when there is none it stops, and
 * the reader starts it again. So the consumer is used by one thread at a time, and a job that does not read holds no
 * thread.
 */
final class KafkaFetcher implements Runnable {
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(250);
    /**
     * A few polls' worth, so that records are decoded while they are in the processor's cache and before the collector
     * copies them: with five times as many the whole way from Kafka to Kafka cost a fifth more.
     */
    private static final int MAX_QUEUED_RECORDS = 4096;

    private static final Map<String, Object> CONSUMER_DEFAULTS = Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1024",
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100",
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "4194304");

    private final KafkaSource source;
    private final SourceContext context;
    private final Queue<Fetched> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queuedRecords = new AtomicInteger();
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicReference<@Nullable Map<TopicPartition, OffsetAndMetadata>> toCommit = new AtomicReference<>();
    private volatile boolean closed;
    private volatile @Nullable KafkaConsumer<ByteBuffer, ByteBuffer> consumer;

    // Owned by the task that runs.
    private final Map<TopicPartition, Integer> splits = new HashMap<>();
    private final Map<Integer, PartitionPosition> positions = new HashMap<>();
    private long nextDiscoveryMillis;

    KafkaFetcher(KafkaSource source, SourceContext context, List<PartitionPosition> starts) {
        this.source = source;
        this.context = context;
        for (PartitionPosition start : starts) {
            add(start);
        }
        long interval = source.discoveryIntervalMillis();
        this.nextDiscoveryMillis = interval == 0 ? Long.MAX_VALUE : context.currentTimeMillis() + interval;
    }

    private void add(PartitionPosition start) {
        int split = splits.size();
        splits.put(start.partition(), split);
        positions.put(split, start);
    }

    /** Sees to it that polling goes on. Called by the reader; cheap. */
    void ensureRunning() {
        if (!closed && queuedRecords.get() < MAX_QUEUED_RECORDS && running.compareAndSet(false, true)) {
            context.io().execute(this);
        }
    }

    /** The next thing fetched, or null. */
    @Nullable Fetched take() {
        Fetched fetched = queue.poll();
        if (fetched instanceof Fetched.Records records) {
            queuedRecords.addAndGet(-records.records().size());
        }
        return fetched;
    }

    /** Tells the group how far the job has come, at some time, if it can. */
    void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        toCommit.set(offsets);
    }

    void close() {
        closed = true;
        KafkaConsumer<ByteBuffer, ByteBuffer> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        if (running.compareAndSet(false, true)) {
            context.io().execute(this);
        }
    }

    @Override
    public void run() {
        boolean again = false;
        try {
            if (!closed) {
                pollOnce();
                again = isReading() && queuedRecords.get() < MAX_QUEUED_RECORDS;
            }
        } catch (WakeupException e) {
            again = true; // closed is set by now
        } catch (OffsetOutOfRangeException e) {
            context.fail(lostData(e));
        } catch (InterruptException e) {
            context.fail(e);
        } catch (KafkaException | WeirException e) {
            context.fail(
                    e instanceof WeirException
                            ? e
                            : new WeirException(
                                    ErrorCode.CONNECTOR_FAILURE,
                                    "reading topic \"" + source.topic + "\" failed: " + e.getMessage(),
                                    e));
        }
        if (closed) {
            closeConsumer(); // stays "running": nothing comes behind
        } else if (again) {
            context.io().execute(this);
        } else {
            running.set(false);
            // The reader may have made room, or closed, between the look at the queue and now.
            if (closed || !queue.isEmpty()) {
                context.wakeUp();
            }
        }
    }

    private boolean isReading() {
        return positions.values().stream().anyMatch(position -> !position.isFinished());
    }

    private WeirException lostData(OffsetOutOfRangeException e) {
        return new WeirException(
                        ErrorCode.DATA_LOST_UPSTREAM,
                        "topic \"" + source.topic + "\" no longer has the records that come next: "
                                + e.offsetOutOfRangePartitions(),
                        e)
                .withDetail("They were deleted by the topic's retention, or the topic was made anew.")
                .withHint("Nothing was skipped. To go on without them, start the job afresh.");
    }

    private void pollOnce() {
        if (context.currentTimeMillis() >= nextDiscoveryMillis) {
            discover();
        }
        if (splits.isEmpty()) {
            return;
        }
        KafkaConsumer<ByteBuffer, ByteBuffer> open = consumer;
        if (open == null) {
            open = openConsumer();
            consumer = open;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = toCommit.getAndSet(null);
        if (offsets != null && !offsets.isEmpty()) {
            open.commitAsync(offsets, (committed, error) -> {
                if (error != null) {
                    context.count("commitsFailed", 1);
                }
            });
        }
        if (!open.assignment().isEmpty()) {
            handOver(open, open.poll(POLL_TIMEOUT));
        }
    }

    private KafkaConsumer<ByteBuffer, ByteBuffer> openConsumer() {
        Map<String, Object> config = new HashMap<>(ClientProperties.with(source.properties, CONSUMER_DEFAULTS));
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // Never jump silently: an offset that is gone is data that is gone.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.keySet().retainAll(ConsumerConfig.configNames());
        RecordBytes bytes = new RecordBytes();
        KafkaConsumer<ByteBuffer, ByteBuffer> open = new KafkaConsumer<>(config, bytes, bytes);
        assign(open);
        return open;
    }

    private void assign(KafkaConsumer<ByteBuffer, ByteBuffer> open) {
        List<TopicPartition> reading = new ArrayList<>();
        for (PartitionPosition position : positions.values()) {
            if (!position.isFinished()) {
                reading.add(position.partition());
            }
        }
        open.assign(reading);
        for (TopicPartition partition : reading) {
            open.seek(partition, position(partition).next());
        }
    }

    private PartitionPosition position(TopicPartition partition) {
        return requireNonNull(positions.get(requireNonNull(splits.get(partition))), "partition is not assigned");
    }

    private void discover() {
        nextDiscoveryMillis = context.currentTimeMillis() + source.discoveryIntervalMillis();
        List<TopicPartition> found = new ArrayList<>();
        try (Brokers brokers = new Brokers(source.properties)) {
            for (TopicPartition partition : brokers.partitions(source.topic)) {
                if (context.owns(PartitionPosition.splitId(partition)) && !splits.containsKey(partition)) {
                    found.add(partition);
                }
            }
            if (found.isEmpty()) {
                return;
            }
            var starts = brokers.offsets(found, OffsetSpec.earliest());
            for (TopicPartition partition : found) {
                PartitionPosition start = new PartitionPosition(
                        partition, requireNonNull(starts.get(partition)), PartitionPosition.ENDLESS);
                add(start);
                queue.add(new Fetched.NewPartition(start));
            }
        } catch (WeirException e) {
            // What is known is read on; the next round tries again.
            context.count("partitionDiscoveriesFailed", 1);
            return;
        }
        KafkaConsumer<ByteBuffer, ByteBuffer> open = consumer;
        if (open != null) {
            assign(open);
        }
        context.wakeUp();
    }

    private void handOver(KafkaConsumer<ByteBuffer, ByteBuffer> open, ConsumerRecords<ByteBuffer, ByteBuffer> polled) {
        boolean finished = false;
        for (TopicPartition partition : open.assignment()) {
            int split = requireNonNull(splits.get(partition));
            PartitionPosition before = position(partition);
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = beforeEnd(polled.records(partition), before.end());
            long next = Math.min(open.position(partition), before.end());
            if (next == before.next() && records.isEmpty()) {
                continue;
            }
            PartitionPosition after = new PartitionPosition(partition, next, before.end());
            positions.put(split, after);
            queuedRecords.addAndGet(records.size());
            queue.add(new Fetched.Records(split, records, next));
            finished |= after.isFinished();
        }
        if (!queue.isEmpty()) {
            context.wakeUp();
        }
        if (finished) {
            assign(open);
        }
    }

    private static List<ConsumerRecord<ByteBuffer, ByteBuffer>> beforeEnd(
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> records, long end) {
        int count = records.size();
        while (count > 0 && records.get(count - 1).offset() >= end) {
            count--;
        }
        return records.subList(0, count);
    }

    private void closeConsumer() {
        KafkaConsumer<ByteBuffer, ByteBuffer> open = consumer;
        if (open != null) {
            consumer = null;
            open.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
    }
}
