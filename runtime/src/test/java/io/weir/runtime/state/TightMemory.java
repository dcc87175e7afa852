package io.weir.runtime.state;

/** Memory that is enough for stores, but of which caches get next to nothing. */
public final class TightMemory {
    private static final long BYTES = 100_000_000;

    private TightMemory() {}

    public static StateMemory create(boolean isTight) {
        StateMemory memory = new StateMemory(BYTES);
        if (isTight) {
            memory.open().take(BYTES - 1);
        }
        return memory;
    }
}
