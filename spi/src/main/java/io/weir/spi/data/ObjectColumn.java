package io.weir.spi.data;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A column of boxed values, for the types that have no primitive form: DECIMAL beyond 18 digits, ARRAY, MAP, ROW. The
 * objects are those of {@link DataType} and are never modified. A null value is a null reference; {@link #nulls()} is
 * kept in step.
 *
 * <p>Decimals may be given as numbers; their objects are then made when {@link #values()} is first called, which is
 * never in a query that passes them on.
 */
public final class ObjectColumn implements Column {
    private static final int BYTES_PER_OBJECT = 48;
    private static final int BYTES_PER_PACKED = 2 * Long.BYTES;

    private final int length;
    private final boolean @Nullable [] nulls;
    private final @Nullable PackedDecimals packed;

    /** Null until asked for, if there are packed decimals. Volatile: columns are shared between threads. */
    private volatile @Nullable Object @Nullable [] values;

    /** Takes the array over; it holds {@code length} positions or more. */
    public ObjectColumn(int length, @Nullable Object[] values) {
        checkArgument(length >= 0 && length <= values.length, "length %s exceeds the array", length);
        this.length = length;
        this.values = values;
        this.packed = null;
        this.nulls = nullsOf(length, values);
    }

    private ObjectColumn(int length, PackedDecimals packed, boolean @Nullable [] nulls) {
        checkArgument(length >= 0 && length <= packed.capacity(), "length %s exceeds the arrays", length);
        this.length = length;
        this.packed = packed;
        this.nulls = nulls;
    }

    /**
     * A column of decimals; takes the arrays over.
     *
     * @param high {@code long[length or more]}: the upper halves of the unscaled values
     * @param low {@code long[length or more]}: the lower halves, which have no sign
     * @param scale of all of them
     * @param nulls {@code boolean[length or more]}; null if no position is null
     */
    public static ObjectColumn ofDecimals(int length, long[] high, long[] low, int scale, boolean @Nullable [] nulls) {
        return new ObjectColumn(length, new PackedDecimals(high, low, scale), nulls);
    }

    /** The decimal whose unscaled value has these halves, as in {@link #ofDecimals}. */
    public static BigDecimal decimal(long high, long low, int scale) {
        return PackedDecimals.decimal(high, low, scale);
    }

    private static boolean @Nullable [] nullsOf(int length, @Nullable Object[] values) {
        boolean[] nulls = null;
        for (int i = 0; i < length; i++) {
            if (values[i] == null) {
                if (nulls == null) {
                    nulls = new boolean[length];
                }
                nulls[i] = true;
            }
        }
        return nulls;
    }

    /** {@code Object[length or more]}; not to be written to. */
    public @Nullable Object[] values() {
        @Nullable Object[] known = values;
        if (known != null) {
            return known;
        }
        // Two threads may both make them; they are equal.
        @Nullable Object[] made = requireNonNull(packed, "no values").objects(length, nulls);
        values = made;
        return made;
    }

    /** The decimals as numbers, if they were given so: whoever can do without objects saves them. */
    public @Nullable PackedDecimals packedDecimals() {
        return packed;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean @Nullable [] nulls() {
        return nulls;
    }

    @Override
    public ColumnForm form() {
        return ColumnForm.OBJECTS;
    }

    @Override
    public long retainedBytes() {
        if (packed != null) {
            // As if the objects were there: what is added to an account must be what is taken off.
            return packed.capacity() * (long) (BYTES_PER_PACKED + BYTES_PER_OBJECT);
        }
        return requireNonNull(values, "no values").length * (long) BYTES_PER_OBJECT;
    }

    @Override
    public ObjectColumn gather(int[] positions, int count) {
        @Nullable Object[] known = values;
        if (known == null) {
            return new ObjectColumn(
                    count,
                    requireNonNull(packed, "no values").gather(positions, count),
                    Column.gatherNulls(nulls, positions, count));
        }
        @Nullable Object[] gathered = new Object[count];
        for (int i = 0; i < count; i++) {
            gathered[i] = known[positions[i]];
        }
        return new ObjectColumn(count, gathered);
    }
}
