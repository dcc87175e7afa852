package io.weir.jdbc.value;

import io.weir.jdbc.error.SqlErrors;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.SqlType;
import org.jspecify.annotations.Nullable;

/** An ARRAY: elements in their natural Java form, which {@link WireDecoder} describes. */
public final class WeirArray implements Array {
    private final String typeName;
    private final List<@Nullable Object> elements;
    private final ZoneId zone;
    private @Nullable ArrayRows rows;

    /** Makes the result set of an array, of rows of index and value. */
    public interface ArrayRows {
        ResultSet of(List<List<@Nullable Object>> indexed) throws SQLException;
    }

    public WeirArray(String typeName, List<@Nullable Object> elements, ZoneId zone) {
        this.typeName = typeName;
        this.elements = elements;
        this.zone = zone;
    }

    public static WeirArray of(ColumnMetaData.ArrayType type, List<?> raw, ZoneId zone) {
        ColumnMetaData.AvaticaType component = type.getComponent();
        List<@Nullable Object> elements = new ArrayList<>(raw.size());
        for (Object element : raw) {
            elements.add(element == null ? null : WireDecoder.decode(element, component, 0, zone));
        }
        return new WeirArray(component.getName(), elements, zone);
    }

    List<@Nullable Object> elements() {
        return elements;
    }

    /** Lets the array be read as a result set. */
    public WeirArray with(ArrayRows maker) {
        rows = maker;
        return this;
    }

    @Override
    public String getBaseTypeName() {
        return typeName;
    }

    @Override
    public int getBaseType() {
        String plain = typeName.replaceAll("[( ].*", "").toUpperCase(Locale.ROOT);
        for (SqlType type : SqlType.values()) {
            if (type.name().equals(plain)) {
                return type.id;
            }
        }
        return Types.OTHER;
    }

    @Override
    public Object getArray() throws SQLException {
        return getArray(1, elements.size());
    }

    @Override
    public Object getArray(@Nullable Map<String, Class<?>> map) throws SQLException {
        return getArray();
    }

    /** As {@code Object[]}, each element as {@code ResultSet.getObject} would return it. */
    @Override
    public Object getArray(long index, int count) throws SQLException {
        return Values.jdbcObjects(part(index, count), zone);
    }

    private List<@Nullable Object> part(long index, int count) throws SQLException {
        if (index < 1 || count < 0 || index - 1 + count > elements.size()) {
            throw SqlErrors.create(
                    SqlErrors.WRONG_ARGUMENT,
                    "elements " + index + " to " + (index + count - 1) + " of an array of " + elements.size());
        }
        return elements.subList((int) index - 1, (int) index - 1 + count);
    }

    @Override
    public Object getArray(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        return getArray(index, count);
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return getResultSet(1, elements.size());
    }

    @Override
    public ResultSet getResultSet(@Nullable Map<String, Class<?>> map) throws SQLException {
        return getResultSet();
    }

    /** A row for each element: its index, counted from 1, and its value. */
    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        ArrayRows maker = rows;
        if (maker == null) {
            throw SqlErrors.notSupported("the result set of an array inside another value");
        }
        List<List<@Nullable Object>> indexed = new ArrayList<>();
        for (Object element : part(index, count)) {
            indexed.add(Arrays.asList((int) index + indexed.size(), element));
        }
        return maker.of(indexed);
    }

    @Override
    public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        return getResultSet(index, count);
    }

    @Override
    public void free() {
        // Nothing is held at the server.
    }

    @Override
    public String toString() {
        return elements.toString();
    }
}
