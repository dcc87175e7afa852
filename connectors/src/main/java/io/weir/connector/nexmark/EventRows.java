package io.weir.connector.nexmark;

import io.weir.connector.base.NumberedRows;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import java.util.List;
import java.util.Locale;

/** Makes batches of a table's columns. Not thread-safe: one for each reader. */
final class EventRows implements NumberedRows {
    private final EventModel model;
    private final EventType type;
    private final EventOrder order;
    private final EventColumn[] columns;
    private final EventRun run = new EventRun();

    EventRows(EventModel model, EventType type, EventOrder order, List<EventColumn> columns) {
        this.model = model;
        this.type = type;
        this.order = order;
        this.columns = columns.toArray(EventColumn[]::new);
    }

    /** @param fields names of fields of the nested rows, empty for flat columns; any case */
    static EventColumn column(EventModel model, EventType type, String name, List<String> fields) {
        String column = name.toLowerCase(Locale.ROOT);
        return switch (type) {
            case PERSON -> PersonColumns.of(column, model);
            case AUCTION -> AuctionColumns.of(column, model);
            case BID -> BidColumns.of(column, model);
            case ALL -> NestedColumns.of(column, fields, model);
        };
    }

    @Override
    public Batch generate(long first, long stride, int count, long nowMillis) {
        run.fill(model, type, order, first, stride, count);
        Column[] made = new Column[columns.length];
        for (int i = 0; i < made.length; i++) {
            made[i] = columns[i].make(run);
        }
        return Batch.of(count, made);
    }
}
