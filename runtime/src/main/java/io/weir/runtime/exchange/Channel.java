package io.weir.runtime.exchange;

import static io.weir.spi.Checks.checkArgument;
import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Barrier;
import io.weir.runtime.element.Rows;
import io.weir.runtime.element.StreamElement;
import io.weir.spi.data.Batch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connects one sending subtask to one receiving subtask: a queue of stream elements with one producer and one consumer,
 * without locks.
 *
 * <p>The capacity binds by asking: a sender works only while {@link #hasRoom}, and then hands over all that the work
 * yields, so the queue may exceed its capacity by what one call of an operator emits. Barriers are always accepted;
 * otherwise a full channel would hold back the very thing that makes unaligned checkpoints independent of
 * back-pressure.
 *
 * <p>Each side wakes the other one: the sender when it adds, the receiver when it takes from a channel that was full.
 * The order "write own position, then read the other's", on both sides, rules out that both go to sleep.
 */
public final class Channel {
    /**
     * What an operator with much to say may add, beyond the capacity, so that a barrier that overtakes need not wait
     * for it.
     */
    private static final int EMERGENCY_ELEMENTS = 64;

    private final int capacity;
    private final ExchangeMemory.Account memory;
    private final boolean alwaysAligned;
    private volatile Runnable wakeReceiver = () -> {};
    private volatile Runnable wakeSender = () -> {};

    /** Number of elements ever added. Written by the sender. */
    private volatile long added;
    /** Number of elements ever taken. Written by the receiver. */
    private volatile long taken;
    /** The last unaligned barrier that was added: it may overtake what stands before it. Written by the sender. */
    private volatile @Nullable Barrier announced;
    /** Whether the sender waits for memory, not for capacity. Written by both. */
    private volatile boolean starved;

    /** The last node; the sender's. */
    private Node last;
    /** The node before the first element; the receiver's. */
    private Node first;
    /**
     * Barriers with this id have overtaken what stood before them, and are dropped when their turn comes. The
     * receiver's.
     */
    private long overtakenId = Long.MIN_VALUE;
    /** The last announced barrier that the receiver has dealt with. The receiver's. */
    private long handledId = Long.MIN_VALUE;

    /**
     * @param capacity elements that it holds before its sender waits
     * @param memory what all channels hold together; while there is none left, this one holds one element
     * @param alwaysAligned whether barriers never overtake here: broadcast edges, and others where it would be wrong
     */
    public Channel(int capacity, ExchangeMemory.Account memory, boolean alwaysAligned) {
        checkArgument(capacity >= 1, "capacity %s is less than 1", capacity);
        this.capacity = capacity;
        this.memory = memory;
        this.alwaysAligned = alwaysAligned;
        last = new Node(null, 0);
        first = last;
    }

    /** Tells whom to wake; once, before the first element. */
    public void connect(Runnable receiver, Runnable sender) {
        wakeReceiver = receiver;
        wakeSender = sender;
    }

    public boolean isAlwaysAligned() {
        return alwaysAligned;
    }

    /** Whether the sender may go on working. Sender. */
    public boolean hasRoom() {
        long waiting = added - taken;
        if (waiting == 0 || (waiting < capacity && memory.hasRoom())) {
            return true;
        }
        if (waiting >= capacity) {
            return false;
        }
        starved = true;
        return isEmpty();
    }

    /** Whether the sender may go on to bring a barrier out that overtakes: some more than the capacity. Sender. */
    boolean hasEmergencyRoom() {
        return added - taken < capacity + EMERGENCY_ELEMENTS;
    }

    /** Sender. */
    public void add(StreamElement element) {
        Node node = new Node(element, bytes(element));
        memory.take(node.bytes);
        last.next = node;
        last = node;
        if (element instanceof Barrier barrier && barrier.alignment() == Barrier.Alignment.UNALIGNED) {
            announced = barrier;
        }
        long before = added; // this is the only writer
        added = before + 1;
        wakeReceiver.run();
    }

    /** The next element, or null. Receiver. */
    public @Nullable StreamElement poll() {
        Node node = first.next;
        while (node != null && isOvertaken(node.element)) {
            advanceTo(node);
            node = first.next;
        }
        if (node == null) {
            return null;
        }
        StreamElement element = node.element;
        advanceTo(node);
        return element;
    }

    /** Whether {@link #poll} may have something. Any thread. */
    public boolean isEmpty() {
        return added == taken;
    }

    /** How many elements wait. Any thread. */
    public int size() {
        return (int) Math.max(0, added - taken);
    }

    /** The unaligned barrier that waits in this channel behind other elements or at its head, or null. Receiver. */
    public @Nullable Barrier announced() {
        Barrier barrier = announced;
        return barrier == null || barrier.id() <= handledId ? null : barrier;
    }

    /**
     * Lets a barrier overtake: lists the rows before it, which stay in the channel, and drops the barrier when its turn
     * comes. Receiver.
     *
     * @return the rows before the barrier, in order
     */
    public List<Batch> overtake(Barrier barrier) {
        checkState(!alwaysAligned, "barrier %s may not overtake on this channel", barrier.id());
        List<Batch> rows = new ArrayList<>();
        for (Node node = first.next; node != null; node = node.next) {
            if (node.element instanceof Barrier found && found.id() == barrier.id()) {
                handledId = found.id();
                overtakenId = found.id();
                return rows;
            }
            if (node.element instanceof Rows some) {
                rows.add(some.batch());
            }
        }
        throw new IllegalStateException("barrier " + barrier.id() + " is not in the channel");
    }

    private boolean isOvertaken(@Nullable StreamElement element) {
        return element instanceof Barrier barrier && barrier.id() == overtakenId;
    }

    private void advanceTo(Node node) {
        if (node.element instanceof Barrier barrier) {
            handledId = Math.max(handledId, barrier.id());
        }
        first = node;
        node.element = null; // it is the new stub: keep no batch alive
        memory.giveBack(node.bytes);
        long before = taken;
        taken = before + 1; // this is the only writer
        if (added - before >= capacity) {
            wakeSender.run();
        } else if (starved && isEmpty()) {
            starved = false;
            wakeSender.run();
        }
    }

    private static long bytes(StreamElement element) {
        return element instanceof Rows rows ? rows.batch().sizeBytes() : 0;
    }

    /**
     * A link of the queue. The element is written before {@code next} of the node before it, and cleared by the
     * receiver.
     */
    private static final class Node {
        private @Nullable StreamElement element;
        private final long bytes;
        private volatile @Nullable Node next;

        private Node(@Nullable StreamElement element, long bytes) {
            this.element = element;
            this.bytes = bytes;
        }
    }
}
