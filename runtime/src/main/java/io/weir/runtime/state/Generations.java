package io.weir.runtime.state;

import java.util.ArrayDeque;

/**
 * Which entries of a table have changed and are to be written. Changes belong to the current <em>generation</em>. When
 * it ends, at a barrier or because something must be written, nothing else happens: its entries are written in slices,
 * or before they next change if a snapshot must see them as they were.
 */
final class Generations {
    private static final int LEAST_THINNED = 4096;

    private final EntryRows rows;
    private final EntryWriter writer;

    /** The generation that changes belong to, and the last one that a snapshot under way must not see changes of. */
    private int current = 1;

    private int lastFrozen;
    private IntList dirty = new IntList();
    private final ArrayDeque<Ended> ended = new ArrayDeque<>();

    /** The entries changed in a generation that has ended. */
    private static final class Ended {
        final int generation;
        final IntList entries;
        int next;

        Ended(int generation, IntList entries) {
            this.generation = generation;
            this.entries = entries;
        }
    }

    Generations(EntryRows rows, EntryWriter writer) {
        this.rows = rows;
        this.writer = writer;
    }

    int current() {
        return current;
    }

    /** Whether an entry has been noted in this generation as changed. */
    boolean isTouched(int entry) {
        return Meta.isTouched(rows.meta(entry), current);
    }

    /** An entry whose state at a barrier is still to be saved is saved; to be called before it changes. */
    void saveIfFrozen(int entry) {
        if (Meta.isDirtyUpTo(rows.meta(entry), lastFrozen)) {
            writer.write(entry);
        }
    }

    /** Notes an entry as changed, or as removed if it is no longer live. */
    void add(int entry) {
        long meta = rows.meta(entry);
        rows.setMeta(entry, Meta.dirty(meta, current));
        if (!Meta.isDirtyOf(meta, current)) {
            dirty.add(entry);
            if (dirty.size > 2 * rows.used() + LEAST_THINNED) {
                thinOut();
            }
        }
    }

    /** Entries that come and go in one generation stand in the list again and again. */
    private void thinOut() {
        int kept = 0;
        for (int i = 0; i < dirty.size; i++) {
            int entry = dirty.items[i];
            if (isDirtyOf(entry, current) && !rows.is(entry, Meta.LISTED)) {
                rows.set(entry, Meta.LISTED);
                dirty.items[kept++] = entry;
            }
        }
        dirty.size = kept;
        for (int i = 0; i < kept; i++) {
            rows.unset(dirty.items[i], Meta.LISTED);
        }
    }

    /** Of an entry in a list: it may have left the cache since, and its row with it. */
    private boolean isDirtyOf(int entry, int generation) {
        return entry < rows.used() && Meta.isDirtyOf(rows.meta(entry), generation);
    }

    /** How many entries have changed in the current generation; one that came and went counts as often. */
    int dirtyEntries() {
        return dirty.size;
    }

    /** Ends the generation. {@code isFrozen}: a snapshot must see the entries as they are now. */
    void end(int newGeneration, boolean isFrozen) {
        if (dirty.size > 0) {
            ended.add(new Ended(current, dirty));
            dirty = new IntList();
        }
        if (isFrozen) {
            lastFrozen = current;
        }
        current = newGeneration;
    }

    /**
     * Puts entries of ended generations into the write buffer, at most so many.
     *
     * @return how many were looked at
     */
    int write(int most, int lastGeneration) {
        int done = 0;
        while (done < most && hasEnded(lastGeneration)) {
            Ended oldest = ended.element();
            while (done < most && oldest.next < oldest.entries.size) {
                int entry = oldest.entries.items[oldest.next++];
                if (isDirtyOf(entry, oldest.generation)) {
                    writer.write(entry);
                }
                done++;
            }
            if (oldest.next == oldest.entries.size) {
                ended.remove();
            }
        }
        return done;
    }

    /** How many entries of ended generations are still to be looked at. */
    int endedEntries() {
        int entries = 0;
        for (Ended generation : ended) {
            entries += generation.entries.size - generation.next;
        }
        return entries;
    }

    /** Whether entries of a generation up to this one are still to be looked at. */
    boolean hasEnded(int lastGeneration) {
        return !ended.isEmpty() && ended.element().generation <= lastGeneration;
    }
}
