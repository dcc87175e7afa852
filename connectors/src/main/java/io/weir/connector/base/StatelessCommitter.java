package io.weir.connector.base;

import io.weir.spi.connector.SinkCommitter;
import java.util.List;

/** The committer of sinks that have nothing to commit. */
public final class StatelessCommitter implements SinkCommitter {
    public static final StatelessCommitter INSTANCE = new StatelessCommitter();

    private StatelessCommitter() {}

    @Override
    public void recover(List<byte[]> committables) {}

    @Override
    public void commit(long checkpointId, List<byte[]> committables) {}

    @Override
    public void close() {}
}
