package io.weir.spi.data;

/**
 * What a row of a changelog does to the table it describes. In a batch, kinds are the {@link #code()}s in a
 * {@code byte[]}.
 *
 * <p>A changelog is a multiset with signs: {@link #UPDATE_BEFORE} counts as {@link #DELETE} and {@link #UPDATE_AFTER}
 * as {@link #INSERT}; no operator may rely on the two standing together or on an order between them.
 */
public enum RowKind {
    INSERT("+I"),
    UPDATE_BEFORE("-U"),
    UPDATE_AFTER("+U"),
    DELETE("-D");

    public static final byte INSERT_CODE = 0;
    public static final byte UPDATE_BEFORE_CODE = 1;
    public static final byte UPDATE_AFTER_CODE = 2;
    public static final byte DELETE_CODE = 3;

    private static final RowKind[] BY_CODE = values();

    private final String symbol;

    RowKind(String symbol) {
        this.symbol = symbol;
    }

    public byte code() {
        return (byte) ordinal();
    }

    /** {@code +I}, {@code -U}, {@code +U} or {@code -D}. */
    public String symbol() {
        return symbol;
    }

    public static RowKind ofCode(byte code) {
        return BY_CODE[code];
    }

    /** Whether rows of this kind withdraw a row. */
    public static boolean withdraws(byte code) {
        return code == UPDATE_BEFORE_CODE || code == DELETE_CODE;
    }

    /** +1 for a row that is added, -1 for a row that is withdrawn. */
    public static int sign(byte code) {
        return code == UPDATE_BEFORE_CODE || code == DELETE_CODE ? -1 : 1;
    }

    /** The kind that undoes this one. */
    public static byte inverse(byte code) {
        return (byte) (3 - code);
    }
}
