package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.RelDataTypeFieldImpl;
import org.apache.calcite.rel.type.RelRecordType;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a query to a table or to the client. */
public final class StreamSink extends StreamRel {
    private final String name;
    private final Sink sink;
    private final List<Integer> keys;
    private final boolean isNetChange;
    private final Optional<Integer> parallelism;
    private final List<Integer> notNull;

    /**
     * @param name of the table; of a result the empty string
     * @param columnNames for all columns, as the table or the query has them
     * @param keys the primary key's columns; empty if it has none
     * @param isNetChange whether the sink owns its key and gets one change per key and epoch
     * @param notNull columns that must not be null and may be
     */
    StreamSink(
            StreamRel input,
            String name,
            List<String> columnNames,
            Sink sink,
            List<Integer> keys,
            boolean isNetChange,
            Optional<Integer> parallelism,
            List<Integer> notNull) {
        super(List.of(input), renamed(input.rowType(), columnNames), input.traits());
        this.name = requireNonNull(name, "name is null");
        this.sink = requireNonNull(sink, "sink is null");
        this.keys = List.copyOf(keys);
        this.isNetChange = isNetChange;
        this.parallelism = requireNonNull(parallelism, "parallelism is null");
        this.notNull = List.copyOf(notNull);
    }

    /**
     * The sink's columns are the query's by position; a projection that only gives other names is not part of the plan.
     */
    private static RelDataType renamed(RelDataType rowType, List<String> names) {
        List<RelDataTypeField> fields = new ArrayList<>();
        for (RelDataTypeField field : rowType.getFieldList()) {
            fields.add(new RelDataTypeFieldImpl(names.get(field.getIndex()), field.getIndex(), field.getType()));
        }
        return new RelRecordType(fields);
    }

    /** The sink for the rows that a client reads, under the names that the query gives them. */
    public static StreamSink ofResult(StreamRel input, List<String> names, Sink sink) {
        return new StreamSink(input, "", names, sink, List.of(), false, Optional.of(1), List.of());
    }

    /** Whether its rows are those that a step gives besides its result, and so none of the statement's. */
    public boolean isForSideOutput() {
        StreamRel step = input();
        while (step instanceof StreamCalc) {
            step = step.input();
        }
        return step instanceof StreamSideOutput;
    }

    /** The table's; empty for the result of a query. */
    public String name() {
        return name;
    }

    public Sink sink() {
        return sink;
    }

    public List<Integer> keys() {
        return keys;
    }

    public boolean isNetChange() {
        return isNetChange;
    }

    /** What the table or the client asks for. */
    public Optional<Integer> parallelism() {
        return parallelism;
    }

    /** Columns in which a null is an error. */
    public List<Integer> notNull() {
        return notNull;
    }

    @Override
    String meaning() {
        return "sink " + name + " keys " + input().columns(keys);
    }

    @Override
    List<String> columnMeanings() {
        return input().columns();
    }

    @Override
    public String describe() {
        String target = name.isEmpty() ? "Result(" : "Sink(table=[" + name + "], ";
        String key = keys.isEmpty() ? "" : ", key=[" + String.join(", ", names(keys)) + "]";
        return target + "columns=[" + String.join(", ", rowType().getFieldNames()) + "]" + key + ")";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamSink(
                newInputs.get(0), name, rowType().getFieldNames(), sink, keys, isNetChange, parallelism, notNull);
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public Distribution distribution(int input) {
        // Rows that only ever put must stay in order too, and would not if they were dealt out to other subtasks.
        boolean isDealtOut = sink.changelog() == ChangelogKind.UPSERT && parallelism.isPresent();
        boolean mustStayInOrder = !traits().isInsertOnly() || isDealtOut;
        if (!keys.isEmpty() && (isNetChange || mustStayInOrder)) {
            return new Distribution.Hash(keys);
        }
        return new Distribution.Any();
    }

    @Override
    public StateBound stateBound() {
        @Nullable String key = keys.isEmpty() ? null : String.join(", ", names(keys));
        return isNetChange && key != null
                ? StateBound.unbounded("one row per key [" + key + "]")
                : StateBound.STATELESS;
    }
}
