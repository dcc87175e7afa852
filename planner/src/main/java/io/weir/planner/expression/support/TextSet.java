package io.weir.planner.expression.support;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A fixed set of texts; shared between threads. Asked with bytes, without decoding them. */
public final class TextSet {
    private final @Nullable Text[] slots;
    private final int mask;

    public TextSet(Collection<String> values) {
        int size = Integer.highestOneBit(Math.max(8, values.size() * 2 - 1)) * 2;
        slots = new Text[size];
        mask = size - 1;
        for (String value : values) {
            Text text = Text.of(value);
            slots[slot(text)] = text;
        }
    }

    private int slot(Text value) {
        int hash = 1;
        for (int i = value.start; i < value.end; i++) {
            hash = 31 * hash + value.data[i];
        }
        int slot = ((hash * 0x9E37_79B9) >>> 7) & mask;
        for (Text there = slots[slot]; there != null && !Text.equal(there, value); there = slots[slot]) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    public boolean contains(Text value) {
        return slots[slot(value)] != null;
    }
}
