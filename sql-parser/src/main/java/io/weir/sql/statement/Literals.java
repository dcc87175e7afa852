package io.weir.sql.statement;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.sql.SqlLiteral;

/** Reads the values of literals. */
final class Literals {
    private Literals() {}

    /** The characters of a string literal, without quotes. */
    static String string(SqlLiteral literal) {
        return requireNonNull(literal.getValueAs(String.class), "string literal without a value");
    }
}
