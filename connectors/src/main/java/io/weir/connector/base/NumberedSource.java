package io.weir.connector.base;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitPosition;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A source of rows that are functions of their number. Row {@code n} belongs to split {@code n % splitCount}, whatever
 * the parallelism; the position of a split is the number of its next row.
 */
public final class NumberedSource implements Source {
    /** The row count of a source that never ends. */
    public static final long ENDLESS = Long.MAX_VALUE;

    private final Specification specification;
    private final Function<List<Integer>, NumberedRows> rows;
    private final List<Integer> wanted;

    /**
     * What there is to read.
     *
     * @param kind start of the split ids, such as {@code nexmark}
     * @param rowCount rows in all splits together, or {@link #ENDLESS}
     * @param rowsPerSecond of all splits together; 0 for as fast as it goes
     */
    public record Specification(String kind, int splitCount, long rowCount, double rowsPerSecond) {
        public Specification {
            requireNonNull(kind, "kind is null");
            checkArgument(rowCount >= 0, "row count %s is negative", rowCount);
            checkArgument(rowsPerSecond >= 0, "rate %s is negative", rowsPerSecond);
        }
    }

    /**
     * @param rows makes the rows of the given physical columns for one reader
     * @param wanted the physical columns to make
     */
    public NumberedSource(
            Specification specification, Function<List<Integer>, NumberedRows> rows, List<Integer> wanted) {
        this.specification = requireNonNull(specification, "specification is null");
        this.rows = requireNonNull(rows, "rows is null");
        this.wanted = List.copyOf(wanted);
    }

    @Override
    public boolean isBounded() {
        return specification.rowCount() != ENDLESS;
    }

    @Override
    public Optional<Source> withColumns(List<Integer> wantedColumns) {
        return Optional.of(new NumberedSource(specification, rows, wantedColumns));
    }

    @Override
    public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
        return new NumberedReader(specification, rows.apply(wanted), context, restored);
    }
}
