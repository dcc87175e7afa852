package io.weir.runtime.exchange;

import io.weir.runtime.element.Rows;
import io.weir.runtime.element.StreamElement;
import io.weir.runtime.jobgraph.Partitioning;
import io.weir.spi.data.Batch;
import org.jspecify.annotations.Nullable;

/**
 * One edge at one sending subtask: spreads rows over its channels, and sends everything else to all of them. Used by
 * the sender's worker.
 */
public final class OutputEdge {
    private final int port;
    private final Partitioner partitioner;
    /** By receiving subtask; null where a forward edge has no channel. */
    private final @Nullable Channel[] channels;

    /**
     * @param port the output of the vertex: 0, or a side output's
     * @param sender the sending subtask's index
     * @param channels by receiving subtask; null where there is none
     */
    public OutputEdge(
            int port, Partitioning partitioning, int sender, int maxParallelism, @Nullable Channel[] channels) {
        this.port = port;
        this.channels = channels.clone();
        partitioner = Partitioners.of(partitioning, sender, maxParallelism, channels.length);
    }

    public int port() {
        return port;
    }

    /**
     * Whether every channel has room: keys go where they must, so one full channel stops the sender.
     *
     * @param emergency whether more than usual may be added, to bring out a barrier that overtakes
     */
    public boolean hasRoom(boolean emergency) {
        for (Channel channel : channels) {
            if (channel != null && !(emergency ? channel.hasEmergencyRoom() : channel.hasRoom())) {
                return false;
            }
        }
        return true;
    }

    public void emit(Batch batch) {
        partitioner.partition(batch, this::add);
    }

    /** Hands a watermark, barrier, idleness or the end to every channel. */
    public void broadcast(StreamElement element) {
        for (Channel channel : channels) {
            if (channel != null) {
                channel.add(element);
            }
        }
    }

    private void add(int target, Batch part) {
        Channel channel = channels[target];
        if (channel == null) {
            throw new IllegalStateException("no channel to subtask " + target);
        }
        channel.add(new Rows(part));
    }
}
