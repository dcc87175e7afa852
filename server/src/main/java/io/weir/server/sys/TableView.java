package io.weir.server.sys;

import io.weir.planner.catalog.SystemTable;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table of objects: a column for each thing there is to know about one.
 *
 * @param <T> what a row is about
 */
public final class TableView<T> {
    private final String schemaName;
    private final String tableName;
    private final List<Field> fields = new ArrayList<>();
    private final List<Function<T, @Nullable Object>> values = new ArrayList<>();

    TableView(String schemaName, String tableName) {
        this.schemaName = schemaName;
        this.tableName = tableName;
    }

    TableView<T> text(String name, Function<T, @Nullable Object> value) {
        return column(name, DataType.of(TypeKind.VARCHAR), row -> {
            Object found = value.apply(row);
            return found == null ? null : found.toString();
        });
    }

    TableView<T> number(String name, Function<T, @Nullable Long> value) {
        return column(name, DataType.of(TypeKind.BIGINT), value::apply);
    }

    TableView<T> integer(String name, Function<T, @Nullable Integer> value) {
        return column(name, DataType.of(TypeKind.INTEGER), value::apply);
    }

    TableView<T> share(String name, Function<T, @Nullable Double> value) {
        return column(name, DataType.of(TypeKind.DOUBLE), value::apply);
    }

    TableView<T> flag(String name, Function<T, @Nullable Boolean> value) {
        return column(name, DataType.of(TypeKind.BOOLEAN), value::apply);
    }

    /** A point in time, from milliseconds since the epoch; 0 is NULL. */
    TableView<T> time(String name, Function<T, @Nullable Long> millis) {
        return column(name, DataType.of(TypeKind.TIMESTAMP_LTZ, 3), row -> {
            Long found = millis.apply(row);
            return found == null || found == 0 ? null : (Object) (found * 1000);
        });
    }

    private TableView<T> column(String name, DataType type, Function<T, @Nullable Object> value) {
        fields.add(new Field(name, type));
        values.add(value);
        return this;
    }

    public Schema schema() {
        return new Schema(fields);
    }

    /** The rows of some objects. */
    public List<List<@Nullable Object>> rows(Collection<T> objects) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (T object : objects) {
            List<@Nullable Object> row = new ArrayList<>(values.size());
            for (Function<T, @Nullable Object> value : values) {
                row.add(value.apply(object));
            }
            rows.add(row);
        }
        return rows;
    }

    SystemTable table(Supplier<? extends Collection<T>> objects) {
        return new SystemTable(schemaName, tableName, schema(), user -> rows(List.copyOf(objects.get())));
    }

    /** Shows each user what is theirs. */
    SystemTable tableByUser(Supplier<? extends Collection<T>> objects, Function<T, String> owner) {
        return new SystemTable(
                schemaName,
                tableName,
                schema(),
                user -> rows(objects.get().stream()
                        .filter(object -> owner.apply(object).equals(user))
                        .toList()));
    }
}
