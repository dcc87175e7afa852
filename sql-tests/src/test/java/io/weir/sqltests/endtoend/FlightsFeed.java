package io.weir.sqltests.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Sends flights little by little, in order, so that windows end in each second and each checkpoint has rows to commit.
 * How far it may go is told; it draws near slowly, and does not arrive before it is told to go further.
 */
final class FlightsFeed implements AutoCloseable {
    private static final long STEP_NANOS = Duration.ofMillis(50).toNanos();
    /** A step sends this part of what is left to the goal. */
    private static final int STEPS = 100;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final List<String> lines;
    private final AtomicInteger goal = new AtomicInteger();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> sending;

    FlightsFeed(String brokers, String topic, List<String> lines) {
        this.producer = Flights.producer(brokers);
        this.topic = topic;
        this.lines = lines;
        this.sending = thread.submit(this::send);
    }

    private void send() {
        int sent = 0;
        while (sent < lines.size() && !Thread.currentThread().isInterrupted()) {
            int left = goal.get() - sent;
            int now = goal.get() == lines.size() ? left : Math.min(left, left / STEPS + 1);
            for (int i = 0; i < now; i++) {
                var unused = producer.send(Flights.record(topic, lines.get(sent)));
                sent++;
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        producer.flush();
    }

    /** @param share of all flights that may have been sent, from 0 to 1 */
    void goOnTo(double share) {
        goal.set((int) (lines.size() * share));
    }

    /** Sends the rest, and the flights that end event time; returns when the broker has all. */
    void finish(String brokers) throws Exception {
        goal.set(lines.size());
        sending.get(2, TimeUnit.MINUTES);
        Flights.produceEnd(brokers, topic);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close(Duration.ZERO);
    }
}
