package io.weir.planner;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import java.util.List;

/** Stands for the client in plans that are shown and never run. */
final class DiscardingSink implements Sink {
    @Override
    public ChangelogKind changelog() {
        return ChangelogKind.ALL;
    }

    @Override
    public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
        throw new IllegalStateException("an explained plan does not run");
    }

    @Override
    public SinkCommitter createCommitter(SinkContext context) {
        throw new IllegalStateException("an explained plan does not run");
    }
}
