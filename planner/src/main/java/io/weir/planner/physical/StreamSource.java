package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.TableDefinition;
import io.weir.spi.connector.Source;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Reads a table: its base columns, or some of them, and makes its watermark. */
public final class StreamSource extends StreamRel {
    private final TableDefinition table;
    private final Source source;
    private final List<Integer> wanted;
    private final @Nullable RexNode watermark;
    private final RexBuilder rexBuilder;

    /**
     * @param source yields the base columns that are wanted
     * @param wanted indexes of base columns: physical ones, then metadata
     * @param watermark over the row type; null if the table has none
     */
    StreamSource(
            TableDefinition table,
            Source source,
            List<Integer> wanted,
            @Nullable RexNode watermark,
            RexBuilder rexBuilder,
            RelDataType rowType,
            StreamTraits traits) {
        super(List.of(), rowType, traits);
        this.table = requireNonNull(table, "table is null");
        this.source = requireNonNull(source, "source is null");
        this.wanted = List.copyOf(wanted);
        this.watermark = watermark;
        this.rexBuilder = rexBuilder;
    }

    public TableDefinition table() {
        return table;
    }

    public Source source() {
        return source;
    }

    /** The same step on a source with the same columns. */
    StreamSource withSource(Source other) {
        return new StreamSource(table, other, wanted, watermark, rexBuilder, rowType(), traits());
    }

    /** Indexes of base columns. */
    List<Integer> wanted() {
        return wanted;
    }

    /** The watermark behind each row, over the row type. */
    public @Nullable RexNode watermark() {
        return watermark;
    }

    /**
     * The table with its options, for its positions are of no use with others: another topic, another path. Which
     * columns are read makes no difference to where reading goes on.
     */
    @Override
    String meaning() {
        String options = table.options().entrySet().stream()
                .filter(option ->
                        option.getKey().matches("connector|topic|path|url|table-name|properties\\.group\\.id"))
                .map(option -> option.getKey() + "=" + option.getValue())
                .sorted()
                .collect(Collectors.joining(","));
        return "table " + table.name() + "(" + options + ")";
    }

    /** With their types: state that holds a column can be read only as what it was. */
    @Override
    List<String> columnMeanings() {
        return schema().fields().stream()
                .map(field -> table.name() + "." + field.name() + " " + field.type())
                .toList();
    }

    @Override
    public String describe() {
        String text = "Source(table=[" + table.name() + "], columns=["
                + String.join(", ", rowType().getFieldNames()) + "]";
        RexNode expression = watermark;
        if (expression != null) {
            text += ", watermark=["
                    + RexText.describe(expression, rexBuilder, rowType().getFieldNames()) + "]";
        }
        return text + ")";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return this;
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
