package io.weir.benchmarks.kafka;

import io.weir.benchmarks.run.ProcessMeter;
import io.weir.benchmarks.run.RunReport.Checkpoint;
import java.util.List;

/**
 * What an engine's process found about the measured run. When it ended is read off the results.
 *
 * @param startMillis since 1970, of the job, without planning
 * @param usage until the job had ended, its last transaction committed
 * @param brokerCpuSeconds of the broker's process, in the same time
 * @param checkpoints completed
 */
public record KafkaReport(
        long startMillis, ProcessMeter.Usage usage, double brokerCpuSeconds, List<Checkpoint> checkpoints) {
    public KafkaReport {
        checkpoints = List.copyOf(checkpoints);
    }
}
