package io.weir.jdbc.value;

import java.sql.SQLException;
import java.sql.Struct;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/** A ROW: fields in their natural Java form, which {@link WireDecoder} describes. */
public final class WeirStruct implements Struct {
    private final String typeName;
    private final List<@Nullable Object> fields;
    private final ZoneId zone;

    /** @param zone that of the fields of {@code java.sql.Timestamp} and its kin */
    public WeirStruct(String typeName, List<@Nullable Object> fields, ZoneId zone) {
        this.typeName = typeName;
        this.fields = fields;
        this.zone = zone;
    }

    public static WeirStruct of(ColumnMetaData.StructType type, List<?> raw, ZoneId zone) {
        List<@Nullable Object> fields = new ArrayList<>(raw.size());
        for (int i = 0; i < raw.size(); i++) {
            Object field = raw.get(i);
            ColumnMetaData column = type.columns.get(i);
            fields.add(field == null ? null : WireDecoder.decode(field, column.type, column.scale, zone));
        }
        return new WeirStruct(type.getName(), fields, zone);
    }

    @Override
    public String getSQLTypeName() {
        return typeName;
    }

    /** Each field as {@code ResultSet.getObject} would return it. */
    @Override
    public @Nullable Object[] getAttributes() throws SQLException {
        return Values.jdbcObjects(fields, zone);
    }

    @Override
    public @Nullable Object[] getAttributes(@Nullable Map<String, Class<?>> map) throws SQLException {
        return getAttributes();
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
