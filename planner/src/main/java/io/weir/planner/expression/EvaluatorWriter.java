package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;

/**
 * Writes the methods that loop over the rows of a batch: the filter, the projection in one or more loops, and the test
 * of a pair.
 */
final class EvaluatorWriter {
    /** More than for one expression, because columns share what they have in common only within a loop. */
    private static final int MAX_LOOP_WEIGHT = 2 * ExpressionSplitter.MAX_WEIGHT;

    private static final String LOOP = "    for (int row = 0; row < rowCount; row++) {\n"
            + "      final int p0 = positions == null ? row : positions[row];\n";

    private final ClassSource source;
    private final ExpressionTranslator translator;
    private final RowErrorPolicy policy;

    EvaluatorWriter(ClassSource source, RexBuilder rexBuilder, boolean pairs, RowErrorPolicy policy) {
        this.source = source;
        this.translator = new ExpressionTranslator(source, rexBuilder, pairs);
        this.policy = policy;
    }

    /** Writes {@code test}. */
    void writeTest(RexNode condition, int expression) {
        MethodSource method = new MethodSource(source, translator);
        String truth = Truth.of(translator.prepare(condition), method);
        source.member("  protected boolean test(final int p0, final int p1) {\n    try {\n" + method.code()
                + "      return " + truth + ";\n    } catch (RuntimeException e) {\n      throw failed(e, "
                + expression + ");\n    }\n  }\n");
    }

    /** Writes {@code filter}. */
    void writeFilter(RexNode condition, int expression) {
        MethodSource method = new MethodSource(source, translator);
        boolean tolerant = policy != RowErrorPolicy.FAIL;
        if (tolerant) {
            method.open("try");
        }
        String truth = Truth.of(translator.prepare(condition), method);
        method.line("kept[count] = row;");
        method.line("count += " + truth + " ? 1 : 0;");
        if (tolerant) {
            method.close();
            // As if the condition were unknown.
            method.line("catch (RuntimeException e) { tolerate(e, " + expression + "); }");
        }
        String loop = source.localCopies(method.usedInputs()) + LOOP + method.code() + "    }\n";
        source.member(
                "  protected int filter(int[] positions, int rowCount, int[] kept) {\n    int count = 0;\n    try {\n"
                        + loop + "    } catch (RuntimeException e) {\n      throw failed(e, " + expression
                        + ");\n    }\n    return count;\n  }\n");
    }

    /** A column to compute: its place among the output columns, its expression, its type. */
    record Output(int index, RexNode expression, DataType type) {}

    /** Writes {@code project}: as many loops as it takes to keep each of them small. */
    void writeProject(List<Output> outputs) {
        List<String> calls = new ArrayList<>();
        List<Output> group = new ArrayList<>();
        int weight = 0;
        for (Output output : outputs) {
            RexNode prepared = translator.prepare(output.expression);
            int own = translator.weight(prepared) + 2;
            if (!group.isEmpty() && weight + own > MAX_LOOP_WEIGHT) {
                calls.add(writeLoop(group));
                group = new ArrayList<>();
                weight = 0;
            }
            group.add(new Output(output.index, prepared, output.type));
            weight += own;
        }
        if (!group.isEmpty()) {
            calls.add(writeLoop(group));
        }
        StringBuilder body = new StringBuilder();
        for (String call : calls) {
            body.append("    skipped = ").append(call).append("(positions, rowCount, result, skipped);\n");
        }
        source.member(
                "  protected boolean[] project(int[] positions, int rowCount, io.weir.spi.data.Column[] result) {\n"
                        + "    boolean[] skipped = null;\n" + body + "    return skipped;\n  }\n");
    }

    private String writeLoop(List<Output> outputs) {
        String name = source.newName("project");
        MethodSource method = new MethodSource(source, translator);
        StringBuilder declarations = new StringBuilder();
        StringBuilder results = new StringBuilder();
        for (Output output : outputs) {
            boolean packed = writeOutput(output, method);
            declarations.append(OutputColumn.declaration(output, packed));
            results.append("    result[")
                    .append(output.index)
                    .append("] = ")
                    .append(OutputColumn.build(output, packed))
                    .append(";\n");
        }
        source.member("  private boolean[] " + name
                + "(int[] positions, int rowCount, io.weir.spi.data.Column[] result, boolean[] skipped) {\n"
                + source.localCopies(method.usedInputs()) + declarations + "    int at = -1;\n    try {\n" + LOOP
                + method.code()
                + "    }\n    } catch (RuntimeException e) {\n      throw failed(e, at);\n    }\n" + results
                + "    return skipped;\n  }\n");
        return name;
    }

    /** @return whether the column is one of decimals in two {@code long}s */
    private boolean writeOutput(Output output, MethodSource method) {
        method.line("at = " + output.index + ";");
        if (policy == RowErrorPolicy.FAIL) {
            return store(output, method);
        }
        method.open("try");
        boolean packed = store(output, method);
        method.close();
        method.open("catch (RuntimeException e)");
        method.line("tolerate(e, at);");
        if (policy == RowErrorPolicy.SKIP || !output.type.nullable()) {
            method.line("if (skipped == null) { skipped = new boolean[rowCount]; }");
            method.line("skipped[row] = true;");
        }
        OutputColumn.store(output, Value.ofNull(output.type), method);
        method.close();
        return packed;
    }

    private static boolean store(Output output, MethodSource method) {
        Value value = value(output, method);
        OutputColumn.store(output, value, method);
        return value.wide() != null;
    }

    private static Value value(Output output, MethodSource method) {
        return Conversions.convert(method, method.value(output.expression), output.type);
    }
}
