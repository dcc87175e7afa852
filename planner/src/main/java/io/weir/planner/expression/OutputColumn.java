package io.weir.planner.expression;

/**
 * The code that collects the values of one output column: {@code r3} for the values and {@code q3} for the nulls of
 * column 3.
 */
final class OutputColumn {
    private OutputColumn() {}

    static String declaration(EvaluatorWriter.Output output) {
        String values = "r" + output.index();
        String array = switch (JavaKind.of(output.type())) {
            case BOOLEAN -> "final boolean[] " + values + " = new boolean[rowCount];";
            case INT -> "final int[] " + values + " = new int[rowCount];";
            case LONG -> "final long[] " + values + " = new long[rowCount];";
            case DOUBLE -> "final double[] " + values + " = new double[rowCount];";
            case TEXT -> "final BytesWriter " + values + " = new BytesWriter(rowCount);";
            case DECIMAL, OBJECT -> "final Object[] " + values + " = new Object[rowCount];";
        };
        return "    " + array + "\n    boolean[] q" + output.index() + " = null;\n";
    }

    /** Statements that store a value for the row. */
    static void store(EvaluatorWriter.Output output, Value value, MethodSource method) {
        String values = "r" + output.index();
        String nulls = "q" + output.index();
        boolean text = JavaKind.of(output.type()) == JavaKind.TEXT;
        String store = text ? values + ".add(" + value.code() + ");" : values + "[row] = " + value.code() + ";";
        if (value.isNeverNull()) {
            method.line(store);
            return;
        }
        String storeNull = "if (" + nulls + " == null) { " + nulls + " = new boolean[rowCount]; } " + nulls
                + "[row] = true;" + (text ? " " + values + ".addNull();" : "");
        if (value.isAlwaysNull()) {
            method.line(storeNull);
        } else {
            method.line("if (" + value.isNull() + ") { " + storeNull + " } else { " + store + " }");
        }
    }

    /** Expression for the finished column. */
    static String build(EvaluatorWriter.Output output) {
        String arguments = "(rowCount, r" + output.index() + ", q" + output.index() + ")";
        return switch (JavaKind.of(output.type())) {
            case BOOLEAN -> "new io.weir.spi.data.BooleanColumn" + arguments;
            case INT -> "new io.weir.spi.data.IntColumn" + arguments;
            case LONG -> "new io.weir.spi.data.LongColumn" + arguments;
            case DOUBLE -> "new io.weir.spi.data.DoubleColumn" + arguments;
            case TEXT -> "r" + output.index() + ".build(q" + output.index() + ")";
            case DECIMAL, OBJECT -> "new io.weir.spi.data.ObjectColumn(rowCount, r" + output.index() + ")";
        };
    }
}
