package io.weir.planner.expression;

/**
 * The code that collects the values of one output column: {@code r3} for the values and {@code q3} for the nulls of
 * column 3. Decimals that were computed as two {@code long}s stay so: {@code r3} and {@code l3} for their halves.
 */
final class OutputColumn {
    private OutputColumn() {}

    /** @param packed whether the values stored have a {@link Value#wide()} */
    static String declaration(EvaluatorWriter.Output output, boolean packed) {
        String values = "r" + output.index();
        String array = packed ? longs(values) + " " + longs("l" + output.index()) : array(output, values);
        return "    " + array + "\n    boolean[] q" + output.index() + " = null;\n";
    }

    private static String longs(String name) {
        return "final long[] " + name + " = new long[rowCount];";
    }

    private static String array(EvaluatorWriter.Output output, String values) {
        return switch (JavaKind.of(output.type())) {
            case BOOLEAN -> "final boolean[] " + values + " = new boolean[rowCount];";
            case INT -> "final int[] " + values + " = new int[rowCount];";
            case LONG -> longs(values);
            case DOUBLE -> "final double[] " + values + " = new double[rowCount];";
            case TEXT -> "final BytesWriter " + values + " = new BytesWriter(rowCount);";
            case DECIMAL, OBJECT -> "final Object[] " + values + " = new Object[rowCount];";
        };
    }

    /** Statements that store a value for the row. */
    static void store(EvaluatorWriter.Output output, Value value, MethodSource method) {
        String values = "r" + output.index();
        String nulls = "q" + output.index();
        boolean text = JavaKind.of(output.type()) == JavaKind.TEXT;
        String store = text ? values + ".add(" + value.code() + ");" : assignment(output, value);
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

    private static String assignment(EvaluatorWriter.Output output, Value value) {
        String place = output.index() + "[row] = ";
        Value.Wide wide = value.wide();
        return wide == null
                ? "r" + place + value.code() + ";"
                : "r" + place + wide.high() + "; l" + place + wide.low() + ";";
    }

    /** Expression for the finished column. */
    static String build(EvaluatorWriter.Output output, boolean packed) {
        if (packed) {
            return "io.weir.spi.data.ObjectColumn.ofDecimals(rowCount, r" + output.index() + ", l" + output.index()
                    + ", " + output.type().scale() + ", q" + output.index() + ")";
        }
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
