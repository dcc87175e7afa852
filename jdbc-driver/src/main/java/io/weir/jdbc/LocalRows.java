package io.weir.jdbc;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.SqlType;
import org.jspecify.annotations.Nullable;

/** A result made on this side: what the driver knows by itself, or has put together from what the server said. */
final class LocalRows implements Rows {
    private final List<ColumnMetaData> columns;
    private final Iterator<List<@Nullable Object>> rows;

    /**
     * Creates a result.
     *
     * @param columns name and type of each: {@code "TABLE_NAME VARCHAR"}
     */
    LocalRows(List<String> columns, List<List<@Nullable Object>> rows) {
        this.columns = new ArrayList<>();
        for (String column : columns) {
            String[] parts = column.split(" ");
            SqlType type = SqlType.valueOf(parts[1]);
            this.columns.add(MetaImpl.columnMetaData(
                    parts[0],
                    this.columns.size(),
                    ColumnMetaData.scalar(type.id, parts[1], ColumnMetaData.Rep.OBJECT),
                    true));
        }
        this.rows = rows.iterator();
    }

    /** The result of {@code getGeneratedKeys}. */
    static LocalRows generatedKeys() {
        return new LocalRows(List.of("GENERATED_KEY BIGINT"), List.of());
    }

    List<ColumnMetaData> columns() {
        return columns;
    }

    @Override
    public @Nullable List<@Nullable Object> next() {
        return rows.hasNext() ? rows.next() : null;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
