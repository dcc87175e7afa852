package io.weir.runtime.state;

/**
 * For each key a bag of rows, to which rows are added and out of which none is ever taken alone: an insert-only
 * side of a join. As there is no row to be found again, there is no order either: a row is appended, whatever else the key has.
 *
 * <p>Rows are byte strings. Equal ones may stand as one with a number of copies; whether they do is not said.
 *
 * <p>Threading as in {@link KeyedTable}.
 */
public abstract class KeyedBags {
    /**
     * Makes the bags of keys available, in bulk. Handles given out before are void.
     *
     * @param handles {@code int[keys.count() or more]}, filled; the same key has the same handle; a key without rows
     *     has an empty bag
     */
    public abstract void load(KeyBatch keys, int[] handles);

    /**
     * The same for keys to which no rows will be added: where a key has none, nothing is made for it, and its handle is
     * {@link KeyedTable#ABSENT}.
     *
     * @param handles {@code int[keys.count() or more]}, filled
     */
    public abstract void find(KeyBatch keys, int[] handles);

    /** Whether a key has no rows. */
    public abstract boolean isEmpty(int handle);

    /** Removes all rows of a key. Its handle must not be used any more. */
    public abstract void clear(int handle);

    /**
     * Adds rows; voids the positions of cursors on their keys.
     *
     * @param handles the key of each row, loaded; {@code int[rows.count() or more]}
     */
    public abstract void add(int[] handles, ByteRows rows);

    /** A cursor of this state; reusable for any handle, and there may be several. */
    public abstract Cursor cursor();

    /** Goes through the rows of a key, in any order. */
    public abstract static class Cursor {
        /**
         * Goes to some row of a key.
         *
         * @return false if there is none
         */
        public abstract boolean first(int handle);

        /**
         * Goes to a row that it has not been to.
         *
         * @return false if there is none left
         */
        public abstract boolean next();

        /**
         * The array in which the row stands, from {@link #start} to {@link #end}; valid until rows are added to the
         * key; not to be written to.
         */
        public abstract byte[] data();

        public abstract int start();

        public abstract int end();

        /** How many times the row is there; at least 1. */
        public abstract long copies();
    }
}
