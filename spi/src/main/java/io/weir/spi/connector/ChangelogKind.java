package io.weir.spi.connector;

/** Which row kinds a stream carries, or a sink takes. */
public enum ChangelogKind {
    /** Only {@code +I}. */
    INSERT_ONLY,
    /**
     * {@code +I}, {@code +U} and {@code -D} by primary key, where {@code +I} and {@code +U} both mean "put": no
     * {@code -U}.
     */
    UPSERT,
    /** All four; every row that is replaced or deleted is withdrawn whole. */
    ALL
}
