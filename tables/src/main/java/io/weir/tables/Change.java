package io.weir.tables;

/**
 * One change to a table, as a transaction asks for it.
 *
 * @param row all columns
 */
record Change(Relation table, Kind kind, byte[] row) {
    enum Kind {
        /** A row that must not be there yet. */
        INSERT,
        /** A row that takes the place of the one with its key. */
        UPSERT,
        /**
         * A row goes away that must be there just so; if it is not, the transaction has read what is no longer true.
         */
        DELETE,
        /** A row goes away if it is there just so. */
        WITHDRAW
    }
}
