package io.weir.server.table;

import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/**
 * {@code INSERT INTO t VALUES (?, ?)} without a plan: the values of the parameters are the values of the columns. What needs more than that (an expression, a default, a value
 * that must be rounded or padded to its column) is left to the planner.
 */
public final class DirectInsert {
    private static final long[] MICROS_BY_PRECISION = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

    private final List<DataType> types;
    /** For each column the parameter that fills it, or -1. */
    private final int[] parameters;

    private DirectInsert(List<DataType> types, int[] parameters) {
        this.types = types;
        this.parameters = parameters;
    }

    /** Empty if the statement has another form. */
    public static Optional<DirectInsert> of(SqlInsert insert, TableDefinition table) {
        SqlNode source = insert.getSource();
        boolean isPlain = source.getKind() == SqlKind.VALUES && ((SqlCall) source).operandCount() == 1;
        if (!isPlain || table.physicalColumns().size() != table.columns().size()) {
            return Optional.empty();
        }
        SqlNode row = ((SqlCall) source).operand(0);
        List<SqlNode> items = row.getKind() == SqlKind.ROW ? ((SqlCall) row).getOperandList() : List.of(row);
        List<String> names = table.physicalColumns().stream()
                .map(ColumnDefinition.Physical::name)
                .toList();
        int[] parameters = new int[names.size()];
        Arrays.fill(parameters, -1);
        SqlNodeList targets = insert.getTargetColumnList();
        if (items.size() != (targets == null ? names.size() : targets.size())) {
            return Optional.empty();
        }
        for (int i = 0; i < items.size(); i++) {
            int column = targets == null ? i : indexOf(names, targets.get(i));
            if (column < 0 || parameters[column] >= 0 || !(items.get(i) instanceof SqlDynamicParam parameter)) {
                return Optional.empty();
            }
            parameters[column] = parameter.getIndex();
        }
        for (int column = 0; column < parameters.length; column++) {
            ColumnDefinition.Physical definition = table.physicalColumns().get(column);
            boolean isMissing = parameters[column] < 0;
            if (isMissing
                    && (definition.defaultValue() != null || !definition.type().nullable())) {
                return Optional.empty();
            }
        }
        List<DataType> types = table.physicalColumns().stream()
                .map(ColumnDefinition.Physical::type)
                .toList();
        return Optional.of(new DirectInsert(types, parameters));
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

    /**
     * The rows of one execution or of many.
     *
     * @param executions values of the parameters, boxed as {@link DataType} says, for each execution
     * @return empty if a value does not stand in its column as it is
     */
    public Optional<Batch> rows(List<? extends List<? extends @Nullable Object>> executions) {
        BatchBuilder rows = new BatchBuilder(types);
        for (List<? extends @Nullable Object> values : executions) {
            List<@Nullable Object> row = new ArrayList<>(parameters.length);
            for (int column = 0; column < parameters.length; column++) {
                Object value = parameters[column] < 0 ? null : values.get(parameters[column]);
                if (value != null && !fits(types.get(column), value)) {
                    return Optional.empty();
                }
                row.add(value);
            }
            rows.addRow(types, RowKind.INSERT_CODE, row);
        }
        return Optional.of(rows.build());
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
