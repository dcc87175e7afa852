package io.weir.spi.connector;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Turns records into rows and back. Made for one table by a {@link FormatFactory}; immutable; each reader and writer
 * makes its own decoder or encoder.
 */
public interface Format {
    /** The row kinds that decoded records can carry. */
    ChangelogKind changelog();

    /**
     * Makes a decoder of the physical columns at {@code wanted} (ascending indexes); other columns need not be decoded.
     * The decoder fills columns {@code 0 .. wanted.size() - 1} of the builder it is given.
     */
    Decoder createDecoder(List<Integer> wanted);

    Encoder createEncoder();

    /** Whether records are lines, so that files of them can be split at line ends ({@code json}, {@code csv}). */
    boolean isLineBased();

    /** For line-based formats: how many lines at the start of each file are not records. */
    default int headerLineCount() {
        return 0;
    }

    /** For line-based formats: what a file starts with; empty or ending in a line feed. */
    default byte[] fileHeader() {
        return new byte[0];
    }

    /** Decodes record after record. Not thread-safe. */
    interface Decoder {
        /**
         * Decodes {@code data[from .. to)} and appends its rows (none, one or several), each closed by {@code endRow}.
         * Metadata columns are filled by the caller: a decoder calls {@code rows.endRow} through {@code end} so that
         * the caller can add them.
         *
         * @throws MalformedRecordException if the record cannot be read; rows that it has begun are taken back by the
         *     caller with {@link BatchBuilder#abandonRow}
         */
        void decode(byte[] data, int from, int to, BatchBuilder rows, RowEnd end) throws MalformedRecordException;
    }

    /** Closes a row: adds metadata columns, then calls {@link BatchBuilder#endRow(byte)}. */
    @FunctionalInterface
    interface RowEnd {
        RowEnd PLAIN = BatchBuilder::endRow;

        void end(BatchBuilder rows, byte rowKind);
    }

    /** Encodes rows of physical columns. Not thread-safe. */
    interface Encoder {
        /** Encodes a row of the batch into {@code out}, without a line end. */
        void encode(Batch batch, int row, ByteBuffer out);
    }

    /**
     * A growing buffer of bytes that encoders write to; owned by the caller. Not thread-safe, other than its parent: a
     * lock for each byte costs more than the byte.
     */
    final class ByteBuffer extends ByteArrayOutputStream {
        public ByteBuffer(int capacity) {
            super(capacity);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public void write(int value) {
            reserve(1);
            buf[count++] = (byte) value;
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public void write(byte[] data, int from, int size) {
            reserve(size);
            System.arraycopy(data, from, buf, count, size);
            count += size;
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public void reset() {
            count = 0;
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public int size() {
            return count;
        }

        private void reserve(int more) {
            int needed = Math.addExact(count, more);
            if (needed > buf.length) {
                buf = Arrays.copyOf(buf, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, 2L * buf.length)));
            }
        }

        /** The bytes written so far are {@code array()[0 .. size())}; valid until the next write. */
        public byte[] array() {
            return buf;
        }
    }

    /** A record that cannot be read; the message says what was found and what was wanted, and where in the record. */
    final class MalformedRecordException extends Exception {
        private static final long serialVersionUID = 1L;

        public MalformedRecordException(String message) {
            super(message, null, false, false); // no stack trace: bad input can be frequent
        }
    }
}
