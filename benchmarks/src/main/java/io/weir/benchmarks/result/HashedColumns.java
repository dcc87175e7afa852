package io.weir.benchmarks.result;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Which columns of a result are compared: those whose values the query alone decides. */
public final class HashedColumns {
    /** The option of a result table: names of columns with semicolons between them; all of them if empty. */
    public static final String OPTION = "hash-columns";

    private static final String SEPARATOR = ";";

    private HashedColumns() {}

    /**
     * The indexes of the columns, in the order of the names.
     *
     * @param names the option's value
     * @param columns of the table
     * @throws IllegalArgumentException if a name is not that of a column
     */
    public static int[] of(String names, List<String> columns) {
        if (names.isEmpty()) {
            return IntStream.range(0, columns.size()).toArray();
        }
        return Arrays.stream(names.split(SEPARATOR))
                .mapToInt(name -> index(name, columns))
                .toArray();
    }

    private static int index(String name, List<String> columns) {
        int index = columns.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("column '" + name + "' of " + OPTION + " is not one of " + columns);
        }
        return index;
    }
}
