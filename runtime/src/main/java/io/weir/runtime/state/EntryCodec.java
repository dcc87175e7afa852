package io.weir.runtime.state;

import io.weir.spi.data.ColumnBuilder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How entries of a table stand in the store.
 *
 * <pre>
 * key    [key group: 2][table: 2][namespace, sign flipped: 8, if the table has them][canonical bytes of the key]      numbers big-endian
 * value  [varint: second of the last change, 0 without time to live][slots: zigzag varints][0 or varint(1 + length) and bytes, if the table has them]
 * </pre>
 */
final class EntryCodec {
    private static final int TABLE_AT = 2;
    private static final int NAMESPACE_AT = 4;

    private final int number;
    private final boolean namespaced;
    private final int slots;
    private final boolean hasBytes;
    private final RowCodec keyCodec;

    EntryCodec(TableSpec spec, int number) {
        this.number = number;
        namespaced = spec.namespaced();
        slots = spec.slots();
        hasBytes = spec.hasBytes();
        keyCodec = new RowCodec(spec.keyTypes());
    }

    static String layout(TableSpec spec) {
        return Catalog.layout(
                spec.keyTypes(),
                "entries of " + spec.slots() + " numbers" + (spec.hasBytes() ? " and bytes" : "")
                        + (spec.namespaced() ? " by namespace" : "")
                        + (spec.groupColumns() < spec.keyTypes().size()
                                ? " in key groups of " + spec.groupColumns() + " columns"
                                : ""));
    }

    int prefixBytes() {
        return namespaced ? NAMESPACE_AT + Long.BYTES : NAMESPACE_AT;
    }

    /** @return where the key itself goes */
    int writePrefix(int keyGroup, long namespace, byte[] data, int at) {
        BigEndian.putShort(data, at, keyGroup);
        BigEndian.putShort(data, at + TABLE_AT, number);
        if (namespaced) {
            BigEndian.putLong(data, at + NAMESPACE_AT, namespace ^ Long.MIN_VALUE);
        }
        return at + prefixBytes();
    }

    /** The least possible key of a key group with this namespace or a greater one. */
    byte[] prefix(int keyGroup, long namespace) {
        byte[] prefix = new byte[prefixBytes()];
        int unused = writePrefix(keyGroup, namespace, prefix, 0);
        return prefix;
    }

    /** Greater than all keys of the table in a key group. */
    byte[] end(int keyGroup) {
        byte[] end = new byte[NAMESPACE_AT];
        BigEndian.putInt(end, 0, (keyGroup << 16 | number) + 1);
        return end;
    }

    long namespace(byte[] data, int at) {
        return BigEndian.getLong(data, at + NAMESPACE_AT) ^ Long.MIN_VALUE;
    }

    /** Where the key itself begins in a key of the store. */
    int keyStart(int at) {
        return at + prefixBytes();
    }

    void decodeKey(byte[] data, int from, ColumnBuilder[] columns) {
        int unused = keyCodec.decode(data, from, columns);
    }

    /** @param length of {@code bytes}; what is behind it does not count */
    int valueBytes(long[] page, int firstSlot, long access, byte @Nullable [] bytes, int length) {
        int size = Varint.size(access);
        for (int i = firstSlot; i < firstSlot + slots; i++) {
            size += Varint.size(zigzag(page[i]));
        }
        if (hasBytes) {
            size += bytes == null ? 1 : Varint.size(length + 1L) + length;
        }
        return size;
    }

    void writeValue(
            long[] page, int firstSlot, long access, byte @Nullable [] bytes, int length, byte[] data, int from) {
        int at = Varint.write(access, data, from);
        for (int i = firstSlot; i < firstSlot + slots; i++) {
            at = Varint.write(zigzag(page[i]), data, at);
        }
        if (!hasBytes) {
            return;
        }
        if (bytes == null) {
            data[at] = 0;
        } else {
            at = Varint.write(length + 1L, data, at);
            System.arraycopy(bytes, 0, data, at, length);
        }
    }

    long readAccess(byte[] data, int from) {
        return Varint.read(data, from);
    }

    /** @return where the bytes begin */
    int readValue(byte[] data, int from, long[] page, int firstSlot) {
        int at = Varint.skip(data, from);
        for (int i = firstSlot; i < firstSlot + slots; i++) {
            long value = Varint.read(data, at);
            page[i] = (value >>> 1) ^ -(value & 1);
            at = Varint.skip(data, at);
        }
        return at;
    }

    byte @Nullable [] readBytes(byte[] data, int at) {
        int length = (int) Varint.read(data, at) - 1;
        if (length < 0) {
            return null;
        }
        int start = Varint.skip(data, at);
        return Arrays.copyOfRange(data, start, start + length);
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }
}
