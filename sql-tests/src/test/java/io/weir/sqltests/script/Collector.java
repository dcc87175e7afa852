package io.weir.sqltests.script;

import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a job has written, exactly once: an external system with transactions. Rows are visible at once; those of a
 * process that ends are kept if the checkpoint that the next one starts from holds them.
 */
public final class Collector {
    /** A row as it was written. */
    record Written(byte kind, List<@Nullable Object> values) {}

    /** One writer of a sink; equal to itself only. */
    static final class Writer {
        private final String sink;

        Writer(String sink) {
            this.sink = sink;
        }
    }

    private final List<Written> committed = new ArrayList<>();
    /** Pre-committed, by token. */
    private final Map<Long, List<Written>> prepared = new TreeMap<>();
    /** Not even that, by writer. */
    private final Map<Writer, List<Written>> pending = new LinkedHashMap<>();
    /** By token, the sink that has pre-committed: a job may have several that write here. */
    private final Map<Long, String> sinks = new HashMap<>();

    private List<DataType> types = List.of();
    private Map<String, Long> looked = new HashMap<>();
    private long tokens;

    void describe(List<DataType> columnTypes) {
        types = columnTypes;
    }

    List<DataType> types() {
        return types;
    }

    void write(Writer writer, byte kind, List<@Nullable Object> values) {
        pending.computeIfAbsent(writer, key -> new ArrayList<>()).add(new Written(kind, values));
    }

    /** @return the token of the rows written since the last call */
    long prepare(Writer writer) {
        tokens++;
        sinks.put(tokens, writer.sink);
        List<Written> rows = pending.remove(writer);
        prepared.put(tokens, rows == null ? List.of() : rows);
        return tokens;
    }

    void commit(long token) {
        List<Written> rows = prepared.remove(token);
        if (rows != null) {
            committed.addAll(rows);
        }
    }

    /** A new process: what a sink of the last one left and the checkpoint does not hold, never was. */
    void forgetUncommitted(String sink) {
        prepared.keySet().removeIf(token -> sink.equals(sinks.get(token)));
        pending.keySet().removeIf(writer -> writer.sink.equals(sink));
    }

    /** The net content, as boxed values. */
    Map<List<@Nullable Object>, Long> rows() {
        Map<List<@Nullable Object>, Long> rows = new HashMap<>();
        forEach(row -> rows.merge(row.values(), (long) RowKind.sign(row.kind()), Long::sum));
        rows.values().removeIf(count -> count == 0);
        return rows;
    }

    private void forEach(Consumer<Written> action) {
        committed.forEach(action);
        prepared.values().forEach(rows -> rows.forEach(action));
        pending.values().forEach(rows -> rows.forEach(action));
    }

    /** All rows in the order written, as text. */
    List<String> inOrder() {
        List<String> rows = new ArrayList<>();
        forEach(row -> rows.add(RowKind.ofCode(row.kind()).symbol() + " " + RowFormat.row(types, row.values())));
        return rows;
    }

    /** The net content: how often each row is there. */
    public Map<String, Long> content() {
        Map<String, Long> counts = new HashMap<>();
        forEach(row -> counts.merge(RowFormat.row(types, row.values()), (long) RowKind.sign(row.kind()), Long::sum));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    Map<String, Long> values(Function<@Nullable Object, String> spelling) {
        Map<String, Long> counts = new HashMap<>();
        forEach(row -> counts.merge(
                row.values().stream().map(spelling).collect(Collectors.joining(" | ")),
                (long) RowKind.sign(row.kind()),
                Long::sum));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /**
     * The net change since the last call, in order of the rows; as often as a row was added or withdrawn, it stands
     * there.
     */
    List<String> change() {
        Map<String, Long> now = content();
        now.forEach((row, count) -> {
            if (count < 0) {
                throw new AssertionError("row \"" + row + "\" was withdrawn " + -count + " times more than added");
            }
        });
        Map<String, Long> difference = new TreeMap<>(RowOrder.INSTANCE);
        difference.putAll(now);
        looked.forEach((row, count) -> difference.merge(row, -count, Long::sum));
        looked = now;
        List<String> lines = new ArrayList<>();
        difference.forEach((row, count) -> {
            for (long i = 0; i < Math.abs(count); i++) {
                lines.add((count < 0 ? "-D " : "+I ") + row);
            }
        });
        return lines;
    }
}
