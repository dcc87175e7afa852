package io.weir.jdbc.value;

import java.sql.Struct;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/** A ROW: fields in their natural Java form, which {@link WireDecoder} describes. */
public final class WeirStruct implements Struct {
    private final String typeName;
    private final List<@Nullable Object> fields;

    public WeirStruct(String typeName, List<@Nullable Object> fields) {
        this.typeName = typeName;
        this.fields = fields;
    }

    public static WeirStruct of(ColumnMetaData.StructType type, List<?> raw, ZoneId zone) {
        List<@Nullable Object> fields = new ArrayList<>(raw.size());
        for (int i = 0; i < raw.size(); i++) {
            Object field = raw.get(i);
            ColumnMetaData column = type.columns.get(i);
            fields.add(field == null ? null : WireDecoder.decode(field, column.type, column.scale, zone));
        }
        return new WeirStruct(type.getName(), fields);
    }

    @Override
    public String getSQLTypeName() {
        return typeName;
    }

    @Override
    public @Nullable Object[] getAttributes() {
        return fields.toArray();
    }

    @Override
    public @Nullable Object[] getAttributes(@Nullable Map<String, Class<?>> map) {
        return getAttributes();
    }

    @Override
    public String toString() {
        return Arrays.toString(getAttributes());
    }
}
