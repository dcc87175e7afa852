package io.weir.connector.kafka;

import io.weir.connector.base.SerialTasks;
import io.weir.connector.kafka.KafkaSink.PreparedTransaction;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each checkpoint's rows in a transaction of its own. At the barrier it is flushed, named in the checkpoint, and
 * left open until the committer commits it; meanwhile the next one runs under another transactional id.
 *
 * <p>Ids come from a ring: one is used again only when its transaction is known to be committed, and then as late as
 * possible. So their number is bounded, and a transaction found with a later epoch than a checkpoint names is one that
 * was committed (see {@link KafkaCommitter}).
 *
 * <p>Each start of the job has ids of its own. A request of an earlier one that is still under way, because the brokers
 * were away, say, would otherwise abort what this one has pre-committed under the same id; and that could not be told
 * from a commit.
 */
final class ExactlyOnceWriter implements SinkWriter {
    /** Behind the prefix of the sink, by hyphens: number of the start, subtask, place in the ring. */
    static final int ID_PARTS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(ExactlyOnceWriter.class);
    private static final long CLOSE_SECONDS = 10;
    private static final int MAX_QUEUED_BATCHES = 4;
    private static final int RING_SIZE = 8;
    private static final int MAX_OPEN_TRANSACTIONS = 256;

    private final KafkaSink sink;
    private final SinkContext context;
    private final String idPrefix;
    private final SerialTasks tasks;
    private final RecordSender sender;
    private final Queue<TransactionalProducer> committed = new ConcurrentLinkedQueue<>();

    // Owned by the task that runs.
    private @Nullable TransactionalProducer current;
    private int producers;

    /** All that were made; closing them ends what a task may still be waiting for. */
    private final Set<TransactionalProducer> made = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;
    private final CompletableFuture<Boolean> producersClosed = new CompletableFuture<>();

    ExactlyOnceWriter(KafkaSink sink, SinkContext context) {
        this.sink = sink;
        this.context = context;
        this.idPrefix = sink.transactionalIds(context) + context.attempt() + "-" + context.subtaskIndex() + "-";
        this.tasks = new SerialTasks(context.io(), MAX_QUEUED_BATCHES, context::wakeUp);
        this.sender = new RecordSender(sink, context);
    }

    @Override
    public boolean isReady() {
        return tasks.hasRoom();
    }

    @Override
    public void write(Batch batch) {
        if (batch.rowCount() > 0) {
            tasks.run(() -> sender.send(transaction().client(), batch), this::fail);
        }
    }

    private void fail(Throwable cause) {
        context.fail(
                cause instanceof KafkaException
                        ? new WeirException(
                                ErrorCode.CONNECTOR_FAILURE,
                                "writing to topic \"" + sink.topic + "\" failed: " + cause.getMessage(),
                                cause)
                        : cause);
    }

    // The open transaction; the first row behind a barrier begins it.
    private TransactionalProducer transaction() {
        checkOpen();
        TransactionalProducer producer = current;
        if (producer == null) {
            producer = nextProducer();
            producer.client().beginTransaction();
            current = producer;
        }
        return producer;
    }

    private TransactionalProducer nextProducer() {
        TransactionalProducer reused = producers >= RING_SIZE ? committed.poll() : null;
        if (reused != null) {
            return reused;
        }
        if (producers >= MAX_OPEN_TRANSACTIONS) {
            throw new WeirException(
                    ErrorCode.LIMIT_EXCEEDED,
                    MAX_OPEN_TRANSACTIONS + " transactions on topic \"" + sink.topic
                            + "\" wait for a checkpoint to complete");
        }
        TransactionalProducer next = new TransactionalProducer(sink.producerProperties(), idPrefix + producers);
        producers++;
        made.add(next);
        try {
            checkOpen();
            next.client().initTransactions();
        } catch (KafkaException | WeirException e) {
            made.remove(next);
            next.close();
            throw e;
        }
        return next;
    }

    // Tasks that wait when the writer is closed run all the same: they must leave nothing open at the brokers.
    private void checkOpen() {
        if (closed) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_FAILURE, "writing to topic \"" + sink.topic + "\" has ended with its attempt");
        }
    }

    @Override
    public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
        return tasks.submit(() -> {
            TransactionalProducer producer = current;
            if (producer == null) {
                return SinkSnapshot.empty();
            }
            sender.flush(producer.client());
            current = null;
            Committable committable = producer.committable();
            sink.prepared.put(
                    committable.transactionalId(),
                    new PreparedTransaction(committable, producer, () -> committed.add(producer)));
            return new SinkSnapshot(List.of(committable.encode()), List.of());
        });
    }

    @Override
    public void close() {
        closed = true; // first: a producer that is made from now on is closed by its maker
        context.io().execute(() -> {
            try {
                closeProducers();
            } finally {
                producersClosed.complete(true);
            }
        });
    }

    @Override
    public void awaitClosed() {
        try {
            producersClosed.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Their transactions are fenced by the next attempt; all it can cost is that one is found late.
            LOG.warn("producers of topic \"{}\" are not closed yet ids={}", sink.topic, idPrefix, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // What is pre-committed stays open at the brokers: the committer of the next attempt decides, and aborts what no
    // checkpoint names.
    private void closeProducers() {
        made.forEach(TransactionalProducer::close);
        sink.prepared
                .values()
                .removeIf(prepared -> prepared.committable().transactionalId().startsWith(idPrefix));
    }
}
