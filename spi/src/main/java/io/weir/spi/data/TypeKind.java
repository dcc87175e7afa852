package io.weir.spi.data;

import static io.weir.spi.data.ColumnForm.BOOLEANS;
import static io.weir.spi.data.ColumnForm.BYTES;
import static io.weir.spi.data.ColumnForm.DOUBLES;
import static io.weir.spi.data.ColumnForm.INTS;
import static io.weir.spi.data.ColumnForm.LONGS;
import static io.weir.spi.data.ColumnForm.OBJECTS;

/** The SQL types that Weir knows, each with the form of column that usually holds it ({@link DataType#form()}). */
public enum TypeKind {
    BOOLEAN(BOOLEANS),
    TINYINT(INTS),
    SMALLINT(INTS),
    INTEGER(INTS),
    BIGINT(LONGS),
    /** Held as {@code double}; every value is exactly a {@code float}. */
    REAL(DOUBLES),
    DOUBLE(DOUBLES),
    /** Up to 18 digits: the unscaled value in a {@code long}; more digits: {@link java.math.BigDecimal} objects. */
    DECIMAL(LONGS),
    /** UTF-8, padded with spaces to its length. */
    CHAR(BYTES),
    /** UTF-8. */
    VARCHAR(BYTES),
    BINARY(BYTES),
    VARBINARY(BYTES),
    /** Days since 1970-01-01. */
    DATE(INTS),
    /** Microseconds of the day. */
    TIME(LONGS),
    /** Microseconds since 1970-01-01T00:00:00, without time zone. */
    TIMESTAMP(LONGS),
    /** Microseconds since the epoch (an instant), shown in the session's time zone. */
    TIMESTAMP_LTZ(LONGS),
    /** Months. */
    INTERVAL_YEAR_MONTH(INTS),
    /** Microseconds. */
    INTERVAL_DAY_TIME(LONGS),
    /** A {@link java.util.List} of boxed values. */
    ARRAY(OBJECTS),
    /** A {@link java.util.Map} of boxed values, iterated in insertion order. */
    MAP(OBJECTS),
    /** A {@link java.util.List} of as many boxed values as there are fields. */
    ROW(OBJECTS),
    /** The type of a bare {@code NULL}: every value is null. */
    NULL(OBJECTS);

    private final ColumnForm form;

    TypeKind(ColumnForm form) {
        this.form = form;
    }

    ColumnForm form() {
        return form;
    }
}
