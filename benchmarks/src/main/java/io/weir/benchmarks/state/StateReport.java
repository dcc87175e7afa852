package io.weir.benchmarks.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.benchmarks.state.StateFigures.Increments;
import io.weir.benchmarks.state.StateFigures.Recovery;
import io.weir.benchmarks.state.StateFigures.Throughput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures, for people and for programs. */
final class StateReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StateReport() {}

    static List<String> lines(StateFigures figures) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        Increments increments = figures.increments;
        if (increments != null) {
            double uploaded = increments.mean(CheckpointFigures::uploadedBytes);
            double full = increments.mean(CheckpointFigures::fullBytes);
            lines.add(line(
                    "%-34s %10s %10s %10s %12s %12s %10s",
                    "per checkpoint", "changed", "uploaded", "full", "up/changed", "up/full", "seconds"));
            lines.add(line(
                    "%-34s %7.1f MB %7.1f MB %7.2f GB %12.2f %12.4f %10.1f",
                    increments.measured().size() + " checkpoints, " + Math.round(increments.rowsPerSecond())
                            + " rows/s",
                    increments.meanChangedBytes() / 1e6,
                    uploaded / 1e6,
                    full / 1e9,
                    uploaded / increments.meanChangedBytes(),
                    uploaded / full,
                    increments.mean(CheckpointFigures::durationMillis) / 1e3));
        }
        for (boolean isAtRate : new boolean[] {true, false}) {
            if (figures.mean(isAtRate, false, Throughput::rows) > 0) {
                lines.add(throughput(figures, isAtRate));
            }
        }
        List<CheckpointFigures> all = figures.allCheckpoints();
        lines.add(line(
                "%-34s p50 %.2f ms, p99 %.2f ms, longest %.2f ms, of %d checkpoints",
                "synchronous part, slowest subtask",
                StateFigures.syncMillis(all, 0.5),
                StateFigures.syncMillis(all, 0.99),
                StateFigures.syncMillis(all, 1),
                all.size()));
        for (Recovery recovery : figures.recoveries) {
            lines.add(line(
                    "%-34s %.2f GB: answers after %.1f s, runs after %.1f s, first output after %.1f s",
                    "kill -9, " + (recovery.isFromBackup() ? "local backup" : "no local backup"),
                    recovery.bytes() / 1e9,
                    recovery.answerSeconds(),
                    recovery.runningSeconds(),
                    recovery.outputSeconds()));
        }
        return lines;
    }

    private static String throughput(StateFigures figures, boolean isAtRate) {
        return line(
                "%-34s none: %.0f rows/s, %.1f CPU µs a row; every second: %.0f rows/s, %.1f CPU µs;"
                        + " lost %.1f %%, CPU +%.1f %%",
                isAtRate ? "checkpoints, at that rate" : "checkpoints, as fast as it goes",
                figures.mean(isAtRate, false, Throughput::rowsPerSecond),
                figures.mean(isAtRate, false, Throughput::cpuMicrosPerRow),
                figures.mean(isAtRate, true, Throughput::rowsPerSecond),
                figures.mean(isAtRate, true, Throughput::cpuMicrosPerRow),
                100 * figures.lost(isAtRate, Throughput::rowsPerSecond),
                -100 * figures.lost(isAtRate, Throughput::cpuMicrosPerRow));
    }

    private static String line(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    static String json(StateFigures figures) {
        ObjectNode report = JSON.createObjectNode();
        report.put("keys", figures.keys);
        report.put("fill_s", figures.fillSeconds);
        report.put("processors", Runtime.getRuntime().availableProcessors());
        Increments increments = figures.increments;
        if (increments != null) {
            report.put("changed_bytes", increments.meanChangedBytes());
            report.put("rows_per_s", increments.rowsPerSecond());
            report.set("checkpoints", JSON.valueToTree(increments.checkpoints()));
        }
        List<CheckpointFigures> all = figures.allCheckpoints();
        report.put("sync_p50_ms", StateFigures.syncMillis(all, 0.5));
        report.put("sync_p99_ms", StateFigures.syncMillis(all, 0.99));
        ArrayNode throughput = report.putArray("throughput");
        figures.throughput.forEach(one -> throughput.add(JSON.<ObjectNode>valueToTree(one)));
        ArrayNode recoveries = report.putArray("recoveries");
        figures.recoveries.forEach(one -> recoveries.add(JSON.<ObjectNode>valueToTree(one)));
        return report.toPrettyString() + "\n";
    }
}
