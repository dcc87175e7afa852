package io.weir.connector.nexmark;

import io.weir.connector.base.Draw;

/**
 * The numbers of the events of one batch. The arrays may be longer than {@link #count()}, and are used again for the
 * next batch: new ones would be a sixth of what a batch of bids allocates.
 */
final class EventRun {
    private int count;
    private long[] events;
    private long[] epochs;
    private long[] draws;

    /** No events, until {@link #fill}. */
    EventRun() {
        this(0, new long[0], new long[0]);
    }

    /** Takes the arrays over; see {@link #events()} and {@link #epochs()}. */
    EventRun(int count, long[] events, long[] epochs) {
        this.count = count;
        this.events = events;
        this.epochs = epochs;
        this.draws = new long[0];
    }

    int count() {
        return count;
    }

    /** {@code long[count or more]} */
    long[] events() {
        return events;
    }

    /**
     * {@code long[count or more]}: {@code events[i] / epochEvents}, which every column needs and which is slow to
     * divide out.
     */
    long[] epochs() {
        return epochs;
    }

    /** The first event behind {@code from} that is of another epoch, or {@link #count()}. */
    int endOfEpoch(int from) {
        int to = from + 1;
        while (to < count && epochs[to] == epochs[from]) {
            to++;
        }
        return to;
    }

    /**
     * Draw 0 of a field for each event: {@code long[count or more]}, valid until the next call. In a loop of their own,
     * because the JIT compiler then draws eight at once.
     */
    long[] draws(long fieldSeed) {
        if (draws.length < count) {
            draws = new long[count];
        }
        Draw.firstBits(fieldSeed, events, count, draws);
        return draws;
    }

    /**
     * Becomes the events of a type at the positions {@code first, first + stride, ...}.
     *
     * @param order from position to ordinal in the type
     */
    void fill(EventModel model, EventType type, EventOrder order, long first, long stride, int newCount) {
        count = newCount;
        if (events.length < count) {
            events = new long[count];
            epochs = new long[count];
        }
        if (order.isAscending()) {
            fillAscending(model, type, order.ordinal(first), stride);
        } else {
            fillShuffled(model, type, order, first, stride);
        }
    }

    // Counts epochs instead of dividing for each event.
    private void fillAscending(EventModel model, EventType type, long firstOrdinal, long stride) {
        long proportion = model.proportion(type);
        long epochEvents = model.epochEvents();
        long offset = model.offset(type);
        long strideEpochs = stride / proportion;
        long strideRest = stride - strideEpochs * proportion;
        long epoch = firstOrdinal / proportion;
        long rest = firstOrdinal - epoch * proportion;
        for (int i = 0; i < count; i++) {
            epochs[i] = epoch;
            events[i] = epoch * epochEvents + offset + rest;
            epoch += strideEpochs;
            rest += strideRest;
            if (rest >= proportion) {
                rest -= proportion;
                epoch++;
            }
        }
    }

    private void fillShuffled(EventModel model, EventType type, EventOrder order, long first, long stride) {
        long proportion = model.proportion(type);
        long epochEvents = model.epochEvents();
        long offset = model.offset(type);
        long position = first;
        for (int i = 0; i < count; i++) {
            long ordinal = order.ordinal(position);
            long epoch = ordinal / proportion;
            epochs[i] = epoch;
            events[i] = epoch * epochEvents + offset + (ordinal - epoch * proportion);
            position += stride;
        }
    }
}
