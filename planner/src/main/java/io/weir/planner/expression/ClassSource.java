package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The source of one generated class while it is written: its fields, constants and methods.
 *
 * <p>Every name in it is a letter and a number, and every string constant is an element of the constants array: nothing
 * that a user wrote gets into the source. Columns are fields ({@code c3} values, {@code n3} nulls, {@code o3} offsets),
 * set when a batch is bound.
 */
final class ClassSource {
    private static final int INITIALIZERS_PER_METHOD = 100;

    private final List<DataType> inputs;
    private final int leftCount;
    private final boolean keepsNumbersOut;
    private final StringBuilder members = new StringBuilder();
    private final List<String> initializers = new ArrayList<>();
    private final List<Object> constants = new ArrayList<>();
    private final Map<Object, String> constantNames = new HashMap<>();
    private final TreeSet<Integer> boundInputs = new TreeSet<>();
    private int nextName;

    /**
     * A class that is evaluated once, such as for a literal's cast: numbers are constants too, so that many share its
     * source.
     */
    static ClassSource forOneValue() {
        return new ClassSource(List.of(), 0, true);
    }

    /**
     * @param leftCount how many of the inputs are columns of the first batch; the others are those of the second
     * @param keepsNumbersOut whether numbers are constants too, so that expressions which differ in nothing else share
     *     their source
     */
    ClassSource(List<DataType> inputs, int leftCount, boolean keepsNumbersOut) {
        this.inputs = inputs;
        this.leftCount = leftCount;
        this.keepsNumbersOut = keepsNumbersOut;
    }

    String newName(String prefix) {
        return prefix + nextName++;
    }

    DataType input(int index) {
        return inputs.get(index);
    }

    /** The name of the variable that holds the position of an input column. */
    String position(int input) {
        return input < leftCount ? "p0" : "p1";
    }

    /** Makes an input column a field. */
    void bind(int input) {
        if (!boundInputs.add(input)) {
            return;
        }
        members.append("  private ")
                .append(arrayType(input))
                .append(" c")
                .append(input)
                .append(";\n");
        if (inputs.get(input).nullable()) {
            members.append("  private boolean[] n").append(input).append(";\n");
        }
        if (JavaKind.of(inputs.get(input)) == JavaKind.TEXT) {
            members.append("  private int[] o").append(input).append(";\n");
            members.append("  private final Text x").append(input).append(" = new Text();\n");
        }
    }

    private String arrayType(int input) {
        return switch (inputs.get(input).form()) {
            case BOOLEANS -> "boolean[]";
            case INTS -> "int[]";
            case LONGS -> "long[]";
            case DOUBLES -> "double[]";
            case BYTES -> "byte[]";
            case OBJECTS -> "Object[]";
        };
    }

    /**
     * Statements that copy the fields of some inputs to local variables of the same names, which a loop reads faster.
     */
    String localCopies(Iterable<Integer> used) {
        StringBuilder code = new StringBuilder();
        for (int input : used) {
            code.append("    final ")
                    .append(arrayType(input))
                    .append(" c")
                    .append(input)
                    .append(" = this.c")
                    .append(input);
            code.append(";\n");
            if (inputs.get(input).nullable()) {
                code.append("    final boolean[] n")
                        .append(input)
                        .append(" = this.n")
                        .append(input)
                        .append(";\n");
            }
            if (JavaKind.of(inputs.get(input)) == JavaKind.TEXT) {
                code.append("    final int[] o")
                        .append(input)
                        .append(" = this.o")
                        .append(input)
                        .append(";\n");
                code.append("    final Text x")
                        .append(input)
                        .append(" = this.x")
                        .append(input)
                        .append(";\n");
            }
        }
        return code.toString();
    }

    /** A new field with a {@link io.weir.planner.expression.support.Text} for one place that yields text. */
    String textField() {
        String name = newName("t");
        members.append("  private Text ").append(name).append(";\n");
        initializers.add(name + " = new Text();");
        return name;
    }

