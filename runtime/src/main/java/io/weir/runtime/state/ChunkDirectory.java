package io.weir.runtime.state;

import java.util.Arrays;

/**
 * Which chunk of a large set of rows holds which order keys, in bytes:
 *
 * <pre>
 * int: number of chunks   int[]: end of each entry   entries: varint(chunk number), a key: greater than all order keys before, not greater than those there
 * </pre>
 *
 * <p>The first chunk takes all lesser keys as well; its key is empty.
 */
final class ChunkDirectory {
    private static final byte[] NOTHING = {};

    private ChunkDirectory() {}

    /** The directory of two chunks. */
    static byte[] of(long first, long second, byte[] secondKey) {
        byte[] none = new byte[Integer.BYTES];
        return insert(insert(none, 0, first, NOTHING), 1, second, secondKey);
    }

    static int count(byte[] directory) {
        return BigEndian.getInt(directory, 0);
    }

    private static int start(byte[] directory, int index) {
        return index == 0 ? Integer.BYTES * (1 + count(directory)) : BigEndian.getInt(directory, Integer.BYTES * index);
    }

    private static int end(byte[] directory, int index) {
        return BigEndian.getInt(directory, Integer.BYTES * (1 + index));
    }

    static long number(byte[] directory, int index) {
        return Varint.read(directory, start(directory, index));
    }

    /** The chunk that a key belongs to. */
    static int find(byte[] directory, byte[] data, int from, int to) {
        int low = 0;
        int high = count(directory) - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            int key = Varint.skip(directory, start(directory, middle));
            if (Arrays.compareUnsigned(directory, key, end(directory, middle), data, from, to) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** A directory with one chunk more, at an index. */
    static byte[] insert(byte[] directory, int index, long number, byte[] key) {
        byte[] entry = new byte[Varint.size(number) + key.length];
        System.arraycopy(key, 0, entry, Varint.write(number, entry, 0), key.length);
        int at = index == 0 ? start(directory, 0) : end(directory, index - 1);
        return splice(directory, index, index, at, at, entry);
    }

    /**
     * A directory without a chunk. Its keys then belong to the chunk before it, or, of the first, to the one behind it.
     */
    static byte[] remove(byte[] directory, int index) {
        if (index == 0 && count(directory) > 1) {
            long second = number(directory, 1);
            byte[] entry = new byte[Varint.size(second)];
            int unused = Varint.write(second, entry, 0);
            byte[] shorter = splice(directory, 0, 2, start(directory, 0), end(directory, 1), NOTHING);
            return splice(shorter, 0, 0, start(shorter, 0), start(shorter, 0), entry);
        }
        return splice(directory, index, index + 1, start(directory, index), end(directory, index), NOTHING);
    }

    /**
     * Replaces entries {@code first} to {@code last}, which stand from {@code from} to {@code to}, by one entry, or
     * none if it is empty.
     */
    private static byte[] splice(byte[] directory, int first, int last, int from, int to, byte[] entry) {
        int count = count(directory);
        int added = entry.length == 0 ? 0 : 1;
        int newCount = count - (last - first) + added;
        int shift = Integer.BYTES * (newCount - count);
        byte[] spliced = new byte[directory.length + shift - (to - from) + entry.length];
        BigEndian.putInt(spliced, 0, newCount);
        int target = 0;
        for (int i = 0; i < first; i++) {
            BigEndian.putInt(spliced, Integer.BYTES * ++target, end(directory, i) + shift);
        }
        int growth = shift - (to - from) + entry.length;
        if (added == 1) {
            BigEndian.putInt(spliced, Integer.BYTES * ++target, from + shift + entry.length);
        }
        for (int i = last; i < count; i++) {
            BigEndian.putInt(spliced, Integer.BYTES * ++target, end(directory, i) + growth);
        }
        int entries = Integer.BYTES * (1 + count);
        System.arraycopy(directory, entries, spliced, entries + shift, from - entries);
        System.arraycopy(entry, 0, spliced, from + shift, entry.length);
        System.arraycopy(directory, to, spliced, from + shift + entry.length, directory.length - to);
        return spliced;
    }
}
