package io.weir.runtime.exchange;

import io.weir.runtime.jobgraph.Partitioning;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyGroups;
import io.weir.spi.data.Batch;
import java.util.Arrays;

/**
 * Sends each row to the subtask that owns its key's group. The parts are views: columns are shared, only the selections
 * are new.
 *
 * <p>One pass finds the targets and counts, a second one fills selections of exactly the right size.
 */
final class HashPartitioner implements Partitioner {
    private final KeyCodec codec;
    private final int[] columns;
    private final int maxParallelism;
    /** {@code int[maxParallelism]}: the subtask that owns a key group. */
    private final int[] subtaskOfKeyGroup;

    private final KeyBatch keys = new KeyBatch();
    /** {@code int[rowCount or more]}, reused: the target of each row. */
    private int[] targetOfRow = new int[0];
    /** {@code int[parallelism]}, reused: rows for each target; then where the next one goes. */
    private final int[] counts;

    HashPartitioner(Partitioning.Hash hash, int maxParallelism, int parallelism) {
        codec = new KeyCodec(hash.types());
        columns = hash.columns().stream().mapToInt(Integer::intValue).toArray();
        this.maxParallelism = maxParallelism;
        subtaskOfKeyGroup = new int[maxParallelism];
        for (int keyGroup = 0; keyGroup < maxParallelism; keyGroup++) {
            subtaskOfKeyGroup[keyGroup] = KeyGroups.subtaskOf(keyGroup, maxParallelism, parallelism);
        }
        counts = new int[parallelism];
    }

    @Override
    public void partition(Batch batch, Targets targets) {
        int parallelism = counts.length;
        if (parallelism == 1) {
            targets.add(0, batch);
            return;
        }
        int rowCount = batch.rowCount();
        codec.hash(batch, columns, keys);
        if (targetOfRow.length < rowCount) {
            targetOfRow = new int[Math.max(rowCount, 1024)];
        }
        Arrays.fill(counts, 0);
        long[] hashes = keys.hashes();
        for (int row = 0; row < rowCount; row++) {
            int target = subtaskOfKeyGroup[KeyGroups.ofHash(hashes[row], maxParallelism)];
            targetOfRow[row] = target;
            counts[target]++;
        }
        if (rowCount > 0 && counts[targetOfRow[0]] == rowCount) {
            targets.add(targetOfRow[0], batch);
            return;
        }
        int[][] rows = new int[parallelism][];
        for (int target = 0; target < parallelism; target++) {
            rows[target] = new int[counts[target]];
            counts[target] = 0;
        }
        for (int row = 0; row < rowCount; row++) {
            int target = targetOfRow[row];
            rows[target][counts[target]++] = row;
        }
        for (int target = 0; target < parallelism; target++) {
            if (rows[target].length > 0) {
                targets.add(target, batch.select(rows[target], rows[target].length));
            }
        }
    }
}
