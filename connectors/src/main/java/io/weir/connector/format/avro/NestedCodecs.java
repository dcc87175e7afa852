package io.weir.connector.format.avro;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.Format.ByteBuffer;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.ObjectColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arrays, maps and rows. Children go through columns of their own, so that every type is read and written in one place.
 */
final class NestedCodecs {
    private NestedCodecs() {}

    private static Object value(Column column, int position) {
        return requireNonNull(((ObjectColumn) column).values()[position], "value is null");
    }

    private static List<@Nullable Object> boxed(DataType type, Column column) {
        List<@Nullable Object> values = new ArrayList<>(column.length());
        for (int i = 0; i < column.length(); i++) {
            values.add(BoxedValues.get(type, column, i));
        }
        return values;
    }

    private static Column unboxed(DataType type, Iterable<? extends @Nullable Object> values) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        for (Object value : values) {
            builder.addBoxed(type, value);
        }
        return builder.build();
    }

    /** Blocks of items; written as one. */
    static final class ArrayCodec implements AvroCodec {
        private final DataType elementType;
        private final AvroCodec element;

        ArrayCodec(DataType type) {
            this.elementType = type.children().get(0);
            this.element = AvroCodecs.of(elementType);
        }

        @Override
        public void read(AvroInput in, ColumnBuilder out) throws MalformedRecordException {
            ColumnBuilder elements = ColumnBuilder.of(elementType);
            for (int count = in.readBlockCount(); count > 0; count = in.readBlockCount()) {
                for (int i = 0; i < count; i++) {
                    element.read(in, elements);
                }
            }
            out.addObject(Collections.unmodifiableList(boxed(elementType, elements.build())));
        }

        @Override
        public void write(Column column, int position, ByteBuffer out) {
            Column elements = unboxed(elementType, (List<?>) value(column, position));
            if (elements.length() > 0) {
                AvroOutput.writeLong(elements.length(), out);
                for (int i = 0; i < elements.length(); i++) {
                    element.write(elements, i, out);
                }
            }
            AvroOutput.writeLong(0, out);
        }
    }

    /** Blocks of keys and values; written as one. */
    static final class MapCodec implements AvroCodec {
        private final DataType keyType;
        private final DataType valueType;
        private final AvroCodec key;
        private final AvroCodec value;

        MapCodec(DataType type) {
            this.keyType = type.children().get(0).notNull();
            this.valueType = type.children().get(1);
            this.key = AvroCodecs.of(keyType);
            this.value = AvroCodecs.of(valueType);
        }

        @Override
        public void read(AvroInput in, ColumnBuilder out) throws MalformedRecordException {
            ColumnBuilder keys = ColumnBuilder.of(keyType);
            ColumnBuilder values = ColumnBuilder.of(valueType);
            for (int count = in.readBlockCount(); count > 0; count = in.readBlockCount()) {
                for (int i = 0; i < count; i++) {
                    key.read(in, keys);
                    value.read(in, values);
                }
            }
            List<@Nullable Object> boxedKeys = boxed(keyType, keys.build());
            List<@Nullable Object> boxedValues = boxed(valueType, values.build());
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < boxedKeys.size(); i++) {
                map.put(boxedKeys.get(i), boxedValues.get(i));
            }
            out.addObject(Collections.unmodifiableMap(map));
        }

        @Override
        public void write(Column column, int position, ByteBuffer out) {
            Map<?, ?> map = (Map<?, ?>) value(column, position);
            Column keys = unboxed(keyType, map.keySet());
            Column values = unboxed(valueType, map.values());
            if (!map.isEmpty()) {
                AvroOutput.writeLong(map.size(), out);
                for (int i = 0; i < map.size(); i++) {
                    key.write(keys, i, out);
                    value.write(values, i, out);
                }
            }
            AvroOutput.writeLong(0, out);
        }
    }

    /** Fields one after the other. */
    static final class RowCodec implements AvroCodec {
        private final List<DataType> types;
        private final List<AvroCodec> fields;

        RowCodec(DataType type) {
            this.types = type.children();
            this.fields = types.stream().map(AvroCodecs::of).toList();
        }

        @Override
        public void read(AvroInput in, ColumnBuilder out) throws MalformedRecordException {
            @Nullable Object[] values = new Object[fields.size()];
            for (int i = 0; i < values.length; i++) {
                ColumnBuilder builder = ColumnBuilder.of(types.get(i));
                fields.get(i).read(in, builder);
                values[i] = BoxedValues.get(types.get(i), builder.build(), 0);
            }
            out.addObject(Collections.unmodifiableList(Arrays.asList(values)));
        }

        @Override
        public void write(Column column, int position, ByteBuffer out) {
            List<?> values = (List<?>) value(column, position);
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).write(unboxed(types.get(i), Collections.singletonList(values.get(i))), 0, out);
            }
        }
    }
}
