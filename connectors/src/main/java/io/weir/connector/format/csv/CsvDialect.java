package io.weir.connector.format.csv;

import java.nio.charset.StandardCharsets;

/**
 * How cells are written.
 *
 * @param quote or {@link #NONE}
 * @param escape or {@link #NONE}
 * @param nullLiteral the text of an unquoted cell that is null
 * @param comments whether lines that begin with {@code #} are no records
 */
record CsvDialect(byte delimiter, byte quote, byte escape, String nullLiteral, boolean comments) {
    /**
     * No character: none of UTF-8's bytes in a text is 0 unless the text has that character, which CSV does not use.
     */
    static final byte NONE = 0;

    static final byte COMMENT = '#';

    byte[] nullBytes() {
        return nullLiteral.getBytes(StandardCharsets.UTF_8);
    }
}
