package io.weir.spi.data;

import static io.weir.spi.Checks.checkArgument;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values of one column, row after row. The {@code add} method called must be that of the column's form; a
 * wrong one throws {@link IllegalStateException}. After {@link #build()} the builder is empty and may be used again.
 * Not thread-safe.
 */
public abstract sealed class ColumnBuilder
        permits BooleanColumnBuilder,
                IntColumnBuilder,
                LongColumnBuilder,
                DoubleColumnBuilder,
                BytesColumnBuilder,
                ObjectColumnBuilder {
    private static final int FIRST_CAPACITY = 64;
    private static final int LARGEST_FIRST_CAPACITY = 4096;

    int length;
    int capacity;
    private int leastFirstCapacity = FIRST_CAPACITY;
    /**
     * As many as the last column had: the next one will hardly be much larger, and growing step by step costs as much
     * as the values.
     */
    private int firstCapacity = FIRST_CAPACITY;

    private boolean @Nullable [] nulls;

    ColumnBuilder() {}

    /** A builder for columns of a type. */
    public static ColumnBuilder of(DataType type) {
        return switch (type.form()) {
            case BOOLEANS -> new BooleanColumnBuilder();
            case INTS -> new IntColumnBuilder();
            case LONGS -> new LongColumnBuilder();
            case DOUBLES -> new DoubleColumnBuilder();
            case BYTES -> new BytesColumnBuilder();
            case OBJECTS -> new ObjectColumnBuilder();
        };
    }

    final void setFirstCapacity(int positions) {
        checkArgument(positions >= 1, "first capacity %s is less than 1", positions);
        leastFirstCapacity = positions;
        firstCapacity = positions;
    }

    public final int length() {
        return length;
    }

    /** Makes room for this many more values, where their number is known: growing by and by copies what is there. */
    public final void reserve(int values) {
        int needed = Math.addExact(length, values);
        if (needed > capacity) {
            capacity = needed;
            grow(capacity);
            if (nulls != null) {
                nulls = Arrays.copyOf(nulls, capacity);
            }
        }
    }

    /** Makes room for this many more bytes in a column of byte strings. */
    public void reserveBytes(int bytes) {
        throw wrongForm("byte[]");
    }

    public final void addNull() {
        growIfFull();
        if (nulls == null || nulls.length < capacity) {
            nulls = nulls == null ? new boolean[capacity] : Arrays.copyOf(nulls, capacity);
        }
        nulls[length] = true;
        addPlaceholder();
    }

    public void addBoolean(boolean value) {
        throw wrongForm("boolean");
    }

    public void addInt(int value) {
        throw wrongForm("int");
    }

    public void addLong(long value) {
        throw wrongForm("long");
    }

    public void addDouble(double value) {
        throw wrongForm("double");
    }

    public void addBytes(byte[] data, int from, int to) {
        throw wrongForm("byte[]");
    }

    public void addObject(Object value) {
        throw wrongForm("Object");
    }

    /** Adds the value at a position of a column of the same form, null or not. */
    public abstract void addFrom(Column column, int position);

    /**
     * Adds a boxed value of the type (see {@link DataType}), or null. Slow: for tests, constants and the edges of the
     * system.
     */
    public final void addBoxed(DataType type, @Nullable Object value) {
        if (value == null) {
            addNull();
            return;
        }
        switch (type.form()) {
            case BOOLEANS -> addBoolean((Boolean) value);
            case INTS -> addInt(((Number) value).intValue());
            case LONGS ->
                addLong(
                        type.kind() == TypeKind.DECIMAL
                                ? ((BigDecimal) value)
                                        .setScale(type.scale())
                                        .unscaledValue()
                                        .longValueExact()
                                : ((Number) value).longValue());
            case DOUBLES -> addDouble(((Number) value).doubleValue());
            case BYTES -> {
                byte[] bytes = type.isText() ? ((String) value).getBytes(StandardCharsets.UTF_8) : (byte[]) value;
                addBytes(bytes, 0, bytes.length);
            }
            case OBJECTS -> addObject(value);
        }
    }

    /** The column of all values added since the last call. */
    public final Column build() {
        Column column = buildColumn(nulls);
        firstCapacity = Math.max(leastFirstCapacity, Math.min(length, LARGEST_FIRST_CAPACITY));
        length = 0;
        capacity = 0;
        nulls = null;
        return column;
    }

    /** Drops all values from {@code length} on, so that a row half added can be taken back. */
    public final void truncate(int newLength) {
        checkArgument(newLength <= length, "cannot truncate %s values to %s", length, newLength);
        if (nulls != null) {
            Arrays.fill(nulls, Math.min(newLength, nulls.length), Math.min(length, nulls.length), false);
        }
        length = newLength;
    }

    abstract void grow(int newCapacity);

    abstract void addPlaceholder();

    abstract Column buildColumn(boolean @Nullable [] builtNulls);

    final void growIfFull() {
        if (length == capacity) {
            capacity = Math.max(firstCapacity, capacity * 2);
            grow(capacity);
            if (nulls != null) {
                nulls = Arrays.copyOf(nulls, capacity);
            }
        }
    }

    private IllegalStateException wrongForm(String given) {
        return new IllegalStateException(getClass().getSimpleName() + " was given a " + given);
    }
}
