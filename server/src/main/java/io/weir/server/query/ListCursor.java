package io.weir.server.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are all there. */
public final class ListCursor implements RowCursor {
    private final List<List<@Nullable Object>> rows;
    private int position;

    /** The rows are not copied. */
    public ListCursor(List<List<@Nullable Object>> rows) {
        this.rows = rows;
    }

    /** All rows, read or not. */
    public List<List<@Nullable Object>> all() {
        return rows;
    }

    @Override
    public Page next(int maxRows, long waitMillis) {
        int end = (int) Math.min(rows.size(), (long) position + maxRows);
        List<List<@Nullable Object>> page = rows.subList(position, end);
        position = end;
        return new Page(page, position == rows.size());
    }

    @Override
    public void close() {
        position = rows.size();
    }
}
