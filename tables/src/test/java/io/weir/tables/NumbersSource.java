package io.weir.tables;

import static io.weir.tables.Fixtures.account;

import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import java.util.List;

/** A source without end: 0, 1, 2, ... */
final class NumbersSource implements Source {
    @Override
    public boolean isBounded() {
        return false;
    }

    @Override
    public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
        return new SourceReader() {
            private long next;

            @Override
            public SplitBatch poll(int maxRows) {
                return new SplitBatch(0, account(next, next++));
            }

            @Override
            public int splitCount() {
                return 1;
            }

            @Override
            public String splitId(int split) {
                return "numbers";
            }

            @Override
            public boolean isSplitFinished(int split) {
                return false;
            }

            @Override
            public boolean isFinished() {
                return false;
            }

            @Override
            public List<SplitPosition> snapshot(long checkpointId) {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }
}
