package io.weir.runtime.state;

/**
 * The first word of a cached entry: flags, the stamp of the last call that gave the entry out, and a number.
 *
 * <pre>
 * number 32 | stamp 16 | flags 16
 *
 *            LIVE                       not LIVE
 * DIRTY      changed; number is the     removed, and the store may have it; number is
 *            generation                 the generation with the sign bit set
 * UNWRITTEN  in a write buffer that may not have been written; number is the buffer's sequence, with bit 30 set
 * else       as in the store            known to be absent
 * </pre>
 *
 * <p>So a change of an entry need not be noted again if the number is the current generation: one comparison.
 */
final class Meta {
    static final int LIVE = 1;
    static final int DIRTY = 1 << 1;
    static final int UNWRITTEN = 1 << 2;
    /** Used since the eviction's hand came by. */
    static final int REFERENCED = 1 << 3;
    /** The store may have a record of it. */
    static final int IN_STORE = 1 << 4;
    /** Handed out by the open scan, which had loaded it or found it in the store. */
    static final int SCANNED = 1 << 5;
    /** Loaded or made while a scan is open, not by it. */
    static final int LATE = 1 << 6;
    /** The row holds an entry. */
    static final int USED = 1 << 7;
    /** Met before in the list that is being thinned out. */
    static final int LISTED = 1 << 8;
    /** The key is NULL, and a number in its word stands for that. */
    static final int NULL_KEY = 1 << 9;

    static final long STAMP = 0xFFFF0000L;
    static final long NEXT_STAMP = 1L << 16;

    private static final long FLAGS_AND_STAMP = 0xFFFFFFFFL;
    private static final int NUMBER_SHIFT = 32;
    private static final int DEAD_BIT = 1 << 31;
    private static final int SEQUENCE_BIT = 1 << 30;
    private static final int NUMBER_MASK = SEQUENCE_BIT - 1;

    private Meta() {}

    static boolean isLive(long meta) {
        return (meta & LIVE) != 0;
    }

    /** Whether a touch in this generation has nothing to do. */
    static boolean isTouched(long meta, int generation) {
        return (int) (meta >>> NUMBER_SHIFT) == generation;
    }

    static boolean isDirtyOf(long meta, int generation) {
        return (meta & DIRTY) != 0 && number(meta) == generation;
    }

    static boolean isDirtyUpTo(long meta, int generation) {
        return (meta & DIRTY) != 0 && number(meta) <= generation;
    }

    /** Whether neither the cache nor a write buffer has anything of it that the store has not. */
    static boolean isClean(long meta, int writtenSequence) {
        return (meta & DIRTY) == 0 && ((meta & UNWRITTEN) == 0 || number(meta) <= writtenSequence);
    }

    private static int number(long meta) {
        return (int) (meta >>> NUMBER_SHIFT) & NUMBER_MASK;
    }

    static long dirty(long meta, int generation) {
        return (meta & FLAGS_AND_STAMP & ~(long) UNWRITTEN)
                | DIRTY
                | (long) (isLive(meta) ? generation : generation | DEAD_BIT) << NUMBER_SHIFT;
    }

    static long unwritten(long meta, int sequence) {
        return (meta & FLAGS_AND_STAMP & ~(long) DIRTY) | UNWRITTEN | (long) (sequence | SEQUENCE_BIT) << NUMBER_SHIFT;
    }

    static long stamped(long meta, long stamp) {
        return (meta & ~STAMP) | stamp;
    }
}
