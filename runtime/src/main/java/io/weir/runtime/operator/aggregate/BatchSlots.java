package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.Slots;
import java.util.Arrays;

/** Slots of the groups of one batch, one behind the other; reused from batch to batch. */
final class BatchSlots extends Slots {
    private final int width;
    private long[] values = {};

    BatchSlots(int width) {
        this.width = width;
    }

    /** Makes entries 0 to {@code count - 1}, with slots of 0; those of the batch before are gone. */
    void begin(int count) {
        int needed = Math.multiplyExact(count, width);
        if (values.length < needed) {
            values = new long[needed];
        } else {
            Arrays.fill(values, 0, needed, 0);
        }
    }

    @Override
    public long[] page(int entry) {
        return values;
    }

    @Override
    public int offset(int entry) {
        return entry * width;
    }
}
