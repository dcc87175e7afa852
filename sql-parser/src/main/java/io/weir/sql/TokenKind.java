package io.weir.sql;

/** The kinds of token that {@link SqlScanner} tells apart. */
enum TokenKind {
    /** A name or keyword without quotes. */
    WORD,
    /** A name in double quotes or back-ticks. */
    QUOTED_NAME,
    STRING,
    NUMBER,
    /** One character, or the start or end of a hint. */
    SYMBOL,
    END
}
