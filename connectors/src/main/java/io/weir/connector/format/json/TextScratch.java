package io.weir.connector.format.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;

/** The UTF-8 bytes of the parser's current text; reused from value to value. */
final class TextScratch {
    private static final int MAX_BYTES_PER_CHAR = 3;
    private static final char REPLACEMENT = '\uFFFD';

    byte[] bytes = new byte[256];
    int length;

    void readText(JsonParser parser) throws IOException {
        char[] characters = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int count = parser.getTextLength();
        if (bytes.length < count * MAX_BYTES_PER_CHAR) {
            bytes = Arrays.copyOf(bytes, Math.multiplyExact(count, MAX_BYTES_PER_CHAR));
        }
        int end = 0;
        for (int i = from; i < from + count; i++) {
            char character = characters[i];
            if (character < 0x80) {
                bytes[end++] = (byte) character;
            } else {
                boolean pair = Character.isHighSurrogate(character)
                        && i + 1 < from + count
                        && Character.isLowSurrogate(characters[i + 1]);
                // Half a pair is no character: UTF-8 has no bytes for it.
                int codePoint = pair
                        ? Character.toCodePoint(character, characters[++i])
                        : Character.isSurrogate(character) ? REPLACEMENT : character;
                end = encode(codePoint, end);
            }
        }
        length = end;
    }

    private int encode(int codePoint, int at) {
        int end = at;
        if (codePoint < 0x800) {
            bytes[end++] = (byte) (0xC0 | (codePoint >> 6));
        } else {
            if (codePoint < 0x10000) {
                bytes[end++] = (byte) (0xE0 | (codePoint >> 12));
            } else {
                bytes[end++] = (byte) (0xF0 | (codePoint >> 18));
                bytes[end++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            }
            bytes[end++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        }
        bytes[end++] = (byte) (0x80 | (codePoint & 0x3F));
        return end;
    }
}
