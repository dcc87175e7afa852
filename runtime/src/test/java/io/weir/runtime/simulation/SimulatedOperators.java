package io.weir.runtime.simulation;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.Output;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Operators whose output over all input, as a multiset, does not depend on the order of rows; so there is one right
 * answer for every interleaving.
 */
final class SimulatedOperators {
    static final DataType BIGINT = DataType.of(TypeKind.BIGINT).notNull();
    static final long WINDOW_MICROS = 100;

    private SimulatedOperators() {}

    private record Factory(String operatorId, boolean isKeyed, Maker maker) implements OperatorFactory {
        interface Maker {
            Operator make(OperatorContext context);
        }

        @Override
        public String describe() {
            return operatorId;
        }

        @Override
        public Operator create(OperatorContext context) {
            return maker.make(context);
        }
    }

    /**
     * Emits (key, input, n) for the n-th row of each key and input. Input: (key, ...). Takes only rows of its own key
     * groups from input 1 if that is broadcast.
     */
    static OperatorFactory numbering(String operatorId, boolean broadcast, Faults faults) {
        return new Factory(
                operatorId,
                true,
                context -> context.keyedState() instanceof ModelState
                        ? new Numbering(context, broadcast, faults)
                        : new TableNumbering(context, faults));
    }

    /** Emits (key, window, rows) when the watermark has reached the window's end. Input: (key, time). */
    static OperatorFactory windowCount(String operatorId, Faults faults) {
        return new Factory(operatorId, true, context -> new WindowCount(context, faults));
    }

    /** Emits rows with even keys one by one, and those with odd keys to side output 1; more than one batch a call. */
    static OperatorFactory split(String operatorId) {
        return new Factory(operatorId, false, context -> new Split());
    }

    private abstract static class Keyed implements Operator {
        final ModelState state;
        final Faults faults;
        private final KeyCodec codec = new KeyCodec(List.of(BIGINT));
        private final KeyBatch keys = new KeyBatch();

        Keyed(OperatorContext context, Faults faults) {
            this.state = (ModelState) context.keyedState();
            this.faults = faults;
        }

        int[] keyGroups(Batch batch, boolean foreign) {
            if (faults.failsOperator()) {
                throw new WeirException(ErrorCode.CONNECTOR_FAILURE, "operator fails");
            }
            codec.encode(batch, new int[] {0}, keys);
            int[] groups = new int[batch.rowCount()];
            for (int row = 0; row < groups.length; row++) {
                groups[row] = keys.keyGroup(row, state.maxParallelism());
                checkState(
                        foreign || state.keyGroups().contains(groups[row]),
                        "key group %s at the subtask of %s",
                        groups[row],
                        state.keyGroups());
            }
            return groups;
        }

        static long at(Batch batch, int column, int row) {
            return ((LongColumn) batch.column(column)).values()[batch.position(row)];
        }
    }

    private static final class Numbering extends Keyed {
        private final boolean broadcast;

        private Numbering(OperatorContext context, boolean broadcast, Faults faults) {
            super(context, faults);
            this.broadcast = broadcast;
        }

        @Override
        public void process(int input, Batch batch, Output output) {
            int[] groups = keyGroups(batch, broadcast && input == 1);
            List<long[]> numbered = new ArrayList<>();
            for (int row = 0; row < batch.rowCount(); row++) {
                long key = at(batch, 0, row);
                if (state.keyGroups().contains(groups[row])) {
                    long n = state.entries().merge(new ModelState.Entry(groups[row], key, input), 1L, Long::sum);
                    numbered.add(new long[] {key, input, n});
                }
            }
            output.emit(batch(numbered));
        }
    }

    /** As {@link Numbering}, in a table of the real state; its rows are its own key groups' always. */
    private static final class TableNumbering implements Operator {
        private final Faults faults;
        private final KeyGroupRange keyGroups;
        private final KeyedTable table;
        private final KeyCodec codec = new KeyCodec(List.of(BIGINT));
        private final KeyBatch keys = new KeyBatch();

