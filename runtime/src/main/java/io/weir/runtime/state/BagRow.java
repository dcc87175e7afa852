package io.weir.runtime.state;

/** The bounds of one row in a bag: {@code varint(length) row varint(copies)}. */
final class BagRow {
    int start;
    int end;
    /** Where the next row begins. */
    int next;

    long copies;

    /** Reads the row that begins at {@code at}. */
    void read(byte[] bag, int at) {
        int length = bag[at];
        start = at + 1;
        if (length < 0) {
            length = (int) Varint.read(bag, at);
            start = Varint.skip(bag, at);
        }
        end = start + length;
        copies = bag[end];
        next = end + 1;
        if (copies < 0) {
            copies = Varint.read(bag, end);
            next = Varint.skip(bag, end);
        }
    }

    static int size(int length, long copies) {
        return Varint.size(length) + length + Varint.size(copies);
    }

    /** @return where the next row goes */
    static int write(byte[] row, int from, int to, long copies, byte[] bag, int at) {
        int start = Varint.write(to - from, bag, at);
        System.arraycopy(row, from, bag, start, to - from);
        return Varint.write(copies, bag, start + to - from);
    }
}
