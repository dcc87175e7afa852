package io.weir.spi.data;

/** The few physical forms in which a {@link Column} keeps its values. */
public enum ColumnForm {
    BOOLEANS,
    INTS,
    LONGS,
    DOUBLES,
    BYTES,
    OBJECTS
}
