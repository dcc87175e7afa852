package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.expression.TypeMapping;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;

/** Each row once for each element of a collection, with the element's columns behind its own. */
public final class StreamUnnest extends StreamRel {
    private final RexNode collection;
    private final boolean keepsEmpty;
    private final boolean withOrdinality;
    private final RexBuilder rexBuilder;

    StreamUnnest(
            StreamRel input,
            RexNode collection,
            boolean keepsEmpty,
            boolean withOrdinality,
            RelDataType rowType,
            RexBuilder rexBuilder) {
        super(List.of(input), rowType, input.traits().withKeys(List.of()));
        this.collection = requireNonNull(collection, "collection is null");
        this.keepsEmpty = keepsEmpty;
        this.withOrdinality = withOrdinality;
        this.rexBuilder = rexBuilder;
    }

    /** An ARRAY or a MAP over the input's columns. */
    public RexNode collection() {
        return collection;
    }

    public DataType collectionType() {
        return TypeMapping.toDataType(collection.getType());
    }

    /** Whether rows without elements come out once, with NULLs. */
    public boolean keepsEmpty() {
        return keepsEmpty;
    }

    public boolean withOrdinality() {
        return withOrdinality;
    }

    @Override
    String meaning() {
        return RexText.meaning(collection, rexBuilder, input().columns())
                + (keepsEmpty ? " or empty" : "")
                + (withOrdinality ? " numbered" : "");
    }

    @Override
    List<String> columnMeanings() {
        List<String> columns = new ArrayList<>(input().columns());
        String element = Meaning.ofColumn("element of " + RexText.meaning(collection, rexBuilder, input().columns()));
        for (int i = columns.size(); i < rowType().getFieldCount(); i++) {
            columns.add(element + "." + (i - input().rowType().getFieldCount()));
        }
        return columns;
    }

    @Override
    public String describe() {
        return "Unnest(collection=["
                + RexText.describe(collection, rexBuilder, input().rowType().getFieldNames()) + "]"
                + (keepsEmpty ? ", keeps empty" : "") + (withOrdinality ? ", numbered" : "") + ")";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamUnnest(newInputs.get(0), collection, keepsEmpty, withOrdinality, rowType(), rexBuilder);
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
