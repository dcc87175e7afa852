package io.weir.tables;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The limit of the readers of one view, raised by the clock. */
final class EpochLimit implements ReadLimit {
    private final Map<Object, Runnable> readers = new ConcurrentHashMap<>();
    private final BiConsumer<Object, Long> onReached;
    private volatile long first;
    private volatile long current;

    /** @param onReached told which reader has handed over all up to which number; on a worker, must not block */
    EpochLimit(BiConsumer<Object, Long> onReached) {
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
    }

    @Override
    public void reached(Object reader, long limit) {
        onReached.accept(reader, limit);
    }
}
