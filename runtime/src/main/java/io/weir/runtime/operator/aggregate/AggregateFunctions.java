package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyedTable;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * All aggregates of an operator, and where their slots are. Slot 0 of an entry counts the rows of the group; the slots of the functions follow in the order of the
 * calls.
 */
public final class AggregateFunctions {
    private static final int ROW_COUNT = 0;

    private final List<AggregateFunction> functions;
    private final List<DataType> resultTypes;
    private final int slots;

    /** @param insertOnly whether no row is ever withdrawn */
    public AggregateFunctions(List<AggregateCall> calls, boolean insertOnly) {
        List<AggregateFunction> made = new ArrayList<>();
        int slot = ROW_COUNT + 1;
        for (AggregateCall call : calls) {
            AggregateFunction function = make(call, insertOnly, slot);
            slot += function.slots();
            made.add(function);
        }
        this.functions = List.copyOf(made);
        this.resultTypes = calls.stream().map(AggregateCall::resultType).toList();
        this.slots = slot;
    }

    private static AggregateFunction make(AggregateCall call, boolean insertOnly, int slot) {
        return switch (call.kind()) {
            case COUNT ->
                new CountFunction(
                        call.arguments().stream().mapToInt(Integer::intValue).toArray(), slot);
            case SUM, SUM0, AVG ->
                switch (call.argumentTypes().get(0).form()) {
                    case INTS, LONGS -> new IntegerSumFunction(call, slot);
                    default -> new DoubleSumFunction(call, slot);
                };
            case MIN, BOOL_AND -> new LongExtremeFunction(call, false, slot);
            case MAX, BOOL_OR -> new LongExtremeFunction(call, true, slot);
            default ->
                throw new IllegalStateException("no function for " + call + (insertOnly ? "" : " with retraction"));
        };
    }

    /** Slots of an entry in all. */
    public int slots() {
        return slots;
    }

    /** Adds rows to their groups, in every function. */
    public void accumulate(GroupRows rows) {
        KeyedTable table = rows.table();
        int[] signs = rows.signs();
        for (int row = 0; row < rows.batch().rowCount(); row++) {
            int entry = rows.entries()[row];
            table.page(entry)[table.offset(entry) + ROW_COUNT] += signs == null ? 1 : signs[row];
        }
        for (AggregateFunction function : functions) {
            function.accumulate(rows);
        }
    }

    /** The rows in a group; negative while withdrawals have come before what they withdraw. */
    public static long rowCount(KeyedTable table, int entry) {
        return table.page(entry)[table.offset(entry) + ROW_COUNT];
    }

    /** Whether nothing is left of a group, so that its entry can be removed. */
    public boolean isNeutral(KeyedTable table, int entry) {
        long[] page = table.page(entry);
        int offset = table.offset(entry);
        for (int slot = 0; slot < slots; slot++) {
            if (page[offset + slot] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The result columns of groups, into {@code columns} from index {@code first}. */
    public void results(KeyedTable table, int[] entries, int count, Column[] columns, int first) {
        for (int i = 0; i < functions.size(); i++) {
            ColumnBuilder builder = ColumnBuilder.of(resultTypes.get(i));
            functions.get(i).results(table, entries, count, builder);
            columns[first + i] = builder.build();
        }
    }

    public boolean isMergeable() {
        return functions.stream().allMatch(AggregateFunction::isMergeable);
    }

    /** Adds groups to others; see {@link AggregateFunction#merge}. */
    public void merge(KeyedTable fromTable, int[] from, KeyedTable intoTable, int[] into, int count) {
        for (int i = 0; i < count; i++) {
            intoTable.page(into[i])[intoTable.offset(into[i]) + ROW_COUNT] += rowCount(fromTable, from[i]);
        }
        for (AggregateFunction function : functions) {
            function.merge(fromTable, from, intoTable, into, count);
        }
    }

    /** Forgets what functions keep apart for namespaces up to this one. */
    public void clearUpTo(long namespace) {
        for (AggregateFunction function : functions) {
            function.clearUpTo(namespace);
        }
    }

    public int size() {
        return functions.size();
    }
}
