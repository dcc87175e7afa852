package io.weir.planner.physical;

import io.weir.spi.connector.ChangelogKind;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;

/** All rows of all inputs. */
public final class StreamUnion extends StreamRel {
    StreamUnion(List<? extends StreamRel> inputs, RelDataType rowType) {
        super(inputs, rowType, traits(inputs));
    }

    private static StreamTraits traits(List<? extends StreamRel> inputs) {
        boolean isInsertOnly = inputs.stream().allMatch(input -> input.traits().isInsertOnly());
        boolean bounded = inputs.stream().allMatch(input -> input.traits().bounded());
        ImmutableBitSet rowtime = inputs.get(0).traits().rowtime();
        for (StreamRel input : inputs) {
            rowtime = rowtime.intersect(input.traits().rowtime());
        }
        ChangelogKind changelog = isInsertOnly ? ChangelogKind.INSERT_ONLY : ChangelogKind.ALL;
        return StreamTraits.of(changelog, bounded).withRowtime(rowtime);
    }

    @Override
    String meaning() {
        return "all of " + inputs().stream().map(StreamRel::columns).toList();
    }

    @Override
    List<String> columnMeanings() {
        return range(0, rowType().getFieldCount()).stream()
                .map(i -> Meaning.ofColumn("union "
                        + inputs().stream().map(input -> input.columns().get(i)).toList()))
                .toList();
    }

    @Override
    public String describe() {
        return "Union(all=[" + String.join(", ", rowType().getFieldNames()) + "])";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamUnion(newInputs, rowType());
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
