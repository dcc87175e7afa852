package io.weir.connector.nexmark;

import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.Column;
import io.weir.spi.data.DataType;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.ObjectColumn;
import io.weir.spi.data.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the table that holds all events: the type, and one nested row per type, null for events of another.
 * Rows are objects: compatible with the public table, several times slower than the flat tables.
 */
final class NestedColumns {
    private NestedColumns() {}

    static EventColumn of(String name, List<String> fields, EventModel model) {
        if (name.equals("event_type")) {
            return run -> types(model, run);
        }
        EventType type = EventType.valueOf(name.toUpperCase(Locale.ROOT));
        Schema schema = EventSchemas.of(type);
        List<DataType> fieldTypes = new ArrayList<>();
        List<EventColumn> columns = new ArrayList<>();
        for (String field : fields) {
            fieldTypes.add(schema.fields().get(schema.indexOf(field)).type());
            columns.add(EventRows.column(model, type, field, List.of()));
        }
        return run -> rows(model, type, fieldTypes, columns, run);
    }

    private static Column types(EventModel model, EventRun run) {
        int[] types = new int[run.count()];
        for (int i = 0; i < types.length; i++) {
            types[i] = model.typeOf(run.events()[i]).ordinal();
        }
        return new IntColumn(types.length, types, null);
    }

    private static Column rows(
            EventModel model, EventType type, List<DataType> fieldTypes, List<EventColumn> columns, EventRun run) {
        int[] places = new int[run.count()];
        EventRun ofType = select(model, type, run, places);
        Column[] made = columns.stream().map(column -> column.make(ofType)).toArray(Column[]::new);
        @Nullable Object[] rows = new Object[run.count()];
        for (int i = 0; i < ofType.count(); i++) {
            List<@Nullable Object> values = new ArrayList<>(made.length);
            for (int field = 0; field < made.length; field++) {
                values.add(BoxedValues.get(fieldTypes.get(field), made[field], i));
            }
            rows[places[i]] = Collections.unmodifiableList(values);
        }
        return new ObjectColumn(rows.length, rows);
    }

    /** The events of one type; their places in the run go to {@code places}. */
    private static EventRun select(EventModel model, EventType type, EventRun run, int[] places) {
        long[] events = new long[run.count()];
        long[] epochs = new long[run.count()];
        int count = 0;
        for (int i = 0; i < run.count(); i++) {
            if (model.typeOf(run.events()[i]) == type) {
                events[count] = run.events()[i];
                epochs[count] = run.epochs()[i];
                places[count++] = i;
            }
        }
        return new EventRun(count, Arrays.copyOf(events, count), Arrays.copyOf(epochs, count));
    }
}
