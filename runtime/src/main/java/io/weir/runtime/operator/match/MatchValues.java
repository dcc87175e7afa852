package io.weir.runtime.operator.match;

import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedState;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes {@link MatchValue}s from rows: a row of the batch that is built for each time they are asked for.
 *
 * <p>State: none that stays. Aggregates use a group of the partition's, and leave it empty.
 */
final class MatchValues {
    private final List<MatchValue> values;
    /** For each value which variables count; null: all. */
    private final boolean[] @Nullable [] wanted;

    private final ColumnBuilder[] builders;
    private final @Nullable MatchAggregate[] aggregates;
    private final byte[][] names;
    private final RowPath path = new RowPath();
    private Batch rows = Batch.of(0);
    private int count;

    /** @param prefix of the names of the state */
    MatchValues(
            String prefix,
            List<MatchValue> values,
            List<String> variables,
            List<Integer> keys,
            List<DataType> keyTypes,
            KeyedState state) {
        this.values = values;
        this.wanted = new boolean[values.size()][];
        this.builders =
                values.stream().map(value -> ColumnBuilder.of(value.type())).toArray(ColumnBuilder[]::new);
        this.aggregates = new MatchAggregate[values.size()];
        this.names = variables.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        for (int i = 0; i < values.size(); i++) {
            MatchValue value = values.get(i);
            if (!value.variables().isEmpty()) {
                boolean[] flags = new boolean[variables.size()];
                value.variables().forEach(variable -> flags[variable] = true);
                wanted[i] = flags;
            }
            if (value.aggregate() != null) {
                aggregates[i] = new MatchAggregate(prefix + i + "-", value.aggregate(), keys, keyTypes, state);
            }
        }
    }

    /** The rows of a partition, of which values are taken from now on. */
    void begin(Batch partition, KeyBatch partitionKey) {
        rows = partition;
        for (MatchAggregate aggregate : aggregates) {
            if (aggregate != null) {
                aggregate.begin(partition, partitionKey);
            }
        }
    }

    /** Takes values that are local, seen from a row. */
    void takeLocal(int row) {
        path.set(row, new int[0], 0);
        for (int i = 0; i < builders.length; i++) {
            take(i, row, 0);
        }
        count++;
    }

    /**
     * Takes all values, seen from the last of the rows that are matched.
     *
     * @param variables of the rows from {@code start} on
     * @param length how many these are
     * @param number of the match
     */
    void takeLast(int start, int[] variables, int length, long number) {
        path.set(start, variables, length);
        for (int i = 0; i < builders.length; i++) {
            MatchAggregate aggregate = aggregates[i];
            if (aggregate != null) {
                aggregate.appendTotal(path, wanted[i], 1, builders[i]);
            } else {
                take(i, start + length - 1, number);
            }
        }
        count++;
    }

    /**
     * Takes all values, seen from each row of a match that is shown.
     *
     * @param isShown by row of the match
     */
    void takeEach(int start, int[] variables, boolean[] isShown, long number) {
        int shown = 0;
        for (boolean isOne : isShown) {
            shown += isOne ? 1 : 0;
        }
        for (int i = 0; i < builders.length; i++) {
            MatchValue value = values.get(i);
            MatchAggregate aggregate = aggregates[i];
            path.set(start, variables, variables.length);
            if (aggregate != null && value.isFinal()) {
                aggregate.appendTotal(path, wanted[i], shown, builders[i]);
            } else if (aggregate != null) {
                aggregate.appendRunning(path, wanted[i], isShown, builders[i]);
            } else {
                for (int row = 0; row < isShown.length; row++) {
                    if (isShown[row]) {
                        path.set(start, variables, value.isFinal() ? variables.length : row + 1);
                        take(i, start + row, number);
                    }
                }
            }
        }
        count += shown;
    }

    /**
     * Takes all values of no rows, seen from a row.
     *
     * @param number of the empty match; 0: the row belongs to no match
     */
    void takeEmpty(int row, long number) {
        path.set(row, new int[0], 0);
        for (int i = 0; i < builders.length; i++) {
            MatchAggregate aggregate = aggregates[i];
            if (aggregate != null) {
                aggregate.appendTotal(path, wanted[i], 1, builders[i]);
            } else {
                take(i, row, number);
            }
        }
        count++;
    }

    int count() {
        return count;
    }

    /** What was taken, a row for each time. */
    Batch build() {
        Column[] columns = Arrays.stream(builders).map(ColumnBuilder::build).toArray(Column[]::new);
        Batch built = Batch.of(count, columns);
        count = 0;
        return built;
    }

    private void take(int index, int current, long number) {
        MatchValue value = values.get(index);
        switch (value.kind()) {
            case ROW -> add(index, current);
            case FIRST -> add(index, path.first(value.offset(), wanted[index]));
            case LAST -> add(index, path.last(value.offset(), wanted[index]));
            case MATCH_END -> add(index, path.length() == 0 ? current : path.start() + path.length() - 1);
            case MATCHED -> builders[index].addBoolean(number > 0);
            case MATCH_NUMBER -> builders[index].addLong(number);
            case AGGREGATE -> throw new IllegalStateException("an aggregate is no value of one row");
        }
    }

    /** @param row {@link #RowPath.NO_ROW}: there is none */
    private void add(int index, int row) {
        MatchValue value = values.get(index);
        int from = row == RowPath.NO_ROW ? RowPath.NO_ROW : row - value.rowsBack();
        if (value.column() == MatchValue.CLASSIFIER) {
            addName(index, row == RowPath.NO_ROW ? RowPath.NO_ROW : path.variable(from));
        } else if (from < 0 || from >= rows.rowCount()) {
            builders[index].addNull();
        } else {
            builders[index].addFrom(rows.column(value.column()), rows.position(from));
        }
    }

    private void addName(int index, int variable) {
        if (variable < 0) {
            builders[index].addNull();
        } else {
            builders[index].addBytes(names[variable], 0, names[variable].length);
        }
    }
}