    /** A field of the given type, with a Java expression for its first value. */
    String field(String javaType, String initialValue) {
        String name = newName("f");
        members.append("  private ").append(javaType).append(' ').append(name).append(";\n");
        initializers.add(name + " = " + initialValue + ";");
        return name;
    }

    /** A field that holds a constant; {@code javaType} is its class. Constants with equal keys share one. */
    String constant(String javaType, Object constantKey, Object value) {
        Object key = List.of(javaType, constantKey);
        String known = constantNames.get(key);
        if (known != null) {
            return known;
        }
        String name = newName("k");
        members.append("  private ").append(javaType).append(' ').append(name).append(";\n");
        initializers.add(name + " = (" + javaType + ") constants[" + constants.size() + "];");
        constants.add(value);
        constantNames.put(key, name);
        return name;
    }

    /** Whether numbers are constants, instead of being written into the source where the JIT compiler sees them. */
    boolean keepsNumbersOut() {
        return keepsNumbersOut;
    }

    /** The columns that the code reads: those of the left, then those of the right. Complete when the code is. */
    BitSet boundInputs() {
        BitSet inputs = new BitSet();
        boundInputs.forEach(inputs::set);
        return inputs;
    }

    int leftCount() {
        return leftCount;
    }

    void member(String source) {
        members.append(source);
    }

    List<Object> constants() {
        return constants;
    }

    /** The whole source of the class body, without package and class header. */
    String body(String className) {
        StringBuilder code = new StringBuilder(members);
        code.append("  private final Object[] constants;\n");
        code.append("  public ").append(className).append("(Object[] constants, EvaluationState state) {\n");
        code.append("    super(state);\n    this.constants = constants;\n");
        int methods = (initializers.size() + INITIALIZERS_PER_METHOD - 1) / INITIALIZERS_PER_METHOD;
        for (int i = 0; i < methods; i++) {
            code.append("    initialize").append(i).append("();\n");
        }
        code.append("  }\n");
        for (int i = 0; i < methods; i++) {
            code.append("  private void initialize").append(i).append("() {\n");
            int to = Math.min(initializers.size(), (i + 1) * INITIALIZERS_PER_METHOD);
            for (String initializer : initializers.subList(i * INITIALIZERS_PER_METHOD, to)) {
                code.append("    ").append(initializer).append('\n');
            }
            code.append("  }\n");
        }
        appendBind(code, "bindLeft", 0, leftCount, 0);
        appendBind(code, "bindRight", leftCount, inputs.size(), leftCount);
        return code.toString();
    }

    private void appendBind(StringBuilder code, String name, int from, int to, int offset) {
        code.append("  protected void ").append(name).append("(io.weir.spi.data.Batch batch) {\n");
        for (int input : boundInputs.subSet(from, to)) {
            String column = "((io.weir.spi.data." + columnClass(input) + ") batch.column(" + (input - offset) + "))";
            if (JavaKind.of(inputs.get(input)) == JavaKind.TEXT) {
                code.append("    c").append(input).append(" = ").append(column).append(".data();\n");
                code.append("    o").append(input).append(" = ").append(column).append(".offsets();\n");
            } else {
                code.append("    c").append(input).append(" = ").append(column).append(".values();\n");
            }
            if (inputs.get(input).nullable()) {
                code.append("    n").append(input).append(" = ").append(column).append(".nulls();\n");
            }
        }
        code.append("  }\n");
    }

    private String columnClass(int input) {
        return switch (inputs.get(input).form()) {
            case BOOLEANS -> "BooleanColumn";
            case INTS -> "IntColumn";
            case LONGS -> "LongColumn";
            case DOUBLES -> "DoubleColumn";
            case BYTES -> "BytesColumn";
            case OBJECTS -> "ObjectColumn";
        };
    }
}
