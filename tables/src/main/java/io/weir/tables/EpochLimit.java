package io.weir.tables;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** The limit of the readers of one view, raised by the clock. */
final class EpochLimit implements ReadLimit {
    private final ChangeMemory.Account changes;
    private final BooleanSupplier isBuilt;
    private final Map<Object, Runnable> readers = new ConcurrentHashMap<>();
    private final BiConsumer<Object, Long> onReached;
    private volatile long first;
    private volatile long current;

    /**
     * @param changes of the view that wait to be published
     * @param isBuilt whether the view can be read
     * @param onReached told which reader has handed over all up to which number; on a worker, must not block
     */
    EpochLimit(ChangeMemory.Account changes, BooleanSupplier isBuilt, BiConsumer<Object, Long> onReached) {
        this.changes = changes;
        this.isBuilt = isBuilt;
        this.onReached = onReached;
    }

    void begin(long sequence) {
        first = sequence;
        current = sequence;
    }

    void raise(long sequence) {
        current = sequence;
        readers.values().forEach(Runnable::run);
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public long current() {
        return current;
    }

    @Override
    public void onRaise(Object reader, Runnable wakeUp) {
        readers.put(reader, wakeUp);
        changes.onRoom(reader, wakeUp);
    }

    @Override
    public void forget(Object reader) {
        readers.remove(reader);
        changes.forget(reader);
    }

    /** While the view is built, which makes room as often as need be. Later an epoch is read to its end. */
    @Override
    public boolean isHeldBack() {
        return !isBuilt.getAsBoolean() && changes.isFull();
    }

    @Override
    public void reached(Object reader, long limit) {
        onReached.accept(reader, limit);
    }
}
