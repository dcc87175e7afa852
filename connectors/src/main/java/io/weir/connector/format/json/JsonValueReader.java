package io.weir.connector.format.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.weir.connector.format.ScalarReader;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** Reads the value at which the parser stands as a value of one type, and leaves the parser on its last token. */
interface JsonValueReader {
    void read(JsonParser parser, ColumnBuilder out) throws IOException, MalformedRecordException;

    static JsonValueReader of(DataType type, TextScratch scratch) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER -> ints(type, scratch);
            case BIGINT -> longs(type, scratch);
            case REAL, DOUBLE -> doubles(type, scratch);
            case BOOLEAN -> booleans(type, scratch);
            case CHAR, VARCHAR -> texts(type, scratch);
            case ARRAY -> new NestedReaders.ArrayReader(type, scratch);
            case MAP -> new NestedReaders.MapReader(type, scratch);
            case ROW -> new NestedReaders.RowReader(type, scratch);
            default -> scalars(type, scratch);
        };
    }

    /** Reads a value or null; errors name the field. */
    static void readField(JsonValueReader reader, DataType type, String name, JsonParser parser, ColumnBuilder out)
            throws IOException, MalformedRecordException {
        try {
            readOrNull(reader, type, parser, out);
        } catch (MalformedRecordException e) {
            throw new MalformedRecordException("field \"" + name + "\": " + e.getMessage());
        } catch (InputCoercionException e) {
            throw new MalformedRecordException(
                    "field \"" + name + "\": wanted " + type + ", found " + describe(parser));
        }
    }

    static void readOrNull(JsonValueReader reader, DataType type, JsonParser parser, ColumnBuilder out)
            throws IOException, MalformedRecordException {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            reader.read(parser, out);
        } else if (type.nullable()) {
            out.addNull();
        } else {
            throw new MalformedRecordException("wanted " + type + ", found null");
        }
    }

    private static JsonValueReader ints(DataType type, TextScratch scratch) {
        ScalarReader text = new ScalarReader(type);
        return (parser, out) -> {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                text.readInt(parser.getLongValue(), out);
            } else {
                fromText(type, text, scratch, parser, out);
            }
        };
    }

    private static JsonValueReader longs(DataType type, TextScratch scratch) {
        ScalarReader text = new ScalarReader(type);
        return (parser, out) -> {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                out.addLong(parser.getLongValue());
            } else {
                fromText(type, text, scratch, parser, out);
            }
        };
    }

    private static JsonValueReader doubles(DataType type, TextScratch scratch) {
        ScalarReader text = new ScalarReader(type);
        boolean single = type.kind() == TypeKind.REAL;
        return (parser, out) -> {
            if (parser.currentToken().isNumeric()) {
                double value = single ? parser.getFloatValue() : parser.getDoubleValue();
                if (Double.isInfinite(value)) {
                    throw new MalformedRecordException("wanted " + type + ", found " + describe(parser));
                }
                out.addDouble(value);
            } else {
                fromText(type, text, scratch, parser, out);
            }
        };
    }

    private static JsonValueReader booleans(DataType type, TextScratch scratch) {
        ScalarReader text = new ScalarReader(type);
        return (parser, out) -> {
            if (parser.currentToken().isBoolean()) {
                out.addBoolean(parser.currentToken() == JsonToken.VALUE_TRUE);
            } else {
                fromText(type, text, scratch, parser, out);
            }
        };
    }

    private static JsonValueReader scalars(DataType type, TextScratch scratch) {
        ScalarReader text = new ScalarReader(type);
        return (parser, out) -> fromText(type, text, scratch, parser, out);
    }

    /** From a string, or the digits of a number. */
    private static void fromText(
            DataType type, ScalarReader reader, TextScratch scratch, JsonParser parser, ColumnBuilder out)
            throws IOException, MalformedRecordException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            throw new MalformedRecordException("wanted " + type + ", found " + describe(parser));
        }
        scratch.readText(parser);
        reader.read(scratch.bytes, 0, scratch.length, out);
    }

    /** Texts take every value: numbers and booleans by their digits and names, objects and arrays as JSON. */
    private static JsonValueReader texts(DataType type, TextScratch scratch) {
        ScalarReader text = new ScalarReader(type);
        return (parser, out) -> {
            if (parser.currentToken().isScalarValue()) {
                scratch.readText(parser);
                text.read(scratch.bytes, 0, scratch.length, out);
            } else {
                byte[] json = copyOfValue(parser).getBytes(StandardCharsets.UTF_8);
                text.read(json, 0, json.length, out);
            }
        };
    }

    private static String copyOfValue(JsonParser parser) throws IOException {
        StringWriter copy = new StringWriter();
        try (var generator = JsonRowDecoder.FACTORY.createGenerator(copy)) {
            generator.copyCurrentStructureExact(parser);
        }
        return copy.toString();
    }

    /** What the parser stands at, for messages. */
    static String describe(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "the end of the record";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case END_OBJECT, END_ARRAY -> "\"" + token.asString() + "\"";
            case VALUE_STRING, FIELD_NAME -> "\"" + shortened(parser.getText()) + "\"";
            default -> shortened(parser.getText());
        };
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
