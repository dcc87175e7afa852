package io.weir.runtime.state;

/**
 * Goes through records of a {@link KeyValueStore} in ascending order of their keys (unsigned lexicographic). Begins
 * before the first one. What the accessors give is valid until the next call of {@link #next}. One thread at a time.
 */
public interface RecordCursor extends AutoCloseable {
    /**
     * Goes to the next record.
     *
     * @return false at the end
     */
    boolean next();

    byte[] keyData();

    int keyStart();

    int keyEnd();

    /** Whether the record says that the key is gone; it then has no value. Only in what is written to a store. */
    boolean isDeletion();

    byte[] valueData();

    int valueStart();

    int valueEnd();

    @Override
    void close();
}
