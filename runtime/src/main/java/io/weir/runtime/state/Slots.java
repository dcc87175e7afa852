package io.weir.runtime.state;

/**
 * Numbered entries of a few {@code long} slots each: what aggregate kernels work on, whether the entries are state or
 * gone with the batch.
 */
public abstract class Slots {
    /** The array that holds the slots of an entry, from {@link #offset}. Arrays are shared by neighbouring entries. */
    public abstract long[] page(int entry);

    /** Where the slots of an entry begin in its {@link #page}. */
    public abstract int offset(int entry);
}
