package io.weir.planner.expression.support;

import java.util.Arrays;
import java.util.Collection;

/** A fixed set of numbers; shared between threads. Open addressing: no boxing when it is asked. */
public final class LongSet {
    private final long[] slots;
    private final int mask;
    private final boolean hasZero;

    public LongSet(Collection<Long> values) {
        int size = Integer.highestOneBit(Math.max(8, values.size() * 2 - 1)) * 2;
        slots = new long[size];
        mask = size - 1;
        boolean zero = false;
        for (long value : values) {
            if (value == 0) {
                zero = true; // an empty slot is 0
            } else {
                slots[slot(value)] = value;
            }
        }
        hasZero = zero;
    }

    private int slot(long value) {
        int slot = (int) ((value * 0x9E37_79B9_7F4A_7C15L) >>> 32) & mask;
        while (slots[slot] != 0 && slots[slot] != value) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    public boolean contains(long value) {
        return value == 0 ? hasZero : slots[slot(value)] == value;
    }

    @Override
    public String toString() {
        return "LongSet" + Arrays.toString(slots);
    }
}
