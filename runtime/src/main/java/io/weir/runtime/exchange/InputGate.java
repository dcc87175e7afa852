package io.weir.runtime.exchange;

import io.weir.runtime.element.StreamElement;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All channels of all inputs of one subtask, numbered through; each knows its input. Takes elements from them in turn,
 * leaving out those that are held. Used by the receiver's worker.
 */
public final class InputGate {
    private final Channel[] channels;
    private final int[] inputOfChannel;
    private final BitSet held = new BitSet();
    private int next;
    private int current = -1;

    /** A channel and the input that it belongs to. */
    public record Entry(int input, Channel channel) {}

    public InputGate(List<Entry> entries) {
        channels = entries.stream().map(Entry::channel).toArray(Channel[]::new);
        inputOfChannel = entries.stream().mapToInt(Entry::input).toArray();
    }

    public int channelCount() {
        return channels.length;
    }

    public Channel channel(int index) {
        return channels[index];
    }

    public int inputOf(int channel) {
        return inputOfChannel[channel];
    }

    /**
     * The next element of any channel that is not held, in turn; {@link #current} says from which. Null if there is
     * none.
     */
    public @Nullable StreamElement poll() {
        for (int i = 0; i < channels.length; i++) {
            int index = next;
            next = next + 1 == channels.length ? 0 : next + 1;
            if (!channels[index].isEmpty() && !held.get(index)) {
                StreamElement element = channels[index].poll();
                if (element != null) {
                    current = index;
                    return element;
                }
            }
        }
        return null;
    }

    /** The channel of the last element that {@link #poll} gave. */
    public int current() {
        return current;
    }

    /** Takes nothing from a channel until {@link #releaseAll}. */
    public void hold(int channel) {
        held.set(channel);
    }

    public void releaseAll() {
        held.clear();
    }

    /** Elements that wait in all channels. Any thread. */
    public int queuedElements() {
        int queued = 0;
        for (Channel channel : channels) {
            queued += channel.size();
        }
        return queued;
    }
}
