package io.weir.runtime.state;

/**
 * Whether changed entries of a table should be written before the next barrier, because
 *
 * <ul>
 *   <li>memory is short;
 *   <li>the cache is growing towards that: if writing began when it is full of dirty entries, the operator would stand
 *       still until they are written (seen on a busy machine: eight seconds);
 *   <li>many entries have become cold, which shows in that most changes go to few of those that are dirty. A change
 *       costs at most an eighth of a write that way.
 * </ul>
 */
final class WritePolicy {
    /** Fewer changed entries than this are not worth being written between barriers. */
    private static final int MANY_DIRTY = 4 * 4096;

    private static final long LOOKUPS_OF_COLD = 8;

    private final Generations generations;
    private final EntryRows rows;
    private final CacheSpace space;
    private final StateMemory.Account memory;

    /** Since the current generation began. */
    private long lookups;

    private int capacityAtBegin;

    WritePolicy(Generations generations, EntryRows rows, CacheSpace space, StateMemory.Account memory) {
        this.generations = generations;
        this.rows = rows;
        this.space = space;
        this.memory = memory;
    }

    void generationBegins() {
        lookups = 0;
        capacityAtBegin = rows.capacity();
    }

    void lookedUp(int count) {
        lookups += count;
    }

    boolean wantsWriting(boolean isCheckpointed) {
        int dirty = generations.dirtyEntries();
        if (dirty == 0 || space.isShort()) {
            return dirty > 0;
        }
        boolean isGrowing = memory.isFilling() && rows.capacity() - capacityAtBegin > dirty / 4;
        boolean isCold = isCheckpointed && lookups >= LOOKUPS_OF_COLD * dirty;
        return dirty >= MANY_DIRTY && (isGrowing || isCold);
    }
}
