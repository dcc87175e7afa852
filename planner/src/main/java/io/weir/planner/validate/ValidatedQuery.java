package io.weir.planner.validate;

import io.weir.spi.data.DataType;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlNode;

/**
 * A query that makes sense.
 *
 * @param node rewritten: names in full, types known to the validator that made it
 * @param rowType names and types of the columns
 * @param parameters types of the parameters, in order
 */
public record ValidatedQuery(SqlNode node, RelDataType rowType, List<DataType> parameters) {}
