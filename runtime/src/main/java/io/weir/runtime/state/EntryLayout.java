package io.weir.runtime.state;

/**
 * Where the words of a cached entry stand in its row:
 * {@code [meta][key][hash, of byte keys][namespace][time of the last change][slots...]}.
 *
 * @param hasLongs whether the key itself stands in its word; else a reference to its bytes, and the word behind it is
 *     its hash
 * @param namespace the index of that word, or {@link #NONE}
 * @param access the index of the word for the time of the last change, or {@link #NONE}
 */
record EntryLayout(boolean hasLongs, int namespace, int access, int firstSlot, int slots, boolean hasBytes) {
    static final int NONE = -1;
    static final int META = 0;
    static final int KEY = 1;
    static final int HASH = 2;

    static EntryLayout of(TableSpec spec) {
        boolean hasLongs = KeyCodec.usesLongs(spec.keyTypes());
        int word = hasLongs ? KEY + 1 : HASH + 1;
        int namespace = spec.namespaced() ? word++ : NONE;
        int access = spec.timeToLiveMillis() > 0 ? word++ : NONE;
        return new EntryLayout(hasLongs, namespace, access, word, spec.slots(), spec.hasBytes());
    }

    boolean isNamespaced() {
        return namespace != NONE;
    }

    /** Longs in a row. */
    int stride() {
        return firstSlot + slots;
    }
}
