package io.weir.runtime.element;

/**
 * No row with an earlier or equal event time follows on this channel, but late ones.
 *
 * @param timeMicros event time in microseconds since the epoch; ascending on a channel; {@link #END} behind all rows
 */
public record Watermark(long timeMicros) implements StreamElement {
    /** Before any watermark. */
    public static final long NONE = Long.MIN_VALUE;

    /** The watermark at the end of all input: every window and timer is due. */
    public static final long END = Long.MAX_VALUE;
}
