package io.weir.runtime.time;

import static io.weir.spi.Checks.checkArgument;

import io.weir.runtime.element.Watermark;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Merges the watermarks of several parts (channels of a subtask, splits of a source) into one: the least of all parts
 * that are neither idle nor ended.
 *
 * <p>The result never goes back: a part that wakes from idleness behind it is late with its rows, and holds the result
 * where it is until it has caught up. While all parts that have not ended are idle the result stays; when all have
 * ended it is {@link Watermark#END}. Not thread-safe.
 */
public final class WatermarkMerger {
    private static final byte ACTIVE = 0;
    private static final byte IDLE = 1;
    private static final byte ENDED = 2;

    private long[] watermarks = {};
    private byte[] states = {};
    private int count;
    private int idleCount;
    private int endedCount;
    private long current;

    /** @param restored where it stood in the checkpoint, or {@link Watermark#NONE}; parts begin there */
    public WatermarkMerger(int count, long restored) {
        current = restored;
        grow(count, part -> restored);
    }

    /**
     * Adds parts, up to this number; they hold the result back from now on.
     *
     * @param watermarkOf where a new part stands, behind or before the result
     * @return whether {@link #current} has grown, because all new parts are before it and none was there
     */
    public boolean grow(int newCount, IntToLongFunction watermarkOf) {
        if (newCount <= count) {
            return false;
        }
        watermarks = Arrays.copyOf(watermarks, newCount);
        states = Arrays.copyOf(states, newCount);
        for (int part = count; part < newCount; part++) {
            watermarks[part] = watermarkOf.applyAsLong(part);
        }
        count = newCount;
        return merge();
    }

    /** Where a part stands, be it idle or not. */
    public long watermark(int part) {
        return watermarks[part];
    }

    public long current() {
        return current;
    }

    /** Whether no part moves the result at the moment: at least one is idle, and the others have ended. */
    public boolean isIdle() {
        return idleCount > 0 && idleCount + endedCount == count;
    }

    public boolean isIdle(int part) {
        return states[part] == IDLE;
    }

    /**
     * A part has come to a watermark; it is active again if it was idle.
     *
     * @return whether {@link #current} has grown
     */
    public boolean advance(int part, long watermark) {
        activate(part);
        if (states[part] == ENDED || watermark <= watermarks[part]) {
            // An idle part that woke up behind the result may, by waking, not move it.
            return false;
        }
        boolean held = watermarks[part] <= current;
        watermarks[part] = watermark;
        return held && merge();
    }

    /** A part has rows again. */
    public void activate(int part) {
        checkArgument(part >= 0 && part < count, "part %s of %s", part, count);
        if (states[part] == IDLE) {
            states[part] = ACTIVE;
            idleCount--;
        }
    }

    /**
     * A part holds nothing back until it is active again.
     *
     * @return whether {@link #current} has grown
     */
    public boolean idle(int part) {
        checkArgument(part >= 0 && part < count, "part %s of %s", part, count);
        if (states[part] != ACTIVE) {
            return false;
        }
        states[part] = IDLE;
        idleCount++;
        return merge();
    }

    /**
     * Nothing follows on a part.
     *
     * @return whether {@link #current} has grown
     */
    public boolean end(int part) {
        activate(part);
        if (states[part] == ENDED) {
            return false;
        }
        states[part] = ENDED;
        endedCount++;
        return merge();
    }

    private boolean merge() {
        if (endedCount == count) {
            return raise(Watermark.END);
        }
        if (isIdle()) {
            return false;
        }
        long least = Watermark.END;
        for (int part = 0; part < count; part++) {
            if (states[part] == ACTIVE) {
                least = Math.min(least, watermarks[part]);
            }
        }
        return raise(least);
    }

    private boolean raise(long watermark) {
        if (watermark <= current) {
            return false;
        }
        current = watermark;
        return true;
    }
}
