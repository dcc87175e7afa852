package io.weir.planner.physical;

import io.weir.planner.expression.TypeMapping;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/** The records of a source that cannot be read: its side output, as rows. */
public final class StreamBadRecords extends StreamSideOutput {
    public static final int OUTPUT = 1;

    private static final List<String> NAMES = List.of("place", "record", "cause", "seen_at");
    private static final List<DataType> TYPES = List.of(
            DataType.of(TypeKind.VARCHAR),
            DataType.of(TypeKind.VARBINARY),
            DataType.of(TypeKind.VARCHAR),
            DataType.of(TypeKind.TIMESTAMP_LTZ, 3));

    private StreamBadRecords(StreamRel source, RelDataType rowType) {
        super(
                List.of(source),
                rowType,
                StreamTraits.of(ChangelogKind.INSERT_ONLY, source.traits().bounded()));
    }

    static StreamBadRecords of(StreamSource source, RelDataTypeFactory typeFactory) {
        return new StreamBadRecords(source, TypeMapping.toRowType(NAMES, TYPES, typeFactory));
    }

    @Override
    public int output() {
        return OUTPUT;
    }

    @Override
    String meaning() {
        return "bad records";
    }

    @Override
    List<String> columnMeanings() {
        return NAMES;
    }

    @Override
    public String describe() {
        return "BadRecords()";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamBadRecords(newInputs.get(0), rowType());
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
