package io.weir.runtime.simulation;

import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.data.Batch;
import io.weir.spi.data.LongColumn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A bounded log in partitions: rows (key, time), read in batches of random size, with pauses. */
final class SimulatedSource implements Source {
    private final String name;
    /** {@code [partition][row]} of {key, time}. */
    private final long[][][] partitions;

    private final Random random;

    SimulatedSource(String name, long[][][] partitions, Random random) {
        this.name = name;
        this.partitions = partitions;
        this.random = random;
    }

    @Override
    public boolean isBounded() {
        return true;
    }

    @Override
    public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
        Map<String, Integer> positions = new HashMap<>();
        for (SplitPosition each : restored) {
            Integer before = positions.put(
                    each.splitId(), ByteBuffer.wrap(each.position()).getInt());
            if (before != null) {
                throw new IllegalStateException("split " + each.splitId() + " is in the checkpoint twice");
            }
        }
        return new Reader(context, positions);
    }

    private String idOf(int partition) {
        return name + "-" + partition;
    }

    private final class Reader implements SourceReader {
        private final SourceContext context;
        private final List<Integer> owned = new ArrayList<>();
        private final int[] next;
        private int turn;

        private Reader(SourceContext context, Map<String, Integer> positions) {
            this.context = context;
            for (int partition = 0; partition < partitions.length; partition++) {
                if (context.owns(idOf(partition))) {
                    owned.add(partition);
                }
            }
            next = new int[owned.size()];
            for (int split = 0; split < next.length; split++) {
                next[split] = positions.getOrDefault(idOf(owned.get(split)), 0);
            }
        }

        @Override
        public @Nullable SplitBatch poll(int maxRows) {
            if (random.nextInt(6) == 0) {
                context.wakeUpAfterMillis(1 + random.nextInt(20));
                return null;
            }
            for (int i = 0; i < next.length; i++) {
                turn = (turn + 1) % next.length;
                long[][] rows = partitions[owned.get(turn)];
                if (next[turn] < rows.length) {
                    int count = Math.min(1 + random.nextInt(4), rows.length - next[turn]);
                    long[] keys = new long[count];
                    long[] times = new long[count];
                    for (int row = 0; row < count; row++) {
                        keys[row] = rows[next[turn] + row][0];
                        times[row] = rows[next[turn] + row][1];
                    }
                    next[turn] += count;
                    return new SplitBatch(
                            turn,
                            Batch.of(count, new LongColumn(count, keys, null), new LongColumn(count, times, null)));
                }
            }
            return null;
        }

        @Override
        public int splitCount() {
            return next.length;
        }

        @Override
        public String splitId(int split) {
            return idOf(owned.get(split));
        }

        @Override
        public boolean isSplitFinished(int split) {
            return next[split] == partitions[owned.get(split)].length;
        }

        @Override
        public boolean isFinished() {
            for (int split = 0; split < next.length; split++) {
                if (!isSplitFinished(split)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public List<SplitPosition> snapshot(long checkpointId) {
            List<SplitPosition> positions = new ArrayList<>();
            for (int split = 0; split < next.length; split++) {
                positions.add(new SplitPosition(
                        idOf(owned.get(split)),
                        ByteBuffer.allocate(4).putInt(next[split]).array()));
            }
            return positions;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
