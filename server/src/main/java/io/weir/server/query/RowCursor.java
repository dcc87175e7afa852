package io.weir.server.query;

/** The rows of a result, read once. Fetched by one thread at a time; closed by any. */
public interface RowCursor extends AutoCloseable {
    /**
     * Waits for rows and returns what there is as soon as there is one.
     *
     * @param maxRows at least 1
     * @param waitMillis how long to wait for a first row; 0: not at all
     * @throws io.weir.spi.error.WeirException the error that ended the query; QUERY_CANCELLED if it was closed
     */
    Page next(int maxRows, long waitMillis) throws InterruptedException;

    /** Ends the query and frees all it holds; a thread that waits for rows gets QUERY_CANCELLED. Idempotent. */
    @Override
    void close();
}