        private TableNumbering(OperatorContext context, Faults faults) {
            this.faults = faults;
            keyGroups = context.keyedState().keyGroups();
            table = context.keyedState().table(new TableSpec("numbers", List.of(BIGINT), true, 1, false, 0));
        }

        @Override
        public void process(int input, Batch batch, Output output) {
            if (faults.failsOperator()) {
                throw new WeirException(ErrorCode.CONNECTOR_FAILURE, "operator fails");
            }
            codec.encode(batch, new int[] {0}, keys);
            int rowCount = batch.rowCount();
            long[] namespaces = new long[rowCount];
            Arrays.fill(namespaces, input);
            int[] entries = new int[rowCount];
            table.resolve(keys, namespaces, true, entries);
            List<long[]> numbered = new ArrayList<>();
            for (int row = 0; row < rowCount; row++) {
                int keyGroup = keys.keyGroup(row, SimulatedJob.MAX_PARALLELISM);
                checkState(keyGroups.contains(keyGroup), "key group %s at the subtask of %s", keyGroup, keyGroups);
                table.touch(entries[row]);
                long[] page = table.page(entries[row]);
                int at = table.offset(entries[row]);
                page[at]++;
                numbered.add(new long[] {Keyed.at(batch, 0, row), input, page[at]});
            }
            output.emit(batch(numbered));
        }
    }

    private static final class WindowCount extends Keyed {
        private long current = Watermark.NONE;

        private WindowCount(OperatorContext context, Faults faults) {
            super(context, faults);
        }

        @Override
        public void process(int input, Batch batch, Output output) {
            int[] groups = keyGroups(batch, false);
            for (int row = 0; row < batch.rowCount(); row++) {
                long time = at(batch, 1, row);
                checkState(time > current, "row of time %s is late, the watermark is %s", time, current);
                long end = (time / WINDOW_MICROS + 1) * WINDOW_MICROS;
                state.entries().merge(new ModelState.Entry(groups[row], at(batch, 0, row), end), 1L, Long::sum);
            }
        }

        @Override
        public void watermark(long timeMicros, Output output) {
            checkState(timeMicros >= current, "watermark goes back from %s to %s", current, timeMicros);
            current = timeMicros;
            List<long[]> due = new ArrayList<>();
            for (Iterator<Map.Entry<ModelState.Entry, Long>> each =
                            state.entries().entrySet().iterator();
                    each.hasNext(); ) {
                Map.Entry<ModelState.Entry, Long> entry = each.next();
                if (entry.getKey().namespace() - 1 <= timeMicros) {
                    due.add(new long[] {entry.getKey().key(), entry.getKey().namespace(), entry.getValue()});
                    each.remove();
                }
            }
            output.emit(batch(due));
            output.watermark(timeMicros);
        }
    }

    private static final class Split implements Operator {
        private Batch rest = Batch.of(0);
        private int next;

        @Override
        public void process(int input, Batch batch, Output output) {
            rest = batch;
            next = 0;
        }

        @Override
        public boolean drain(Output output) {
            if (next < rest.rowCount()) {
                Batch one = rest.slice(next, next + 1);
                if (Keyed.at(one, 0, 0) % 2 == 0) {
                    output.emit(one);
                } else {
                    output.emitSide(1, one);
                }
                next++;
            }
            return next >= rest.rowCount();
        }
    }

    private static Batch batch(List<long[]> rows) {
        LongColumn[] columns = new LongColumn[3];
        for (int column = 0; column < columns.length; column++) {
            long[] values = new long[rows.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row)[column];
            }
            columns[column] = new LongColumn(values.length, values, null);
        }
        return Batch.of(rows.size(), columns);
    }

    /** Counts equal rows. */
    static Map<String, Long> multiset(List<String> rows) {
        Map<String, Long> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(row, 1L, Long::sum));
        return counts;
    }
}
