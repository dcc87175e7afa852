package io.weir.benchmarks.latency;

import io.weir.benchmarks.run.RunReport.Checkpoint;
import java.util.List;

/**
 * What an engine's process found.
 *
 * @param greatestEventsPerSecond as fast as it takes them
 * @param loads in the order of the shares asked for
 */
public record LatencyReport(double greatestEventsPerSecond, List<Load> loads) {
    public LatencyReport {
        loads = List.copyOf(loads);
    }

    /**
     * One run at a fixed rate.
     *
     * @param share of the greatest throughput
     * @param eventsPerSecond that were to be emitted
     * @param events that were measured
     * @param millis by {@link LatencyMeasurement#QUANTILES}
     * @param cpuShare of one processor, of the whole process
     * @param longestCollectionMillis of the garbage collector
     * @param checkpoints completed
     */
    public record Load(
            double share,
            double eventsPerSecond,
            long events,
            List<Double> millis,
            double cpuShare,
            long longestCollectionMillis,
            List<Checkpoint> checkpoints) {
        public Load {
            millis = List.copyOf(millis);
            checkpoints = List.copyOf(checkpoints);
        }

        /** @param quantile one of {@link LatencyMeasurement#QUANTILES} */
        public double millisOf(double quantile) {
            return millis.get(LatencyMeasurement.QUANTILES.indexOf(quantile));
        }
    }
}
