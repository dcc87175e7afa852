package io.weir.runtime.state;

import java.util.Arrays;

/** A growing list of numbers. */
final class IntList {
    int[] items = {};
    int size;

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, Math.max(16, size * 2));
        }
        items[size++] = item;
    }

    void clear() {
        size = 0;
    }
}
