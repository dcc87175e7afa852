package io.weir.server.table;

import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUtil;
import org.jspecify.annotations.Nullable;

/**
 * {@code INSERT INTO t VALUES (?, 'a', 1)} without a plan: the values of parameters and literals are the values of the
 * columns. What needs more than that (an expression, a default, a value that must be rounded or padded to its column)
 * is left to the planner.
 */
public final class DirectInsert {
    private static final long[] MICROS_BY_PRECISION = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

    private final List<DataType> types;
    private final List<List<Item>> rows;

    private DirectInsert(List<DataType> types, List<List<Item>> rows) {
        this.types = types;
        this.rows = rows;
    }

    /**
     * What a column is filled with.
     *
     * @param parameter number of the parameter, or -1
     * @param constant the value if it is no parameter
     */
    private record Item(int parameter, @Nullable Object constant) {
        static final Item NOTHING = new Item(-1, null);
    }

    /** Empty if the statement has another form. */
    public static Optional<DirectInsert> of(SqlInsert insert, TableDefinition table) {
        SqlNode source = insert.getSource();
        if (source.getKind() != SqlKind.VALUES
                || table.physicalColumns().size() != table.columns().size()) {
            return Optional.empty();
        }
        int[] columns = columns(insert, table);
        List<List<Item>> rows = new ArrayList<>();
        for (SqlNode row : ((SqlCall) source).getOperandList()) {
            List<Item> items = items(row, columns, table.physicalColumns());
            if (items.isEmpty()) {
                return Optional.empty();
            }
            rows.add(items);
        }
        List<DataType> types = table.physicalColumns().stream()
                .map(ColumnDefinition.Physical::type)
                .toList();
        return Optional.of(new DirectInsert(types, rows));
    }

    /** Which columns the values are for; -1 where there is none of that name. */
    private static int[] columns(SqlInsert insert, TableDefinition table) {
        List<String> names = table.physicalColumns().stream()
                .map(ColumnDefinition.Physical::name)
                .toList();
        SqlNodeList targets = insert.getTargetColumnList();
        int[] columns = new int[targets == null ? names.size() : targets.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = targets == null ? i : indexOf(names, targets.get(i));
        }
        return columns;
    }

    /** What fills each column of the table; empty if that takes a plan. */
    private static List<Item> items(SqlNode row, int[] columns, List<ColumnDefinition.Physical> definitions) {
        List<SqlNode> values = row.getKind() == SqlKind.ROW ? ((SqlCall) row).getOperandList() : List.of(row);
        if (values.size() != columns.length) {
            return List.of();
        }
        @Nullable Item[] items = new Item[definitions.size()];
        for (int i = 0; i < columns.length; i++) {
            int column = columns[i];
            Item item = column < 0 || items[column] != null
                    ? null
                    : item(values.get(i), definitions.get(column).type());
            if (item == null) {
                return List.of();
            }
            items[column] = item;
        }
        List<Item> all = new ArrayList<>(items.length);
        for (int column = 0; column < items.length; column++) {
            ColumnDefinition.Physical definition = definitions.get(column);
            Item item = items[column];
            boolean isMissing = item == null;
            if (isMissing
                    && (definition.defaultValue() != null || !definition.type().nullable())) {
                return List.of();
            }
            all.add(item == null ? Item.NOTHING : item);
        }
        return all;
    }

    private static @Nullable Item item(SqlNode value, DataType type) {
        if (value instanceof SqlDynamicParam parameter) {
            return new Item(parameter.getIndex(), null);
        }
        if (SqlUtil.isNullLiteral(value, false)) {
            return type.nullable() ? Item.NOTHING : null;
        }
        Object constant = LiteralValue.of(value, type);
        return constant == null || !fits(type, constant) ? null : new Item(-1, constant);
    }

    private static int indexOf(List<String> names, SqlNode target) {
        String name = ((SqlIdentifier) target).getSimple();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** How many rows one execution inserts. */
    public int rowsPerExecution() {
        return rows.size();
    }

    /**
     * The rows of one execution or of many.
     *
     * @param executions values of the parameters, boxed as {@link DataType} says, for each execution
     * @return empty if a value does not stand in its column as it is
     */
    public Optional<Batch> rows(List<? extends List<? extends @Nullable Object>> executions) {
        BatchBuilder batch = new BatchBuilder(types);
        for (List<? extends @Nullable Object> values : executions) {
            for (List<Item> items : rows) {
                List<@Nullable Object> row = new ArrayList<>(items.size());
                for (int column = 0; column < items.size(); column++) {
                    Item item = items.get(column);
                    Object value = item.parameter() < 0 ? item.constant() : values.get(item.parameter());
                    DataType type = types.get(column);
                    if (value == null ? !type.nullable() : !fits(type, value)) {
                        return Optional.empty();
                    }
                    row.add(value);
                }
                batch.addRow(types, RowKind.INSERT_CODE, row);
            }
        }
        return Optional.of(batch.build());
    }

    private static boolean fits(DataType type, Object value) {
        return switch (type.kind()) {
            case BOOLEAN -> value instanceof Boolean;
            case INTEGER, DATE -> value instanceof Integer;
            case BIGINT -> value instanceof Long;
            case DOUBLE -> value instanceof Double;
            case VARCHAR -> value instanceof String text && text.length() <= type.precision();
            case TIMESTAMP, TIMESTAMP_LTZ, TIME ->
                value instanceof Long micros && micros % MICROS_BY_PRECISION[type.precision()] == 0;
            case DECIMAL ->
                value instanceof BigDecimal decimal
                        && decimal.scale() <= type.scale()
                        && decimal.precision() - decimal.scale() <= type.precision() - type.scale();
            default -> false;
        };
    }
}
