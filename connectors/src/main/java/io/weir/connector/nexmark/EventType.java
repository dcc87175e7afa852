package io.weir.connector.nexmark;

/** Which events a Nexmark table holds. */
enum EventType {
    /** {@code event_type} 0. */
    PERSON,
    /** {@code event_type} 1. */
    AUCTION,
    /** {@code event_type} 2. */
    BID,
    /** All three in one table, as nested rows. */
    ALL
}
