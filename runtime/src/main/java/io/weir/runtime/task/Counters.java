package io.weir.runtime.task;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Named counters of one operator in one subtask. Any thread. */
final class Counters {
    private final ConcurrentHashMap<String, LongAdder> values = new ConcurrentHashMap<>();

    void add(String metric, long delta) {
        values.computeIfAbsent(metric, name -> new LongAdder()).add(delta);
    }

    Map<String, Long> snapshot() {
        Map<String, Long> snapshot = new TreeMap<>();
        values.forEach((metric, adder) -> snapshot.put(metric, adder.sum()));
        return snapshot;
    }
}
