package io.weir.runtime.state;

import io.weir.spi.storage.FileContent;

/**
 * The content of a {@link KeyValueStore} at one moment, as files. Independent of the store, which may go on or be
 * closed. Used on I/O threads, one at a time.
 */
public interface StoreSnapshot extends AutoCloseable {
    /** {@code KeyedSnapshot.format}. */
    String format();

    /** Hands the files over, one by one; content may be produced on the way. */
    void forEachFile(FileSink sink);

    /** Drops what the snapshot holds; idempotent. */
    @Override
    void close();

    /** Takes the files. */
    @FunctionalInterface
    interface FileSink {
        /**
         * @param name unique among all files that this store ever had, if {@code immutable}; else unique in this
         *     snapshot
         * @param immutable whether a file of that name has this content in every snapshot of this store, so that it
         *     needs to be stored once only
         * @param content valid during the call
         */
        void file(String name, boolean immutable, FileContent content);
    }
}
