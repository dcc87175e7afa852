package io.weir.benchmarks.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What was measured, in the order in which it was. */
final class StateFigures {
    long keys;
    double fillSeconds;

    @Nullable Increments increments;

    final List<Throughput> throughput = new ArrayList<>();
    final List<Recovery> recoveries = new ArrayList<>();

    /**
     * Checkpoints while state changes at a rate.
     *
     * @param rowsPerSecond that came
     * @param checkpoints all, the first of which only begins the time of the second
     */
    record Increments(double rowsPerSecond, long keys, List<CheckpointFigures> checkpoints) {
        Increments {
            checkpoints = List.copyOf(checkpoints);
        }

        /** Bytes of state that had changed since the checkpoint before. */
        double changedBytes(int index) {
            CheckpointFigures current = checkpoints.get(index);
            double seconds =
                    (current.triggerMillis() - checkpoints.get(index - 1).triggerMillis()) / 1e3;
            return Math.min((double) keys, rowsPerSecond * seconds) * current.fullBytes() / keys;
        }

        /** All but the first. */
        List<CheckpointFigures> measured() {
            return checkpoints.subList(1, checkpoints.size());
        }

        double meanChangedBytes() {
            double sum = 0;
            for (int i = 1; i < checkpoints.size(); i++) {
                sum += changedBytes(i);
            }
            return sum / Math.max(1, measured().size());
        }

        double mean(ToDoubleFunction<CheckpointFigures> figure) {
            return measured().stream().mapToDouble(figure).average().orElse(0);
        }
    }

    /**
     * Some seconds with checkpoints, or without.
     *
     * @param wantedRowsPerSecond 0: as many as possible
     * @param isCheckpointed every second
     * @param cpuSeconds of the server's process
     */
    record Throughput(
            double wantedRowsPerSecond,
            boolean isCheckpointed,
            double rows,
            double seconds,
            double cpuSeconds,
            List<CheckpointFigures> checkpoints) {
        Throughput {
            checkpoints = List.copyOf(checkpoints);
        }

        double rowsPerSecond() {
            return rows / seconds;
        }

        double cpuMicrosPerRow() {
            return cpuSeconds * 1e6 / rows;
        }
    }

    /**
     * After {@code kill -9}; all times since then.
     *
     * @param isFromBackup whether the files were read from local disk
     * @param answerSeconds until the new server answered a client
     * @param runningSeconds until the job was running: its state was there
     * @param outputSeconds until the keyed operator had worked on a row
     */
    record Recovery(
            boolean isFromBackup, long bytes, double answerSeconds, double runningSeconds, double outputSeconds) {}

    /** The share of throughput that checkpoints take; of all rounds together. */
    double lost(boolean isAtRate, ToDoubleFunction<Throughput> figure) {
        double without = mean(isAtRate, false, figure);
        return without == 0 ? 0 : 1 - mean(isAtRate, true, figure) / without;
    }

    double mean(boolean isAtRate, boolean isCheckpointed, ToDoubleFunction<Throughput> figure) {
        return throughput.stream()
                .filter(one -> one.wantedRowsPerSecond() > 0 == isAtRate && one.isCheckpointed() == isCheckpointed)
                .mapToDouble(figure)
                .average()
                .orElse(0);
    }

    /** Of the synchronous parts, in milliseconds; 0 without any. */
    static double syncMillis(List<CheckpointFigures> checkpoints, double share) {
        List<Long> sorted =
                checkpoints.stream().map(CheckpointFigures::syncNanos).sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * (sorted.size() - 1))) / 1e6;
    }

    /** Of all measured phases. */
    List<CheckpointFigures> allCheckpoints() {
        List<CheckpointFigures> all = new ArrayList<>();
        if (increments != null) {
            all.addAll(increments.measured());
        }
        throughput.forEach(one -> all.addAll(one.checkpoints()));
        return all;
    }
}
