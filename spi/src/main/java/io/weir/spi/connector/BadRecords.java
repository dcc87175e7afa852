package io.weir.spi.connector;

/**
 * Takes what cannot be read, as the policy of the table says ({@code fail}, {@code skip}, {@code dead-letter}).
 */
public interface BadRecords {
    /**
     * Reports a record; called in {@link SourceReader#poll} alone, so that no barrier comes between the record and its
     * report. With the policy {@code fail} throws a {@link io.weir.spi.error.WeirException} (MALFORMED_RECORD) that
     * names the place and the cause; otherwise returns, and the reader goes on behind the record.
     *
     * @param place for people: {@code topic "flights" partition 3 offset 1207}, {@code file "x.csv" line 17}
     * @param cause for people: what was found and what was wanted
     */
    void report(String place, byte[] data, int from, int to, String cause);
}
