package io.weir.benchmarks.load;

import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitPosition;
import java.util.List;
import java.util.Optional;

/**
 * A generator without an end, slowed down and ended.
 *
 * @param rate rows per second of all subtasks; 0 for no limit
 * @param emittedColumn which column tells the time of emission: the last one
 * @param wanted ascending, as {@link Source#withColumns}
 */
record PacedSource(Source generator, long rate, long millis, int emittedColumn, List<Integer> wanted)
        implements Source {
    private static final double MILLIS_PER_SECOND = 1e3;

    PacedSource {
        wanted = List.copyOf(wanted);
    }

    @Override
    public boolean isBounded() {
        return true;
    }

    @Override
    public Optional<Source> withColumns(List<Integer> columns) {
        return Optional.of(new PacedSource(generator, rate, millis, emittedColumn, columns));
    }

    @Override
    public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
        List<Integer> generated =
                wanted.stream().filter(column -> column != emittedColumn).toList();
        SourceReader reader = generator.withColumns(generated).orElseThrow().createReader(context, restored);
        return new PacedReader(
                reader,
                new Pace((double) rate / context.parallelism(), millis / MILLIS_PER_SECOND),
                context,
                wanted.contains(emittedColumn));
    }
}
