package io.weir.runtime.state;

/** Memory that is enough for stores, but of which caches get next to nothing. */
public final class TightMemory {
    private static final long BYTES = 100_000_000;

    private TightMemory() {}

    public static StateMemory create(boolean isTight) {
        return isTight ? withCache(1) : new StateMemory(BYTES);
    }

    /** Memory of which caches get so many bytes. */
    public static StateMemory withCache(long bytes) {
        StateMemory memory = new StateMemory(BYTES);
        memory.open("job", true, () -> {}).take(BYTES - bytes);
        return memory;
    }
}
