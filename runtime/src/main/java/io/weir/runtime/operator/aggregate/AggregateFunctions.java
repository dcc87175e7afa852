package io.weir.runtime.operator.aggregate;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.ColumnForm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All aggregates of an operator, and where their slots are. Slot 0 of an entry counts the rows of the group; the slots
 * of the functions follow in the order of the calls.
 */
public final class AggregateFunctions {
    private static final int ROW_COUNT = 0;

    private final List<AggregateFunction> functions;
    /** Shared by the distinct aggregates of the same arguments. */
    private final Collection<DistinctCopies> copies;

    private final List<AggregateCall> calls;
    private final int slots;

    /**
     * @param insertOnly whether no row is ever withdrawn
     * @param groups where functions keep what does not fit the slots
     */
    public AggregateFunctions(List<AggregateCall> calls, boolean insertOnly, GroupState groups) {
        this(calls, insertOnly, Optional.of(groups));
    }

    private AggregateFunctions(List<AggregateCall> calls, boolean insertOnly, Optional<GroupState> groups) {
        Map<List<Integer>, DistinctCopies> byArguments = distinctCopies(calls, groups);
        this.copies = List.copyOf(byArguments.values());
        List<AggregateFunction> made = new ArrayList<>();
        int slot = ROW_COUNT + 1;
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            AggregateFunction function = make(call, insertOnly, groups, slot, i);
            if (countsCopies(call)) {
                DistinctCopies counted = requireNonNull(byArguments.get(call.arguments()), "no copies are counted");
                function = new DistinctFunction(function, counted, counted.slot(call.filterColumn()));
            }
            slot += function.slots();
            made.add(function);
        }
        this.calls = List.copyOf(calls);
        this.functions = List.copyOf(made);
        this.slots = slot;
    }

    /** Functions that need no state but slots, over rows of which some may be withdrawn if the functions bear that. */
    public static AggregateFunctions inSlots(List<AggregateCall> calls) {
        checkArgument(areMergeable(calls, true), "functions %s need more than slots", calls);
        return new AggregateFunctions(calls, true, Optional.empty());
    }

    /** Whether all of these calls keep everything in slots, so that groups can be merged. */
    public static boolean areMergeable(List<AggregateCall> calls, boolean insertOnly) {
        return calls.stream()
                .noneMatch(call -> call.distinct() || isCollected(call, insertOnly) || isExtremeOfBytes(call));
    }

    private static Map<List<Integer>, DistinctCopies> distinctCopies(
            List<AggregateCall> calls, Optional<GroupState> groups) {
        Map<List<Integer>, DistinctCopies> byArguments = new LinkedHashMap<>();
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            if (countsCopies(call) && !byArguments.containsKey(call.arguments())) {
                List<Integer> filterColumns = calls.stream()
                        .filter(other ->
                                countsCopies(other) && other.arguments().equals(call.arguments()))
                        .map(AggregateCall::filterColumn)
                        .distinct()
                        .toList();
                byArguments.put(
                        call.arguments(),
                        new DistinctCopies(
                                call,
                                filterColumns,
                                hasNulls(call.arguments(), calls),
                                groups.orElseThrow(),
                                "distinct" + i));
            }
        }
        return byArguments;
    }

    /** Whether a NULL is one of the distinct arguments: an array has it as an element, all others leave it out. */
    private static boolean hasNulls(List<Integer> arguments, List<AggregateCall> calls) {
        return calls.stream()
                .anyMatch(call -> call.distinct()
                        && call.kind() == AggregateCall.Kind.ARRAY_AGG
                        && call.arguments().equals(arguments));
    }

    /** Whether it matters to a call how often each argument is there. */
    private static boolean countsCopies(AggregateCall call) {
        // For the extreme or any one of several values it makes no difference.
        return call.distinct()
                && switch (call.kind()) {
                    case MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR, BIT_AND, BIT_OR -> false;
                    default -> true;
                };
    }

    private static AggregateFunction make(
            AggregateCall call, boolean insertOnly, Optional<GroupState> groups, int slot, int index) {
        if (isCollected(call, insertOnly)) {
            return new CollectFunction(call, groups.orElseThrow(), slot, "values" + index);
        }
        return switch (call.kind()) {
            case COUNT -> count(call, slot);
            case SUM, SUM0, AVG -> sum(call, slot);
            case MIN, MAX -> extreme(call, groups, slot, index);
            case BOOL_AND -> new BooleanFunction(call, true, slot);
            case BOOL_OR -> new BooleanFunction(call, false, slot);
            default -> new MomentsFunction(call, slot);
        };
    }

    private static AggregateFunction extreme(AggregateCall call, Optional<GroupState> groups, int slot, int index) {
        boolean greatest = call.kind() == AggregateCall.Kind.MAX;
        return isExtremeOfBytes(call)
                ? new BytesExtremeFunction(call, greatest, groups.orElseThrow(), slot, "values" + index)
                : new LongExtremeFunction(call, greatest, slot);
    }

    private static AggregateFunction count(AggregateCall call, int slot) {
        if (call.arguments().isEmpty() && call.filterColumn() < 0) {
            return new RowCountFunction();
        }
        return new CountFunction(
                call.arguments().stream().mapToInt(Integer::intValue).toArray(), slot);
    }

    private static AggregateFunction sum(AggregateCall call, int slot) {
        return switch (call.argumentTypes().get(0).form()) {
            case INTS, LONGS -> new IntegerSumFunction(call, slot);
            case DOUBLES -> new DoubleSumFunction(call, slot);
            case OBJECTS -> new WideDecimalSumFunction(call, slot);
            default ->
                throw new IllegalStateException(
                        "no sum of " + call.argumentTypes().get(0));
        };
    }

    private static boolean isCollected(AggregateCall call, boolean insertOnly) {
        return switch (call.kind()) {
            case MIN, MAX -> !insertOnly || call.argumentTypes().get(0).form() == ColumnForm.OBJECTS;
            case ANY_VALUE, SINGLE_VALUE, FIRST_VALUE, LAST_VALUE, BIT_AND, BIT_OR, BIT_XOR, LISTAGG, ARRAY_AGG, MODE ->
                true;
            default -> false;
        };
    }

    private static boolean isExtremeOfBytes(AggregateCall call) {
        return switch (call.kind()) {
            case MIN, MAX -> call.argumentTypes().get(0).form() == ColumnForm.BYTES;
            default -> false;
        };
    }

    /** Slots of an entry in all. */
    public int slots() {
        return slots;
    }

    /** Adds rows to their groups, in every function. */
    public void accumulate(GroupRows rows) {
        Slots table = rows.table();
        int[] signs = rows.signs();
        for (int row = 0; row < rows.batch().rowCount(); row++) {
            int entry = rows.entries()[row];
            table.page(entry)[table.offset(entry) + ROW_COUNT] += signs == null ? 1 : signs[row];
        }
        for (DistinctCopies counted : copies) {
            counted.begin(rows);
        }
        for (int i = 0; i < functions.size(); i++) {
            int filterColumn = calls.get(i).filterColumn();
            functions.get(i).accumulate(filterColumn < 0 ? rows : rows.withSigns(filtered(rows, filterColumn)));
        }
        for (DistinctCopies counted : copies) {
            counted.end();
        }
    }

    private static int[] filtered(GroupRows rows, int filterColumn) {
        Batch batch = rows.batch();
        BooleanColumn filter = (BooleanColumn) batch.column(filterColumn);
        int[] signs = rows.signs();
        int[] filtered = new int[batch.rowCount()];
        for (int row = 0; row < filtered.length; row++) {
            int position = batch.position(row);
            if (!filter.isNull(position) && filter.values()[position]) {
                filtered[row] = signs == null ? 1 : signs[row];
            }
        }
        return filtered;
    }

    /** The rows in a group; negative while withdrawals have come before what they withdraw. */
    public static long rowCount(Slots table, int entry) {
        return table.page(entry)[table.offset(entry) + ROW_COUNT];
    }

    /** Whether nothing is left of a group, so that its entry can be removed. */
    public boolean isNeutral(Slots table, int entry) {
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
            ColumnBuilder builder = ColumnBuilder.of(calls.get(i).resultType());
            functions.get(i).results(table, entries, count, builder);
            columns[first + i] = builder.build();
        }
    }

    /** The results of groups, appended to builders, one for each call. */
    public void appendResults(KeyedTable table, int[] entries, int count, ColumnBuilder[] columns) {
        for (int i = 0; i < functions.size(); i++) {
            functions.get(i).results(table, entries, count, columns[i]);
        }
    }

    /** Adds groups to others; see {@link AggregateFunction#merge}. */
    public void merge(Slots fromTable, int[] from, KeyedTable intoTable, int[] into, int count) {
        for (int i = 0; i < count; i++) {
            intoTable.page(into[i])[intoTable.offset(into[i]) + ROW_COUNT] += rowCount(fromTable, from[i]);
        }
        for (AggregateFunction function : functions) {
            function.merge(fromTable, from, intoTable, into, count);
        }
    }

    /** Forgets what functions keep apart for these groups. */
    public void forget(KeyedTable table, int[] entries, int count) {
        for (AggregateFunction function : functions) {
            function.forget(table, entries, count);
        }
    }

    /** Forgets what functions keep apart for namespaces up to this one. */
    public void clearUpTo(long namespace) {
        for (DistinctCopies counted : copies) {
            counted.clearUpTo(namespace);
        }
        for (AggregateFunction function : functions) {
            function.clearUpTo(namespace);
        }
    }

    public int size() {
        return functions.size();
    }
}
