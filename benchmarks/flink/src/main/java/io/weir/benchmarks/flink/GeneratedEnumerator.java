package io.weir.benchmarks.flink;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Gives each subtask its share. */
final class GeneratedEnumerator implements SplitEnumerator<GeneratedSplit, Integer> {
    /** There is nothing to keep. */
    static final SimpleVersionedSerializer<Integer> SERIALIZER = new SimpleVersionedSerializer<>() {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Integer nothing) {
            return new byte[0];
        }

        @Override
        public Integer deserialize(int version, byte[] bytes) {
            return 0;
        }
    };

    private final SplitEnumeratorContext<GeneratedSplit> context;
    private final Set<Integer> served = new HashSet<>();

    GeneratedEnumerator(SplitEnumeratorContext<GeneratedSplit> context) {
        this.context = context;
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String host) {}

    @Override
    public void addSplitsBack(List<GeneratedSplit> splits, int subtask) {
        throw new IllegalStateException("a benchmark does not restart");
    }

    @Override
    public void addReader(int subtask) {
        if (served.add(subtask)) {
            context.assignSplits(new SplitsAssignment<>(new GeneratedSplit(subtask, 0), subtask));
            context.signalNoMoreSplits(subtask);
        }
    }

    @Override
    public Integer snapshotState(long checkpointId) {
        return 0;
    }

    @Override
    public void close() {}
}
