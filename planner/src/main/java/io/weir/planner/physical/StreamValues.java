package io.weir.planner.physical;

import io.weir.spi.connector.ChangelogKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** Rows that are known when the statement is planned: VALUES, or a system table. */
public final class StreamValues extends StreamRel {
    private final String name;
    private final List<List<@Nullable Object>> rows;

    /** @param rows boxed as {@link io.weir.spi.data.DataType} says */
    StreamValues(String name, List<List<@Nullable Object>> rows, RelDataType rowType) {
        super(List.of(), rowType, StreamTraits.of(ChangelogKind.INSERT_ONLY, true));
        this.name = name;
        this.rows = Collections.unmodifiableList(new ArrayList<>(rows));
    }

    public List<List<@Nullable Object>> rows() {
        return rows;
    }

    @Override
    String meaning() {
        return name + " " + rowType().getFullTypeString() + " " + rows;
    }

    @Override
    List<String> columnMeanings() {
        String values = Meaning.ofColumn(meaning());
        return range(0, rowType().getFieldCount()).stream()
                .map(i -> values + "." + i)
                .toList();
    }

    @Override
    public String describe() {
        return "Values(" + (name.isEmpty() ? "" : "table=[" + name + "], ") + "columns=["
                + String.join(", ", rowType().getFieldNames()) + "], rows=" + rows.size() + ")";
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
