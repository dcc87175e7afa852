package io.weir.connector.format.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object per record. Fields that are not wanted are skipped; of a field that occurs twice the last one
 * counts; text behind the object makes the record malformed. A record of nothing but white space is none.
 */
public final class JsonRowDecoder implements Format.Decoder {
    private static final int MAX_DEPTH = 200;
    /** Shared by all decoders: it keeps the table of field names, which is what makes names cheap. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private final List<DataType> types;
    private final String[] names;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final JsonValueReader[] readers;
    private final PlainObjectReader plain;
    private final boolean failOnMissingField;
    private final boolean ignoreParseErrors;
    /** Which columns the current record has had. */
    private final boolean[] seen;

    public JsonRowDecoder(Schema schema, List<Integer> wanted, JsonOptions options) {
        this.types = wanted.stream().map(schema.types()::get).toList();
        // Interned, as the parser's names are: in the usual order of fields, a comparison of references finds the
        // column.
        this.names =
                wanted.stream().map(schema.names()::get).map(String::intern).toArray(String[]::new);
        List<JsonValueReader> made = new ArrayList<>();
        TextScratch scratch = new TextScratch();
        for (int i = 0; i < names.length; i++) {
            indexes.put(names[i], i);
            made.add(JsonValueReader.of(types.get(i), scratch));
        }
        this.readers = made.toArray(JsonValueReader[]::new);
        this.failOnMissingField = options.failOnMissingField();
        this.plain = new PlainObjectReader(types, List.of(names), failOnMissingField);
        this.ignoreParseErrors = options.ignoreParseErrors();
        this.seen = new boolean[names.length];
    }

    @Override
    public void decode(byte[] data, int from, int to, BatchBuilder rows, Format.RowEnd end)
            throws MalformedRecordException {
        try {
            if (decodeColumns(data, from, to, rows)) {
                end.end(rows, RowKind.INSERT_CODE);
            }
        } catch (MalformedRecordException e) {
            if (!ignoreParseErrors) {
                throw e;
            }
            rows.abandonRow();
        }
    }

    /**
     * Adds one value to each column, without closing the row.
     *
     * @return false if there is nothing but white space
     */
    public boolean decodeColumns(byte[] data, int from, int to, BatchBuilder rows) throws MalformedRecordException {
        return plain.read(data, from, to, rows) || parse(data, from, to, rows);
    }

    /** As {@link #decodeColumns}, but always by the library's parser. */
    boolean parse(byte[] data, int from, int to, BatchBuilder rows) throws MalformedRecordException {
        try (JsonParser parser = FACTORY.createParser(data, from, to - from)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return false;
            }
            if (first != JsonToken.START_OBJECT) {
                throw new MalformedRecordException("wanted a JSON object, found " + JsonValueReader.describe(parser));
            }
            readFields(parser, rows);
            if (parser.nextToken() != null) {
                throw new MalformedRecordException(
                        "wanted nothing behind the JSON object, found " + JsonValueReader.describe(parser));
            }
            return true;
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    static MalformedRecordException malformed(JsonProcessingException e) {
        long column = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        String message = e.getOriginalMessage()
                .replaceAll(" \\(start marker at \\[.*]\\)", "")
                .replaceAll(", from `\\w+\\.\\w+\\(\\)`", "")
                .replaceAll("\\s*[\\r\\n]+\\s*", " ");
        return new MalformedRecordException("not JSON: " + message + (column < 0 ? "" : " (at byte " + column + ")"));
    }

    private void readFields(JsonParser parser, BatchBuilder rows) throws IOException, MalformedRecordException {
        Arrays.fill(seen, false);
        int expected = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            int column = indexOf(name, expected);
            parser.nextToken();
            if (column < 0) {
                parser.skipChildren();
                continue;
            }
            if (seen[column]) {
                rows.column(column).truncate(rows.rowCount());
            }
            seen[column] = true;
            expected = column + 1;
            JsonValueReader.readField(readers[column], types.get(column), name, parser, rows.column(column));
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new MalformedRecordException("wanted a field name, found " + JsonValueReader.describe(parser));
        }
        for (int column = 0; column < seen.length; column++) {
            if (!seen[column]) {
                addMissing(column, rows);
            }
        }
    }

    private int indexOf(String name, int expected) {
        if (expected < names.length && sameReference(names[expected], name)) {
            return expected;
        }
        Integer index = indexes.get(name);
        return index == null ? -1 : index;
    }

    @SuppressWarnings("ReferenceEquality") // interned on both sides; a miss is looked up
    private static boolean sameReference(String a, @Nullable String b) {
        return a == b;
    }

    private void addMissing(int column, BatchBuilder rows) throws MalformedRecordException {
        if (failOnMissingField || !types.get(column).nullable()) {
            throw new MalformedRecordException("field \"" + names[column] + "\" is missing");
        }
        rows.column(column).addNull();
    }
}
