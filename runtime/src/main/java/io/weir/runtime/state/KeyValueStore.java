package io.weir.runtime.state;

import io.weir.runtime.state.FreezeRequest.Form;
import org.jspecify.annotations.Nullable;

/**
 * An ordered map from byte strings to byte strings: the lower layer of keyed state, one for each operator and subtask.
 * Keys are ordered as unsigned bytes.
 *
 * <p>{@link #get} and {@link #cursor} are called by the worker, all other methods on I/O threads, one at a time; a
 * reader sees a {@link #write} that runs at the same time in part. Errors of the medium come as
 * {@link io.weir.spi.error.WeirException}, after which the store is only good for being closed.
 */
public interface KeyValueStore extends AutoCloseable {
    /** Looks keys up; they ascend. Those that are there are handed to {@code values}, in any order. */
    void get(ByteRows keys, ValueSink values);

    /**
     * The records with {@code from <= key < to}, as they are now: later writes are not seen.
     *
     * @param to null: to the end
     */
    RecordCursor cursor(byte[] from, byte @Nullable [] to);

    /** Whether it certainly holds nothing; cheap. */
    boolean isEmpty();

    /**
     * Writes records and deletions, ascending, each key once.
     *
     * @param bytes their size, roughly
     */
    void write(RecordCursor records, long bytes);

    /** Fixes the content as it is now; cheap, what costs time is done by {@link StoreSnapshot#forEachFile}. */
    StoreSnapshot snapshot(Form form);

    /** Bytes that the records take, roughly; any thread. */
    long bytes();

    @Override
    void close();

    /** Takes values that were found. */
    @FunctionalInterface
    interface ValueSink {
        /** @param index of the key among those looked up; the array is only valid during the call */
        void found(int index, byte[] data, int from, int to);
    }
}
