package io.weir.runtime.task;

import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.runtime.operator.sink.SinkSpec;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The committers of a job's sinks in one attempt. All methods block, run on I/O threads, and are called one at a time.
 */
final class JobCommitters {
    private static final Logger LOG = LoggerFactory.getLogger(JobCommitters.class);

    private final Map<String, SinkCommitter> committers = new LinkedHashMap<>();

    /** Makes the committers of all sinks. */
    static JobCommitters create(
            JobGraph graph, String jobId, long attempt, RuntimeEnvironment runtime, Consumer<Throwable> fail) {
        JobCommitters made = new JobCommitters();
        try {
            made.add(graph, jobId, attempt, runtime, fail);
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
        return made;
    }

    private void add(JobGraph graph, String jobId, long attempt, RuntimeEnvironment runtime, Consumer<Throwable> fail) {
        for (Vertex vertex : graph.vertices()) {
            for (OperatorSpec operator : vertex.chain()) {
                if (operator instanceof SinkSpec spec) {
                    Context context =
                            new Context(jobId, spec.operatorId(), vertex.parallelism(), attempt, runtime, fail);
                    committers.put(spec.operatorId(), spec.sink().createCommitter(context));
                }
            }
        }
    }

    /** Finishes what earlier attempts have left: commits what the checkpoint holds, aborts the rest. */
    void recover(Map<String, List<byte[]>> committables) {
        committers.forEach(
                (operatorId, committer) -> committer.recover(committables.getOrDefault(operatorId, List.of())));
    }

    void commit(long checkpointId, Map<String, List<byte[]>> committables) {
        committables.forEach((operatorId, values) -> {
            SinkCommitter committer = committers.get(operatorId);
            if (committer == null) {
                throw new IllegalStateException("no committer for " + operatorId);
            }
            committer.commit(checkpointId, values);
        });
    }

    /** The job is over for good; {@link #close} follows. */
    void end() {
        forEach("ending", SinkCommitter::end);
    }

    /** The attempt is over. */
    void close() {
        forEach("closing", SinkCommitter::close);
        committers.clear();
    }

    /** One sink that does not answer must not keep the others from being left in order. */
    private void forEach(String what, Consumer<SinkCommitter> action) {
        for (SinkCommitter committer : committers.values()) {
            try {
                action.accept(committer);
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("{} a sink committer failed", what, e);
            }
        }
    }

    /** What a committer gets. */
    private record Context(
            String jobId,
            String sinkId,
            int parallelism,
            long attempt,
            RuntimeEnvironment runtime,
            Consumer<Throwable> onFailure)
            implements SinkContext {
        @Override
        public int subtaskIndex() {
            return 0;
        }

        @Override
        public Executor io() {
            return runtime.io();
        }

        @Override
        public void wakeUp() {
            // A committer has no subtask that could wait for it.
        }

        @Override
        public long currentTimeMillis() {
            return runtime.clock().currentTimeMillis();
        }

        @Override
        public void count(String metric, long delta) {
            LOG.debug("committer job={} sink={} metric={} delta={}", jobId, sinkId, metric, delta);
        }

        @Override
        public void fail(Throwable cause) {
            onFailure.accept(cause);
        }
    }
}
