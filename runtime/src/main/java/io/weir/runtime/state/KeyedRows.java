package io.weir.runtime.state;

/**
 * For each key a set of rows, ordered by an order key in bytes (unsigned lexicographic), each with a payload and a few
 * {@code long} numbers. Rows are kept in packed chunks, never as a store entry each; a key may have millions.
 *
 * <p>It holds the sides of joins (order key: the row's canonical bytes; number 0: its multiplicity; number 1: its
 * matches), the values of MIN/MAX with retraction, Top-N and OVER (order key: the sort key made comparable by
 * {@code SortKeyCodec}, then the row).
 *
 * <p>Threading as in {@link KeyedTable}.
 */
public abstract class KeyedRows {
    /**
     * Makes the rows of keys available, in bulk. Handles given out before are void.
     *
     * @param handles {@code int[keys.count() or more]}, filled; the same key has the same handle; a key without rows
     *     has an empty set
     */
    public abstract void load(KeyBatch keys, int[] handles);

    /**
     * The same for keys to which no rows will be added: where a key has none, nothing is made for it, and its handle is
     * {@link KeyedTable#ABSENT}.
     *
     * @param handles {@code int[keys.count() or more]}, filled
     */
    public abstract void find(KeyBatch keys, int[] handles);

    /** How many different rows (order keys) a key has. */
    public abstract long size(int handle);

    /** A cursor of this state; reusable for any handle, and there may be several. */
    public abstract Cursor cursor();

    /** Lets the rows of a key live on as if one of them had changed, where they have a time to live. */
    public abstract void prolong(int handle);

    /** Removes all rows of a key. */
    public abstract void clear(int handle);

    /**
     * Stands on a row of a key, or beside one. Changes by another cursor on the same key void its position.
     */
    public abstract static class Cursor {
        /**
         * Goes to the first row.
         *
         * @return false if there is none
         */
        public abstract boolean first(int handle);

        /**
         * Goes to the last row.
         *
         * @return false if there is none
         */
        public abstract boolean last(int handle);

        /**
         * Goes to the row with this order key, or where it would stand.
         *
         * @return whether there is such a row. If not, {@link #insert} puts one here, {@link #next} goes to the first
         *     greater row, {@link #previous} to the last smaller one
         */
        public abstract boolean seek(int handle, byte[] data, int from, int to);

        /**
         * Goes to the next row.
         *
         * @return false behind the last one
         */
        public abstract boolean next();

        /**
         * Goes to the row before.
         *
         * @return false before the first one
         */
        public abstract boolean previous();

        /**
         * The array in which the order key stands, from {@link #keyStart} to {@link #keyEnd}; valid until the next
         * change; not to be written to.
         */
        public abstract byte[] keyData();

        public abstract int keyStart();

        public abstract int keyEnd();

        /** The array in which the payload stands. */
        public abstract byte[] payloadData();

        public abstract int payloadStart();

        public abstract int payloadEnd();

        public abstract long number(int index);

        public abstract void setNumber(int index, long value);

        /**
         * Inserts a row where an unsuccessful {@link #seek} stands, with its order key; numbers are 0. The cursor
         * stands on it.
         */
        public abstract void insert(byte[] payload, int from, int to);

        /** Removes the row; the cursor then stands before the next one: {@link #next} goes there. */
        public abstract void remove();
    }
}
