package io.weir.benchmarks.kafka;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What both engines gave for one query.
 *
 * @param events that were read, of all types that the query wants
 * @param peer null without one
 */
record KafkaFigures(
        String query,
        long events,
        EngineFigures weir,
        @Nullable EngineFigures peer) {
    private static final double MILLION = 1e6;

    /**
     * The median over the rounds, and all runs.
     *
     * @param eventsPerSecond from the start of the job to its last result
     * @param cpuSecondsPerMillion of the engine's process, without the broker
     * @param brokerCpuSecondsPerMillion of the broker while the engine's job ran
     */
    record EngineFigures(
            double eventsPerSecond, double cpuSecondsPerMillion, double brokerCpuSecondsPerMillion, List<Run> runs) {
        EngineFigures {
            runs = List.copyOf(runs);
        }

        static EngineFigures of(long events, List<Run> runs) {
            return new EngineFigures(
                    events / median(runs.stream().map(Run::seconds).toList()),
                    median(runs.stream()
                                    .map(run -> run.report().usage().cpuSeconds())
                                    .toList())
                            * MILLION
                            / events,
                    median(runs.stream()
                                    .map(run -> run.report().brokerCpuSeconds())
                                    .toList())
                            * MILLION
                            / events,
                    runs);
        }

        private static double median(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }
    }

    /** One run. */
    record Run(KafkaReport report, TopicResult result) {
        double seconds() {
            return (result.lastMillis() - report.startMillis()) / 1e3;
        }
    }

    /** Weir's speed divided by the peer's; NaN without one. */
    @JsonProperty
    public double ratio() {
        return peer == null ? Double.NaN : weir.eventsPerSecond() / peer.eventsPerSecond();
    }

    /** The peer's processor time divided by Weir's; NaN without one. */
    @JsonProperty
    public double cpuRatio() {
        return peer == null ? Double.NaN : peer.cpuSecondsPerMillion() / weir.cpuSecondsPerMillion();
    }

    /** Whether all runs left the same rows. */
    @JsonProperty
    public boolean resultsEqual() {
        var first = weir.runs().get(0).result().totals();
        return weir.runs().stream().allMatch(run -> run.result().totals().sameResult(first))
                && (peer == null
                        || peer.runs().stream()
                                .allMatch(run -> run.result().totals().sameResult(first)));
    }
}
