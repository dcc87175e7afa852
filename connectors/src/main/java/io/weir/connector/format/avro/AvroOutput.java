package io.weir.connector.format.avro;

import io.weir.spi.connector.Format.ByteBuffer;

/** The primitives of Avro's binary encoding, written to a buffer. */
final class AvroOutput {
    private AvroOutput() {}

    static void writeLong(long value, ByteBuffer out) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    static void writeFixed(long bits, int bytes, ByteBuffer out) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (bits >>> (8 * i)));
        }
    }

    static void writeBytes(byte[] data, int from, int count, ByteBuffer out) {
        writeLong(count, out);
        out.write(data, from, count);
    }
}
