package io.weir.server.query;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of a running query. */
final class QueryCursor implements RowCursor {
    private final RunningQuery query;
    private final ResultQueue queue;
    /**
     * A page ends here, and has at least one row: an answer is made in memory, and two thousand rows of a megabyte
     * would end the server.
     */
    private static final long ENOUGH_CHARACTERS = 1 << 20;

    private final List<DataType> types;
    private final boolean withRowKinds;
    private @Nullable Batch batch;
    private int row;

    /** @param withRowKinds whether the row kind stands in front of each row */
    QueryCursor(RunningQuery query, ResultQueue queue, List<DataType> types, boolean withRowKinds) {
        this.query = query;
        this.queue = queue;
        this.types = types;
        this.withRowKinds = withRowKinds;
    }

    @Override
    public Page next(int maxRows, long waitMillis) throws InterruptedException {
        query.fetchBegins();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        long characters = 0;
        try {
            while (rows.size() < maxRows && characters < ENOUGH_CHARACTERS) {
                Batch current = batch;
                if (current == null) {
                    current = queue.take(rows.isEmpty() ? waitMillis : 0);
                    if (current == null) {
                        break;
                    }
                    batch = current;
                    row = 0;
                }
                while (row < current.rowCount() && rows.size() < maxRows && characters < ENOUGH_CHARACTERS) {
                    List<@Nullable Object> next = boxed(current, row++);
                    rows.add(next);
                    characters += characters(next);
                }
                if (row == current.rowCount()) {
                    batch = null;
                }
            }
        } catch (WeirException e) {
            if (rows.isEmpty()) {
                throw e;
            }
            // The rows in front of the error are handed out first; the next call meets it again.
        } finally {
            query.fetchEnds(rows.size());
        }
        return new Page(rows, batch == null && queue.isExhausted() && !queue.hasFailed());
    }

    /** What makes a row long: texts, byte strings, and what has elements. */
    private static long characters(Iterable<?> values) {
        long count = 0;
        for (Object value : values) {
            if (value instanceof String text) {
                count += text.length();
            } else if (value instanceof byte[] bytes) {
                count += bytes.length;
            } else if (value instanceof Collection<?> elements) {
                count += elements.size() + characters(elements);
            } else if (value instanceof Map<?, ?> entries) {
                count += entries.size() + characters(entries.keySet()) + characters(entries.values());
            }
        }
        return count;
    }

    private List<@Nullable Object> boxed(Batch from, int index) {
        List<@Nullable Object> values = BoxedValues.row(types, from, index);
        if (!withRowKinds) {
            return values;
        }
        List<@Nullable Object> withKind = new ArrayList<>(values.size() + 1);
        withKind.add(RowKind.ofCode(from.rowKind(index)).symbol());
        withKind.addAll(values);
        return withKind;
    }

    @Override
    public void close() {
        query.close();
    }
}
