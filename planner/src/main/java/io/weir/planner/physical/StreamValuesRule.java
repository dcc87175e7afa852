package io.weir.planner.physical;

import io.weir.planner.expression.TypeMapping;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexLiteral;
import org.jspecify.annotations.Nullable;

/** VALUES with literals. Rows with expressions are projections of a row without columns. */
final class StreamValuesRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (!(node instanceof Values values)) {
            return null;
        }
        List<DataType> types = TypeMapping.toDataTypes(values.getRowType());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<RexLiteral> tuple : values.getTuples()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                row.add(LiteralValues.boxed(tuple.get(i), types.get(i)));
            }
            rows.add(row);
        }
        return new StreamValues("", rows, values.getRowType());
    }
}
