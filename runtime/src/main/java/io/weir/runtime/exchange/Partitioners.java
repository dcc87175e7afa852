package io.weir.runtime.exchange;

import io.weir.runtime.jobgraph.Partitioning;
import io.weir.spi.data.Batch;

/** Makes the partitioner of an edge. */
final class Partitioners {
    private Partitioners() {}

    /** @param sender the sending subtask's index */
    static Partitioner of(Partitioning partitioning, int sender, int maxParallelism, int parallelism) {
        if (partitioning instanceof Partitioning.Hash hash) {
            return new HashPartitioner(hash, maxParallelism, parallelism);
        }
        if (partitioning instanceof Partitioning.Forward) {
            return (batch, targets) -> targets.add(sender, batch);
        }
        if (partitioning instanceof Partitioning.Single) {
            return (batch, targets) -> targets.add(0, batch);
        }
        if (partitioning instanceof Partitioning.Broadcast) {
            return (batch, targets) -> {
                for (int target = 0; target < parallelism; target++) {
                    targets.add(target, batch);
                }
            };
        }
        if (partitioning instanceof Partitioning.Rebalance) {
            return new RoundRobin(sender, parallelism);
        }
        throw new IllegalStateException("unknown partitioning " + partitioning);
    }

    /** Begins at a target of its own, so that many senders of one batch each do not all send it to the same subtask. */
    private static final class RoundRobin implements Partitioner {
        private final int parallelism;
        private int next;

        private RoundRobin(int sender, int parallelism) {
            this.parallelism = parallelism;
            next = sender % parallelism;
        }

        @Override
        public void partition(Batch batch, Targets targets) {
            targets.add(next, batch);
            next = next + 1 == parallelism ? 0 : next + 1;
        }
    }
}
