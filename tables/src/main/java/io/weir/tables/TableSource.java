package io.weir.tables;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table or view: its rows as of a pin, and that is all; or its rows and then all changes, as a changelog with
 * all row kinds.
 *
 * <p>One split, so one subtask reads: transactions come in their order, and each whole ({@link TableReader}).
 */
public final class TableSource implements Source {
    private final TableStore store;
    private final Relation relation;
    private final List<Integer> wanted;
    private final @Nullable ReadPin pin;
    private final byte[] keyPrefix;
    private final ReadLimit limit;

    private TableSource(
            TableStore store,
            Relation relation,
            List<Integer> wanted,
            @Nullable ReadPin pin,
            byte[] keyPrefix,
            ReadLimit limit) {
        this.store = requireNonNull(store, "store is null");
        this.relation = requireNonNull(relation, "relation is null");
        this.wanted = List.copyOf(wanted);
        this.pin = pin;
        this.keyPrefix = keyPrefix;
        this.limit = limit;
    }

    private static List<Integer> all(Relation relation) {
        return IntStream.range(0, relation.schema().size()).boxed().toList();
    }

    /** The rows as of a pin, which the caller holds until the last reader is closed. */
    public static TableSource bounded(TableStore store, Relation relation, ReadPin pin) {
        return new TableSource(store, relation, all(relation), pin, new byte[0], ReadLimit.NONE);
    }

    /** The rows now, and all changes from now on. */
    public static TableSource unbounded(TableStore store, Relation relation) {
        return new TableSource(store, relation, all(relation), null, new byte[0], ReadLimit.NONE);
    }

    static TableSource limited(TableStore store, Relation relation, ReadLimit limit) {
        return new TableSource(store, relation, all(relation), null, new byte[0], limit);
    }

    /** Finds the rows of a bounded reading without a scan, if values of the first key columns are among those given. */
    @Override
    public Optional<Source> withValues(Map<Integer, Object> values) {
        List<Object> prefix = new ArrayList<>();
        for (int column : relation.key()) {
            Object value = values.get(column);
            if (value == null) {
                break;
            }
            prefix.add(value);
        }
        if (pin == null || prefix.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new TableSource(store, relation, wanted, pin, relation.codec().encodeKey(prefix), limit));
    }

    public Relation relation() {
        return relation;
    }

    @Override
    public boolean isBounded() {
        return pin != null;
    }

    @Override
    public Optional<Source> withColumns(List<Integer> columns) {
        return Optional.of(new TableSource(store, relation, columns, pin, keyPrefix, limit));
    }

    @Override
    public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
        if (!context.owns(TableReader.SPLIT)) {
            return new NoRows(isBounded());
        }
        TablePosition position = restored.stream()
                .filter(split -> split.splitId().equals(TableReader.SPLIT))
                .map(split -> TablePosition.decode(split.position()))
                .findFirst()
                .orElse(TablePosition.start());
        return new TableReader(store, relation, wanted, pin, keyPrefix, limit, position, context);
    }

    /** The reader of a subtask to which the one split does not belong. */
    private record NoRows(boolean isFinished) implements SourceReader {
        @Override
        public @Nullable SplitBatch poll(int maxRows) {
            return null;
        }

        @Override
        public int splitCount() {
            return 0;
        }

        @Override
        public String splitId(int split) {
            throw new IllegalArgumentException("split " + split + " of none");
        }

        @Override
        public boolean isSplitFinished(int split) {
            return true;
        }

        @Override
        public List<SplitPosition> snapshot(long checkpointId) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
