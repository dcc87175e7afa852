package io.weir.planner.physical;

import io.weir.planner.expression.TypeMapping;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** UNION ALL. UNION is that and a DISTINCT above. Inputs whose types differ are cast to those of the union. */
final class StreamUnionRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (!(node instanceof Union union) || !union.all) {
            return null;
        }
        List<StreamRel> inputs = union.getInputs().stream()
                .map(input -> adapt(planner.convert(input), union.getRowType(), planner))
                .toList();
        return new StreamUnion(inputs, union.getRowType());
    }

    /** The input with the types wanted. */
    static StreamRel adapt(StreamRel input, RelDataType wanted, StreamPlanner planner) {
        RexBuilder rexBuilder = planner.rexBuilder();
        List<RexNode> projects = StreamRel.range(0, wanted.getFieldCount()).stream()
                .map(i -> (RexNode) rexBuilder.makeInputRef(
                        input.rowType().getFieldList().get(i).getType(), i))
                .map(ref -> rexBuilder.ensureType(
                        wanted.getFieldList()
                                .get(((RexInputRef) ref).getIndex())
                                .getType(),
                        ref,
                        true))
                .toList();
        boolean isSame = input.types().stream()
                .map(type -> type.withNullable(true))
                .toList()
                .equals(TypeMapping.toDataTypes(wanted).stream()
                        .map(type -> type.withNullable(true))
                        .toList());
        return isSame ? input : planner.share(StreamCalc.of(input, projects, null, wanted, rexBuilder));
    }
}
