package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * One function with OVER.
 *
 * @param name as SQL has it, upper case
 * @param arguments columns of the input
 * @param frame which rows around the current one it sees
 * @param literals constant arguments, such as the offset of LAG
 */
record WindowFunction(
        String name,
        List<Integer> arguments,
        List<DataType> argumentTypes,
        boolean distinct,
        boolean ignoresNulls,
        Frame frame,
        DataType resultType,
        List<Object> literals) {
    WindowFunction {
        requireNonNull(name, "name is null");
        arguments = List.copyOf(arguments);
        argumentTypes = List.copyOf(argumentTypes);
        requireNonNull(frame, "frame is null");
        requireNonNull(resultType, "resultType is null");
        literals = List.copyOf(literals);
    }

    /** How a frame is counted. */
    enum Unit {
        ROWS,
        RANGE,
        GROUPS
    }

    /**
     * Offsets from the current row: rows, or for RANGE the difference in the order column (microseconds for times).
     *
     * @param from negative for PRECEDING; {@link #UNBOUNDED_FROM} for all before
     * @param to negative for PRECEDING; {@link #UNBOUNDED_TO} for all behind
     */
    record Frame(Unit unit, long from, long to) {
        static final long UNBOUNDED_FROM = Long.MIN_VALUE;
        static final long UNBOUNDED_TO = Long.MAX_VALUE;

        String describe() {
            return unit + " " + bound(from) + " to " + bound(to);
        }

        private static String bound(long offset) {
            if (offset == UNBOUNDED_FROM || offset == UNBOUNDED_TO) {
                return "unbounded";
            }
            return offset == 0 ? "current" : Long.toString(offset);
        }
    }

    /** Columns by the names or meanings given. */
    String text(List<String> names) {
        List<String> inner = new ArrayList<>();
        arguments.forEach(column -> inner.add(names.get(column)));
        literals.forEach(literal -> inner.add(String.valueOf(literal)));
        return name + "(" + (distinct ? "DISTINCT " : "") + String.join(", ", inner) + ")"
                + (ignoresNulls ? " IGNORE NULLS" : "") + " " + frame.describe();
    }
}
