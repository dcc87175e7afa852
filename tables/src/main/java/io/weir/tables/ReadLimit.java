package io.weir.tables;

/**
 * How far the readers of one job may read, so that a barrier can fall behind a transaction that all of them have
 * reached. Thread-safe.
 */
interface ReadLimit {
    /** No limit, for jobs that stand alone. */
    ReadLimit NONE = new ReadLimit() {
        @Override
        public long first() {
            return Long.MAX_VALUE;
        }

        @Override
        public long current() {
            return Long.MAX_VALUE;
        }

        @Override
        public void onRaise(Object reader, Runnable wakeUp) {}

        @Override
        public void forget(Object reader) {}

        @Override
        public void reached(Object reader, long limit) {}
    };

    /** The transaction whose state a reader begins with. */
    long first();

    /** The last transaction that may be read. */
    long current();

    /** Names a reader, and what to call when the limit has been raised; must not block. */
    void onRaise(Object reader, Runnable wakeUp);

    /** A reader is closed; the limit outlives it. Idempotent. */
    void forget(Object reader);

    /** Whether nothing is to be handed over for the moment. A reader is woken by {@link #onRaise} when that changes. */
    default boolean isHeldBack() {
        return false;
    }

    /** A reader has handed over all up to a limit. Told once or more for each. */
    void reached(Object reader, long limit);
}
