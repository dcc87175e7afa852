package io.weir.connector.base;

import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.data.Batch;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows of the splits that one subtask owns, always of the split that is furthest behind, so that event times
 * of the splits stay together. All on the worker: nothing here waits.
 */
final class NumberedReader implements SourceReader {
    private final NumberedRows rows;
    private final SourceContext context;
    private final long stride;
    private final long rowCount;
    private final List<String> splitIds;
    /** The number of each split's next row. */
    private final long[] next;

    private final @Nullable TokenBucket rate;

    NumberedReader(
            NumberedSource.Specification specification,
            NumberedRows rows,
            SourceContext context,
            List<SplitPosition> restored) {
        this.rows = rows;
        this.context = context;
        this.stride = specification.splitCount();
        this.rowCount = specification.rowCount();
        List<String> allIds = SplitIds.balanced(specification.kind(), specification.splitCount());
        Map<String, Long> positions = positions(specification, allIds, restored);
        List<String> owned = new ArrayList<>();
        long[] firsts = new long[allIds.size()];
        for (int split = 0; split < allIds.size(); split++) {
            String id = allIds.get(split);
            if (context.owns(id)) {
                firsts[owned.size()] = positions.getOrDefault(id, (long) split);
                owned.add(id);
            }
        }
        this.splitIds = List.copyOf(owned);
        this.next = firsts;
        double share = specification.rowsPerSecond() * owned.size() / specification.splitCount();
        this.rate = share > 0 ? new TokenBucket(share, context.nanoTime()) : null;
    }

    private static Map<String, Long> positions(
            NumberedSource.Specification specification, List<String> allIds, List<SplitPosition> restored) {
        Map<String, Long> positions = new HashMap<>();
        for (SplitPosition position : restored) {
            positions.put(position.splitId(), LongPosition.read(position));
        }
        // With another number of splits the same row would belong to another split: rows would be lost and repeated.
        if (!positions.isEmpty() && !positions.keySet().equals(new TreeSet<>(allIds))) {
            throw new WeirException(
                            ErrorCode.INCOMPATIBLE_STATE,
                            "checkpoint has " + positions.size() + " splits, the " + specification.kind()
                                    + " table has " + allIds.size())
                    .withHint("Give the table the 'number-of-splits' that it had when the checkpoint was taken.");
        }
        return positions;
    }

    @Override
    public @Nullable SplitBatch poll(int maxRows) {
        int split = furthestBehind();
        if (split < 0) {
            return null;
        }
        long left = (rowCount - next[split] - 1) / stride + 1;
        int count = (int) Math.min(Math.max(1, maxRows), left);
        if (rate != null) {
            int due = rate.due(context.nanoTime());
            if (due == 0) {
                context.wakeUpAfterMillis(rate.millisUntilDue());
                return null;
            }
            count = Math.min(count, due);
            rate.take(count);
        }
        Batch batch = rows.generate(next[split], stride, count, context.currentTimeMillis());
        next[split] += count * stride;
        return new SplitBatch(split, batch);
    }

    private int furthestBehind() {
        int best = -1;
        for (int split = 0; split < splitIds.size(); split++) {
            if (!isSplitFinished(split) && (best < 0 || next[split] < next[best])) {
                best = split;
            }
        }
        return best;
    }

    @Override
    public int splitCount() {
        return splitIds.size();
    }

    @Override
    public String splitId(int split) {
        return splitIds.get(split);
    }

    @Override
    public boolean isSplitFinished(int split) {
        return next[split] >= rowCount;
    }

    @Override
    public boolean isFinished() {
        return furthestBehind() < 0 && rowCount != NumberedSource.ENDLESS;
    }

    @Override
    public List<SplitPosition> snapshot(long checkpointId) {
        List<SplitPosition> positions = new ArrayList<>(splitIds.size());
        for (int split = 0; split < splitIds.size(); split++) {
            positions.add(LongPosition.of(splitIds.get(split), next[split]));
        }
        return positions;
    }

    @Override
    public void close() {}
}
