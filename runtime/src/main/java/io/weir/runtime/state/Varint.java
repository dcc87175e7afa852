package io.weir.runtime.state;

/** Numbers in 1 to 10 bytes, taken as unsigned, seven bits a byte, least significant first (LEB128). */
final class Varint {
    private Varint() {}

    static int size(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    /** @return where the next byte goes */
    static int write(long value, byte[] data, int at) {
        long rest = value;
        int position = at;
        while (rest >>> 7 != 0) {
            data[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        data[position++] = (byte) rest;
        return position;
    }

    static long read(byte[] data, int at) {
        long value = 0;
        int position = at;
        for (int shift = 0; ; shift += 7) {
            byte next = data[position++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** @return where the number that stands at {@code at} ends */
    static int skip(byte[] data, int at) {
        int position = at;
        while (data[position++] < 0) {
            // The high bit says that another byte follows.
        }
        return position;
    }
}
