package io.weir.runtime.operator.window;

import io.weir.runtime.element.Watermark;

/** How far event time has come, in terms of windows. */
final class WindowProgress {
    private long watermark = Watermark.NONE;

    /**
     * Event time has come to {@code newWatermark}.
     *
     * @return whether that is news
     */
    boolean advance(long newWatermark) {
        if (newWatermark <= watermark) {
            return false;
        }
        watermark = newWatermark;
        return true;
    }

    long watermark() {
        return watermark;
    }

    /** The end of the last window that is complete: no row before it follows. */
    long completeEnd() {
        return watermark == Watermark.END
                ? Long.MAX_VALUE
                : watermark == Watermark.NONE ? Long.MIN_VALUE : watermark + 1;
    }

    boolean isComplete(long windowEnd) {
        return windowEnd <= completeEnd();
    }
}
