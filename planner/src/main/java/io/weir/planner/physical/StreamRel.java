package io.weir.planner.physical;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.planner.expression.TypeMapping;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * One step of a dataflow as planned. Immutable; steps share inputs, so that a plan is a graph without cycles.
 *
 * <p>A step has a <em>meaning</em>: text that is the same whenever the step computes the same from the same, whatever
 * else the plan contains. It speaks of columns by where they come from, never by number, since numbers change when
 * another query of the job reads one more column. From the meanings of a step and of all steps below it comes its
 * {@link #id}, which names its state in checkpoints.
 */
public abstract class StreamRel {
    private final List<StreamRel> inputs;
    private final RelDataType rowType;
    private final StreamTraits traits;
    private @Nullable String id;
    private @Nullable List<String> columns;

    StreamRel(List<? extends StreamRel> inputs, RelDataType rowType, StreamTraits traits) {
        this.inputs = List.copyOf(inputs);
        this.rowType = requireNonNull(rowType, "rowType is null");
        this.traits = requireNonNull(traits, "traits is null");
        checkArgument(
                traits.rowtime().length() <= rowType.getFieldCount(),
                "rowtime %s of a step with %s columns",
                traits.rowtime(),
                rowType.getFieldCount());
    }

    public final List<StreamRel> inputs() {
        return inputs;
    }

    public final StreamRel input(int index) {
        return inputs.get(index);
    }

    /** Its only input. */
    public final StreamRel input() {
        checkArgument(inputs.size() == 1, "%s has %s inputs", getClass().getSimpleName(), inputs.size());
        return inputs.get(0);
    }

    public final RelDataType rowType() {
        return rowType;
    }

    public final List<DataType> types() {
        return TypeMapping.toDataTypes(rowType);
    }

    public final DataType type(int column) {
        return TypeMapping.toDataType(rowType.getFieldList().get(column).getType());
    }

    public final Schema schema() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < rowType.getFieldCount(); i++) {
            fields.add(new Field(rowType.getFieldNames().get(i), type(i)));
        }
        return new Schema(fields);
    }

    public final StreamTraits traits() {
        return traits;
    }

    /** The names of columns, for people. */
    final List<String> names(Iterable<Integer> indexes) {
        List<String> names = new ArrayList<>();
        indexes.forEach(index -> names.add(rowType.getFieldNames().get(index)));
        return names;
    }

    /** Stable over re-planning, {@code [0-9a-f]{32}}; equal steps of a plan have equal ids. */
    public final String id() {
        String known = id;
        if (known == null) {
            StringBuilder text =
                    new StringBuilder(getClass().getSimpleName()).append('|').append(meaning());
            inputs.forEach(input -> text.append('|').append(input.id()));
            known = Meaning.ofOperator(text.toString());
            id = known;
        }
        return known;
    }

    /** The meaning of each column, for those who refer to it. */
    final List<String> columns() {
        List<String> known = columns;
        if (known == null) {
            known = columnMeanings();
            checkArgument(
                    known.size() == rowType.getFieldCount(),
                    "%s has %s meanings for %s columns",
                    getClass().getSimpleName(),
                    known.size(),
                    rowType.getFieldCount());
            columns = known;
        }
        return known;
    }

    final List<String> columns(Iterable<Integer> indexes) {
        List<String> chosen = new ArrayList<>();
        indexes.forEach(index -> chosen.add(columns().get(index)));
        return chosen;
    }

    /** What this step alone does, in terms of {@link #columns} of its inputs. */
    abstract String meaning();

    abstract List<String> columnMeanings();

    /**
     * For people, on one line, with names of columns:
     * {@code Calc(select=[origin, delay + 1 AS late], where=[delay > 10])}.
     */
    public abstract String describe();

    /** The same step on other inputs with the same columns. */
    abstract StreamRel withInputs(List<StreamRel> newInputs);

    public abstract <R> R accept(StreamRelVisitor<R> visitor);

    /** How it wants the rows of an input spread. */
    public Distribution distribution(int input) {
        return new Distribution.Any();
    }

    /** Whether it leaves out rows of an input that come too late, and gives them to a side output. */
    boolean dropsLate(int input) {
        return false;
    }

    public StateBound stateBound() {
        return StateBound.STATELESS;
    }

    static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Override
    public final String toString() {
        return describe();
    }
}
