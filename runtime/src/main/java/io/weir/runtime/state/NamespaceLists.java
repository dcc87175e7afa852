package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The live entries of a table's cache by namespace: doubly linked lists of entry numbers, ordered by namespace. */
final class NamespaceLists {
    private static final int NONE = -1;

    private static final class Head {
        int first = NONE;
        int count;
    }

    private final TreeMap<Long, Head> heads = new TreeMap<>();
    private int[] next = {};
    private int[] previous = {};

    /** The head that was used last: batches mostly hold few namespaces. */
    private long lastNamespace;

    private @Nullable Head lastHead;

    void add(long namespace, int entry) {
        if (entry >= next.length) {
            int capacity = Math.max(64, Math.max(entry + 1, next.length * 2));
            next = Arrays.copyOf(next, capacity);
            previous = Arrays.copyOf(previous, capacity);
        }
        Head head = lastHead;
        if (head == null || lastNamespace != namespace) {
            head = heads.computeIfAbsent(namespace, ignored -> new Head());
            lastHead = head;
            lastNamespace = namespace;
        }
        next[entry] = head.first;
        previous[entry] = NONE;
        if (head.first != NONE) {
            previous[head.first] = entry;
        }
        head.first = entry;
        head.count++;
    }

    void remove(long namespace, int entry) {
        Head head = lastHead;
        if (head == null || lastNamespace != namespace) {
            head = requireNonNull(heads.get(namespace), "an entry is in no list");
        }
        if (previous[entry] == NONE) {
            head.first = next[entry];
        } else {
            next[previous[entry]] = next[entry];
        }
        if (next[entry] != NONE) {
            previous[next[entry]] = previous[entry];
        }
        if (--head.count == 0) {
            heads.remove(namespace);
            lastHead = null;
        }
    }

    /** The least namespace not below {@code from}, or null. */
    @Nullable Long ceiling(long from) {
        return heads.ceilingKey(from);
    }

    long least() {
        Map.Entry<Long, Head> first = heads.firstEntry();
        return first == null ? Long.MAX_VALUE : first.getKey();
    }

    /** Copies the entries of a namespace. */
    void copy(long namespace, IntList entries) {
        Head head = heads.get(namespace);
        for (int entry = head == null ? NONE : head.first; entry != NONE; entry = next[entry]) {
            entries.add(entry);
        }
    }

    long bytes() {
        return (next.length + previous.length) * (long) Integer.BYTES + heads.size() * 96L;
    }
}
