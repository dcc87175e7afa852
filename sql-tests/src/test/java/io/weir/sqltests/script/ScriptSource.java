package io.weir.sqltests.script;

import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitPosition;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads a {@link ScriptTable}. Behind the columns wanted stands one more, {@code BIGINT}: NULL for a row; for a mark
 * the event time in microseconds, or {@link #BY_EXPRESSION}. {@link ScriptMarks} takes it away before anybody sees it.
 */
record ScriptSource(String table, ScriptTable log, List<Integer> wanted, boolean isBounded, BatchSizes sizes)
        implements Source {
    static final long BY_EXPRESSION = Long.MIN_VALUE;

    static ScriptSource of(String table, ScriptTable log, boolean isBounded, BatchSizes sizes) {
        List<Integer> all = IntStream.range(0, log.types().size()).boxed().toList();
        return new ScriptSource(table, log, all, isBounded, sizes);
    }

    @Override
    public Optional<Source> withColumns(List<Integer> columns) {
        return Optional.of(new ScriptSource(table, log, List.copyOf(columns), isBounded, sizes));
    }

    @Override
    public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
        return new ScriptReader(this, context, restored);
    }
}
