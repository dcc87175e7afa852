package io.weir.spi.connector;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.Batch;

/**
 * Finds rows of a table outside by key. Calls block, come from I/O threads, and several may run at once. It bounds the
 * time of a call and its retries by itself.
 */
@FunctionalInterface
public interface LookupFunction extends AutoCloseable {
    /**
     * The rows of some keys.
     *
     * @param keys different keys: a batch of the key columns, in the order of the join's keys, none of them NULL
     * @throws io.weir.spi.error.WeirException (CONNECTOR_UNREACHABLE, CONNECTOR_FAILURE): fails the job
     */
    Found lookup(Batch keys) throws Exception;

    /**
     * A number that changes when what was found before is out of date: who remembers it forgets it then. Called by the
     * worker for every batch, so it neither blocks nor takes long; from another thread than {@link #lookup}.
     */
    default long generation() {
        return 0;
    }

    @Override
    default void close() {}

    /**
     * What was found.
     *
     * @param rows rows of the right table, dense
     * @param keyRows {@code int[rows.rowCount()]}: for each row the number of its key, ascending
     */
    record Found(Batch rows, int[] keyRows) {
        public Found {
            requireNonNull(rows, "rows is null");
            requireNonNull(keyRows, "keyRows is null");
        }
    }
}
