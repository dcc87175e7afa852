package io.weir.runtime.state;

import io.weir.spi.data.ColumnBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Entries by key (and namespace): a few {@code long} slots and, if declared, a byte string each. Entries are dense and
 * numbered; the numbers that {@link #resolve} gives out hold until the next call of a method that says it may move
 * entries.
 *
 * <p>Use, per batch:
 *
 * <pre>{@code
 * table.resolve(keys, null, true, entries);              // one bulk look-up: misses are read together from the store below
 * for (int row = 0; row < rowCount; row++) {
 *     int entry = entries[row];
 *     table.touch(entry);                                // before the first change after a resolve
 *     table.page(entry)[table.offset(entry) + COUNT]++;
 * }
 * }</pre>
 *
 * <p>Called by the worker that runs the subtask, never blocks but for reads of entries that are not cached. State
 * changed after a barrier never becomes part of the snapshot of that barrier; the table sees to it in {@link #touch}.
 */
public abstract class KeyedTable extends Slots {
    /** The number of no entry. */
    public static final int ABSENT = -1;

    /**
     * Finds the entries of all keys. May move entries: numbers given out before are void.
     *
     * @param namespaces {@code long[keys.count() or more]} for a namespaced table, null otherwise
     * @param create whether absent entries are made, with slots 0 and no bytes; if false they are {@link #ABSENT}. An
     *     entry made and not touched before the next call that may move entries never was
     * @param entries {@code int[keys.count() or more]}, filled; the same key has the same number
     */
    public abstract void resolve(KeyBatch keys, long @Nullable [] namespaces, boolean create, int[] entries);

    /** Announces a change of an entry: to be called before it, once or more often. */
    public abstract void touch(int entry);

    /** The byte string of an entry, or null if none was set; not to be written to. */
    public abstract byte @Nullable [] bytes(int entry);

    /** Sets the byte string of a touched entry; takes the array over. */
    public abstract void setBytes(int entry, byte @Nullable [] value);

    /** Removes an entry. Its number must not be used any more. */
    public abstract void remove(int entry);

    /** The namespace of an entry. */
    public abstract long namespace(int entry);

    /**
     * Appends the key columns of entries to builders, one for each key column. {@code entries} is
     * {@code int[count or more]}.
     */
    public abstract void appendKeys(int[] entries, int count, ColumnBuilder[] keyColumns);

    /** The hash and bytes of the keys of entries, to resolve them in another table with the same key types. */
    public abstract void keysOf(int[] entries, int count, KeyBatch keys);

    /**
     * The least namespace that has an entry, or {@link Long#MAX_VALUE} if the table is empty. For namespaced tables;
     * cheap enough for each batch.
     */
    public abstract long leastNamespace();

    /**
     * The least namespace from {@code from} on that may have an entry, or {@link Long#MAX_VALUE} if there is none: below
     * it no entry needs to be looked for. It may have none itself. For namespaced tables; as cheap.
     */
    public abstract long nextNamespace(long from);

    /**
     * Begins a pass over all entries with {@code from <= namespace <= to}, in ascending order of namespace; for tables
     * without namespaces (then both bounds are ignored) in any order. Entries made during the pass may or may not be
     * seen. One pass at a time: it ends the one begun before. A pass that is not taken to its end keeps memory until
     * the next one.
     */
    public abstract Scan scan(long from, long to);

    /** A pass over entries. */
    public interface Scan {
        /**
         * The next entries. May move entries, those of the last call included; entries may be touched and removed until
         * the next call.
         *
         * @param entries {@code int[max or more]}, filled from 0
         * @return how many, 0 at the end
         */
        int next(int[] entries, int max);
    }
}
