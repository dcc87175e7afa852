package io.weir.runtime.state;

/**
 * Signed numbers in 1 to 9 bytes: a byte {@code 1 + n}, then the {@code n} least significant bytes that give the value
 * back when sign-extended, big-endian. 0 takes one byte. The first byte is never 0, which is left for NULL.
 */
final class PackedLongs {
    private PackedLongs() {}

    static int size(long value) {
        return 1 + bytes(value);
    }

    /** How many bytes the value needs with its sign, 0 for 0. */
    private static int bytes(long value) {
        return value == 0 ? 0 : (72 - Long.numberOfLeadingZeros(value ^ (value >> 63))) >>> 3;
    }

    /** @return where the next byte goes */
    static int write(long value, byte[] data, int at) {
        int bytes = bytes(value);
        data[at] = (byte) (1 + bytes);
        for (int i = 1; i <= bytes; i++) {
            data[at + i] = (byte) (value >> ((bytes - i) << 3));
        }
        return at + 1 + bytes;
    }

    static long read(byte[] data, int at) {
        int bytes = data[at] - 1;
        if (bytes == 0) {
            return 0;
        }
        long value = data[at + 1];
        for (int i = 2; i <= bytes; i++) {
            value = value << 8 | (data[at + i] & 0xFF);
        }
        return value;
    }

    /** Also right for the single 0 byte of NULL. */
    static int skip(byte[] data, int at) {
        return at + Math.max(1, data[at]);
    }
}
