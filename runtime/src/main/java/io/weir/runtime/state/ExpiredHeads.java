package io.weir.runtime.state;

import java.util.Arrays;

/**
 * Heads whose time was up in a call, with chunks that are to go as well: not at once, as a head expires in the middle
 * of a look-up. Their keys still stand there.
 */
final class ExpiredHeads {
    private final NumberedChunks chunks;
    private final long firstNumber;
    private final IntList heads = new IntList();
    private long[] nextNumbers = new long[4];

    /** @param firstNumber the least number of a chunk */
    ExpiredHeads(NumberedChunks chunks, long firstNumber) {
        this.chunks = chunks;
        this.firstNumber = firstNumber;
    }

    /** @param nextNumber its chunks have lesser numbers */
    void add(int handle, long nextNumber) {
        if (nextNumbers.length == heads.size) {
            nextNumbers = Arrays.copyOf(nextNumbers, heads.size * 2);
        }
        nextNumbers[heads.size] = nextNumber;
        heads.add(handle);
    }

    void removeChunks() {
        for (int i = 0; i < heads.size; i++) {
            chunks.removeAll(heads.items[i], firstNumber, nextNumbers[i]);
        }
        heads.clear();
    }
}
