package io.weir.connector.base;

import io.weir.spi.connector.SplitPosition;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.ByteBuffer;

/** A position that is one number: version byte 1, then 8 bytes, big-endian. */
public final class LongPosition {
    private static final byte VERSION = 1;
    private static final int BYTES = 1 + Long.BYTES;

    private LongPosition() {}

    public static SplitPosition of(String splitId, long next) {
        return new SplitPosition(
                splitId, ByteBuffer.allocate(BYTES).put(VERSION).putLong(next).array());
    }

    /** @throws WeirException (INCOMPATIBLE_STATE) if these are not bytes that {@link #of} wrote */
    public static long read(SplitPosition position) {
        ByteBuffer bytes = ByteBuffer.wrap(position.position());
        if (bytes.remaining() != BYTES || bytes.get() != VERSION) {
            throw new WeirException(
                    ErrorCode.INCOMPATIBLE_STATE,
                    "position of split \"" + position.splitId() + "\" was written by another version or connector");
        }
        return bytes.getLong();
    }
}
