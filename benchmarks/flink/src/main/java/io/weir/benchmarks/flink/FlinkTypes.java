package io.weir.benchmarks.flink;

import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The few types that events have. */
final class FlinkTypes {
    private FlinkTypes() {}

    static Schema schema(RowType row) {
        List<Field> fields = new ArrayList<>();
        for (RowType.RowField field : row.getFields()) {
            fields.add(new Field(field.getName(), type(field.getType())));
        }
        return new Schema(fields);
    }

    private static DataType type(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BIGINT -> DataType.of(TypeKind.BIGINT);
            case VARCHAR -> DataType.of(TypeKind.VARCHAR);
            case TIMESTAMP_WITHOUT_TIME_ZONE -> DataType.of(TypeKind.TIMESTAMP, 3);
            default -> throw new IllegalArgumentException("events have no column of type " + type);
        };
    }
}
