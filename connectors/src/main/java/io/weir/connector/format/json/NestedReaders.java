package io.weir.connector.format.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.connector.format.ScalarReader;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads arrays, maps and rows into boxed values. Children go through column builders of their own, so that every type
 * is read in one place.
 */
final class NestedReaders {
    private NestedReaders() {}

    private static void expect(JsonToken wanted, DataType type, JsonParser parser)
            throws IOException, MalformedRecordException {
        if (parser.currentToken() != wanted) {
            throw new MalformedRecordException("wanted " + type + ", found " + JsonValueReader.describe(parser));
        }
    }

    private static List<@Nullable Object> boxed(DataType type, Column column) {
        List<@Nullable Object> values = new ArrayList<>(column.length());
        for (int i = 0; i < column.length(); i++) {
            values.add(BoxedValues.get(type, column, i));
        }
        return values;
    }

    /** Reads an array. */
    static final class ArrayReader implements JsonValueReader {
        private final DataType type;
        private final DataType elementType;
        private final JsonValueReader element;

        ArrayReader(DataType type, TextScratch scratch) {
            this.type = type;
            this.elementType = type.children().get(0);
            this.element = JsonValueReader.of(elementType, scratch);
        }

        @Override
        public void read(JsonParser parser, ColumnBuilder out) throws IOException, MalformedRecordException {
            expect(JsonToken.START_ARRAY, type, parser);
            ColumnBuilder elements = ColumnBuilder.of(elementType);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonValueReader.readOrNull(element, elementType, parser, elements);
            }
            out.addObject(Collections.unmodifiableList(boxed(elementType, elements.build())));
        }
    }

    /** Reads an object as a map. Of a key that occurs twice the last one counts. */
    static final class MapReader implements JsonValueReader {
        private final DataType type;
        private final DataType keyType;
        private final DataType valueType;
        private final ScalarReader key;
        private final JsonValueReader value;

        MapReader(DataType type, TextScratch scratch) {
            this.type = type;
            this.keyType = type.children().get(0);
            this.valueType = type.children().get(1);
            this.key = new ScalarReader(keyType);
            this.value = JsonValueReader.of(valueType, scratch);
        }

        @Override
        public void read(JsonParser parser, ColumnBuilder out) throws IOException, MalformedRecordException {
            expect(JsonToken.START_OBJECT, type, parser);
            ColumnBuilder keys = ColumnBuilder.of(keyType);
            ColumnBuilder values = ColumnBuilder.of(valueType);
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                byte[] text = name.getBytes(StandardCharsets.UTF_8);
                key.read(text, 0, text.length, keys);
                parser.nextToken();
                JsonValueReader.readField(value, valueType, name, parser, values);
            }
            List<@Nullable Object> boxedKeys = boxed(keyType, keys.build());
            List<@Nullable Object> boxedValues = boxed(valueType, values.build());
            Map<Object, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < boxedKeys.size(); i++) {
                map.put(requireNonNull(boxedKeys.get(i)), boxedValues.get(i));
            }
            out.addObject(Collections.unmodifiableMap(map));
        }
    }

    /** Reads an object as a row: fields by name, missing ones null. */
    static final class RowReader implements JsonValueReader {
        private final DataType type;
        private final JsonValueReader[] readers;

        RowReader(DataType type, TextScratch scratch) {
            this.type = type;
            this.readers = type.children().stream()
                    .map(child -> JsonValueReader.of(child, scratch))
                    .toArray(JsonValueReader[]::new);
        }

        @Override
        public void read(JsonParser parser, ColumnBuilder out) throws IOException, MalformedRecordException {
            expect(JsonToken.START_OBJECT, type, parser);
            @Nullable Object[] values = new Object[readers.length];
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                int field = type.fieldNames().indexOf(name);
                parser.nextToken();
                if (field < 0) {
                    parser.skipChildren();
                    continue;
                }
                DataType fieldType = type.children().get(field);
                ColumnBuilder builder = ColumnBuilder.of(fieldType);
                JsonValueReader.readField(readers[field], fieldType, name, parser, builder);
                values[field] = BoxedValues.get(fieldType, builder.build(), 0);
            }
            for (int field = 0; field < values.length; field++) {
                if (values[field] == null && !type.children().get(field).nullable()) {
                    throw new MalformedRecordException(
                            "field \"" + type.fieldNames().get(field) + "\" is missing");
                }
            }
            out.addObject(Collections.unmodifiableList(Arrays.asList(values)));
        }
    }
}
