package io.weir.tables;

import static io.weir.spi.Checks.checkArgument;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * How far a sink has committed: everything that its attempts before {@code attempt} have left, and of this attempt all
 * up to {@code checkpointId}. Attempts have growing numbers, and so have the checkpoints of one attempt; a job that
 * goes on from an older checkpoint counts checkpoints from there again, but in a later attempt. So a mark only ever
 * grows, and still tells after any number of restarts whether the rows that an old savepoint names are in the table.
 *
 * <p>Stored as checkpoint and attempt (8 bytes each). Stores of earlier builds have the checkpoint alone.
 *
 * @param attempt the attempt that has staged the rows; {@link #UNKNOWN} in a mark of an earlier build
 */
record SinkMark(long checkpointId, long attempt) {
    static final long UNKNOWN = -1;
    /** In which a sink commits. */
    static final Comparator<SinkMark> ORDER =
            Comparator.comparingLong(SinkMark::attempt).thenComparingLong(SinkMark::checkpointId);

    static SinkMark decode(byte[] stored) {
        checkArgument(
                stored.length == Long.BYTES || stored.length == 2 * Long.BYTES,
                "mark of a sink has %s bytes",
                stored.length);
        return new SinkMark(Bytes.longAt(stored, 0), stored.length == Long.BYTES ? UNKNOWN : Bytes.longAt(stored, 8));
    }

    /** How far a sink has come; null if it has committed nothing, or was forgotten. */
    static @Nullable SinkMark of(TableDatabase database, String sink) {
        byte[] stored = database.meta(CommitGroup.SINK + sink, null);
        return stored == null ? null : decode(stored);
    }

    byte[] encode() {
        ByteArrayBuilder out = new ByteArrayBuilder(2 * Long.BYTES);
        out.putLong(checkpointId);
        out.putLong(attempt);
        return out.build();
    }

    /** Whether what stands behind the other mark is committed. */
    boolean covers(SinkMark other) {
        if (attempt == UNKNOWN || attempt == other.attempt) {
            return other.checkpointId <= checkpointId;
        }
        return other.attempt < attempt;
    }
}
