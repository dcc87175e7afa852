package io.weir.connector.format.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.spi.connector.Format.MalformedRecordException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the parts of a change event: {@code before}, {@code after} and {@code op}. Reused from record to record. */
public final class JsonEnvelope {
    private @Nullable Part before;
    private @Nullable Part after;
    private @Nullable String operation;

    /** An object in the record: {@code data[from .. to)}. */
    public record Part(int from, int to) {}

    /** Null if the field is missing or null. */
    public @Nullable Part before() {
        return before;
    }

    /** Null if the field is missing or null. */
    public @Nullable Part after() {
        return after;
    }

    /** Null if the field is missing or null. */
    public @Nullable String operation() {
        return operation;
    }

    /**
     * @param inPayload whether the event is the field {@code payload} of the record
     * @return false if the record is blank, or null
     */
    public boolean read(byte[] data, int from, int to, boolean inPayload) throws MalformedRecordException {
        before = null;
        after = null;
        operation = null;
        try (JsonParser parser = JsonRowDecoder.FACTORY.createParser(data, from, to - from)) {
            JsonToken first = parser.nextToken();
            boolean there = first != null && first != JsonToken.VALUE_NULL;
            if (there) {
                there = inPayload ? readPayload(parser, from) : readEvent(parser, from);
            }
            if (parser.nextToken() != null) {
                throw new MalformedRecordException(
                        "wanted nothing behind the JSON object, found " + JsonValueReader.describe(parser));
            }
            return there;
        } catch (JsonProcessingException e) {
            throw JsonRowDecoder.malformed(e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private boolean readPayload(JsonParser parser, int base) throws IOException, MalformedRecordException {
        expectObject(parser);
        boolean found = false;
        boolean there = false;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (name.equals("payload")) {
                found = true;
                there = value != JsonToken.VALUE_NULL && readEvent(parser, base);
            } else {
                parser.skipChildren();
            }
        }
        if (!found) {
            throw new MalformedRecordException(
                    "field \"payload\" is missing, which 'debezium-json.schema-include' wants");
        }
        return there;
    }

    private boolean readEvent(JsonParser parser, int base) throws IOException, MalformedRecordException {
        expectObject(parser);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "before" -> before = readPart(parser, base, name);
                case "after" -> after = readPart(parser, base, name);
                case "op" -> operation = parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
                default -> parser.skipChildren();
            }
        }
        return true;
    }

    private static void expectObject(JsonParser parser) throws IOException, MalformedRecordException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedRecordException("wanted a JSON object, found " + JsonValueReader.describe(parser));
        }
    }

    private static @Nullable Part readPart(JsonParser parser, int base, String name)
            throws IOException, MalformedRecordException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedRecordException(
                    "field \"" + name + "\": wanted a JSON object, found " + JsonValueReader.describe(parser));
        }
        // Offsets count from where the parser was told to begin.
        int from = base + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return new Part(from, base + (int) parser.currentLocation().getByteOffset());
    }
}
