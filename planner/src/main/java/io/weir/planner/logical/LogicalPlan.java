package io.weir.planner.logical;

import io.weir.spi.data.DataType;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;

/**
 * A query as a logical plan.
 *
 * @param rel not optimised yet, or optimised, as the method says that gave it
 * @param rowType names as the user wrote them, and types
 * @param parameters types of the parameters {@code ?}
 */
public record LogicalPlan(RelNode rel, RelDataType rowType, List<DataType> parameters) {}
