package io.weir.spi.connector;

import static java.util.Objects.requireNonNull;

/**
 * Where to go on reading a split: the <em>next</em> position, never the last one read.
 *
 * @param splitId stable over restarts
 * @param position in an encoding of the connector's own, versioned by its first byte; not modified after construction
 */
public record SplitPosition(String splitId, byte[] position) {
    public SplitPosition {
        requireNonNull(splitId, "splitId is null");
        requireNonNull(position, "position is null");
    }
}
