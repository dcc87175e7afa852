package io.weir.planner.expression.support;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;

/** Bounds what REPEAT, SPACE, LPAD and the like may make of a short argument. */
final class TextLimit {
    static final int MAX_BYTES = 16 << 20;

    private TextLimit() {}

    /** @throws WeirException (LIMIT_EXCEEDED) if text would have more bytes than may be */
    static int checkedSize(long bytes) {
        if (bytes > MAX_BYTES) {
            throw new WeirException(
                    ErrorCode.LIMIT_EXCEEDED, "text of " + bytes + " bytes exceeds the limit of " + MAX_BYTES);
        }
        return (int) bytes;
    }
}
