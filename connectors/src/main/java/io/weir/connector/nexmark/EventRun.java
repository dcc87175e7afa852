package io.weir.connector.nexmark;

/**
 * The numbers of the events of one batch.
 *
 * @param events {@code long[count]}
 * @param epochs {@code long[count]}: {@code events[i] / epochEvents}, which every column needs and which is slow to
 *     divide out
 */
record EventRun(int count, long[] events, long[] epochs) {
    /**
     * The events of a type at the positions {@code first, first + stride, ...}.
     *
     * @param order from position to ordinal in the type
     */
    static EventRun of(EventModel model, EventType type, EventOrder order, long first, long stride, int count) {
        long[] events = new long[count];
        long[] epochs = new long[count];
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
        return new EventRun(count, events, epochs);
    }
}
