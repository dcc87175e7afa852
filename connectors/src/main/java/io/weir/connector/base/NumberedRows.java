package io.weir.connector.base;

import io.weir.spi.data.Batch;

/** Makes rows that are functions of their number. Used by one reader; need not be thread-safe. */
@FunctionalInterface
public interface NumberedRows {
    /**
     * The rows {@code first, first + stride, ...}, {@code count} of them, in this order.
     *
     * @param nowMillis the engine's clock, for rows that tell the time; no other value may depend on it
     */
    Batch generate(long first, long stride, int count, long nowMillis);
}
