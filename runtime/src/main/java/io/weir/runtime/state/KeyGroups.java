package io.weir.runtime.state;

/** Key groups: the units of keyed state that move when a job is rescaled. */
public final class KeyGroups {
    private KeyGroups() {}

    /**
     * The key group of a key with this hash, 0 to {@code maxParallelism - 1}. Uses the high bits; hash indexes use the
     * low ones.
     */
    public static int ofHash(long hash, int maxParallelism) {
        return (int) (((hash >>> 32) * maxParallelism) >>> 32);
    }

    /** The subtask that owns a key group. */
    public static int subtaskOf(int keyGroup, int maxParallelism, int parallelism) {
        return (int) ((long) keyGroup * parallelism / maxParallelism);
    }

    /** The key groups that a subtask owns. */
    public static KeyGroupRange rangeOf(int subtaskIndex, int maxParallelism, int parallelism) {
        int first = (int) (((long) subtaskIndex * maxParallelism + parallelism - 1) / parallelism);
        int last = (int) (((long) (subtaskIndex + 1) * maxParallelism + parallelism - 1) / parallelism) - 1;
        return new KeyGroupRange(first, last);
    }
}
