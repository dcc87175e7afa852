package io.weir.connector.kafka;

import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** A writer and committer of one attempt, on real I/O threads. */
final class Writing implements SinkContext {
    private final long attempt;
    final AtomicReference<Throwable> failure = new AtomicReference<>();
    final SinkWriter writer;
    final SinkCommitter committer;
    volatile long lateMillis;

    Writing(Sink sink, String jobId, long attempt, List<byte[]> committables) {
        this.attempt = attempt;
        this.jobId = jobId;
        this.committer = sink.createCommitter(this);
        committer.recover(committables);
        this.writer = sink.createWriter(this, List.of());
    }

    private final String jobId;

    List<byte[]> prepare(long checkpoint) {
        return writer.prepareCommit(checkpoint).toCompletableFuture().join().committables();
    }

    @Override
    public String jobId() {
        return jobId;
    }

    @Override
    public String sinkId() {
        return "sink";
    }

    @Override
    public int subtaskIndex() {
        return 0;
    }

    @Override
    public int parallelism() {
        return 1;
    }

    @Override
    public long attempt() {
        return attempt;
    }

    @Override
    public Executor io() {
        return RealIo.THREADS;
    }

    @Override
    public void wakeUp() {}

    @Override
    public long currentTimeMillis() {
        return System.currentTimeMillis() + lateMillis;
    }

    @Override
    public void count(String metric, long delta) {}

    @Override
    public void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
    }
}
