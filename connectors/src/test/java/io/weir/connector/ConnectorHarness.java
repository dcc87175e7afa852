package io.weir.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.connector.base.ValueText;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads sources to their end, row by row or all at once, and restores them wherever they can be cut. */
public final class ConnectorHarness {
    private ConnectorHarness() {}

    /** {@code columns}: name, type, name, type, ... */
    public static Schema schema(Object... columns) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.length; i += 2) {
            fields.add(new Field((String) columns[i], (DataType) columns[i + 1]));
        }
        return new Schema(fields);
    }

    public static TableDescriptor table(Schema schema, Map<String, String> options) {
        return new TableDescriptor("t", schema, List.of(), List.of(), new Options(options));
    }

    /** One row as text: {@code +I[1, a, null]}. */
    public static String text(List<DataType> types, Batch batch, int row) {
        return ValueText.row(types, batch, row);
    }

    public static List<String> texts(List<DataType> types, Batch batch) {
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            texts.add(text(types, batch, row));
        }
        return texts;
    }

    /** A reader, its engine, and what it has read. */
    public static final class Reading implements AutoCloseable {
        public final FakeSourceContext context;
        public final SourceReader reader;
        private final List<DataType> types;
        public final List<String> rows = new ArrayList<>();

        public Reading(Source source, List<DataType> types, FakeSourceContext context, List<SplitPosition> restored) {
            this.types = types;
            this.context = context;
            this.reader = source.createReader(context, restored);
        }

        /** Polls once, after I/O has run; the rows of the batch, or nothing. */
        public List<String> poll(int maxRows) {
            SplitBatch polled = reader.poll(maxRows);
            if (polled == null && context.runIo()) {
                polled = reader.poll(maxRows);
            }
            if (context.failure != null) {
                throw context.failure instanceof RuntimeException e ? e : new IllegalStateException(context.failure);
            }
            if (polled == null) {
                return List.of();
            }
            assertThat(polled.split()).isLessThan(reader.splitCount());
            List<String> texts = texts(types, polled.batch());
            rows.addAll(texts);
            return texts;
        }

        public Reading toEnd(int maxRows) {
            while (!reader.isFinished()) {
                if (poll(maxRows).isEmpty() && !reader.isFinished()) {
                    context.advanceMillis(Math.max(1, context.lastDelayMillis));
                }
            }
            return this;
        }

        @Override
        public void close() {
            reader.close();
            reader.close();
        }
    }

    /** All rows of a bounded source read by one subtask. */
    public static List<String> readAll(Source source, List<DataType> types) {
        return readAll(source, types, 1, 1000, Optional.empty());
    }

    /** All rows of a bounded source, read by so many subtasks one after the other. */
    public static List<String> readAll(
            Source source, List<DataType> types, int parallelism, int maxRows, Optional<List<SplitPosition>> restored) {
        List<String> rows = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            var context = new FakeSourceContext(subtask, parallelism, restored.isPresent());
            try (Reading reading = new Reading(source, types, context, restored.orElse(List.of()))) {
                rows.addAll(reading.toEnd(maxRows).rows);
            }
        }
        return rows;
    }

    /**
     * Reads with the given batch size; at every boundary takes the positions, reads the rest from them with another
     * parallelism, and checks that both parts together are all rows.
     */
    public static void assertRestoresAtEveryBoundary(Source source, List<DataType> types, int maxRows) {
        List<String> all = readAll(source, types);
        var context = new FakeSourceContext(0, 1, false);
        try (Reading reading = new Reading(source, types, context, List.of())) {
            int boundary = 0;
            while (true) {
                List<SplitPosition> positions = reading.reader.snapshot(++boundary);
                List<String> together = new ArrayList<>(reading.rows);
                together.addAll(readAll(source, types, 1 + boundary % 3, maxRows + 1, Optional.of(positions)));
                assertThat(together)
                        .as("boundary %s, after %s rows", boundary, reading.rows.size())
                        .containsExactlyInAnyOrderElementsOf(all);
                if (reading.reader.isFinished()) {
                    return;
                }
                if (reading.poll(maxRows).isEmpty()) {
                    context.advanceMillis(Math.max(1, context.lastDelayMillis));
                }
            }
        }
    }
}
