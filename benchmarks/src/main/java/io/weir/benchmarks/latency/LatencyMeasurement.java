package io.weir.benchmarks.latency;

import io.weir.benchmarks.load.PacedConnector;
import io.weir.benchmarks.load.Schedule;
import io.weir.benchmarks.run.ProcessMeter;
import io.weir.benchmarks.run.RunReport.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The runs of one query in one process, whatever the engine. */
public final class LatencyMeasurement {
    /** What is reported; 1 is the greatest. */
    public static final List<Double> QUANTILES = List.of(0.5, 0.9, 0.99, 0.999, 0.9999, 1.0);

    private static final double PERCENT = 100;
    private static final double MICROS_PER_MILLI = 1e3;
    private static final int MILLIS_PER_SECOND = 1000;

    private final LatencyRequest request;
    private final Engine engine;
    private final String sourceConnector;

    /** Runs scripts. */
    @FunctionalInterface
    public interface Engine {
        /**
         * Runs a script of tables and one INSERT to its end.
         *
         * @return completed checkpoints
         */
        List<Checkpoint> run(String script) throws Exception;
    }

    /** @param sourceConnector options that lead the engine to {@link PacedConnector} */
    public LatencyMeasurement(LatencyRequest request, String sourceConnector, Engine engine) {
        this.request = request;
        this.sourceConnector = sourceConnector;
        this.engine = engine;
    }

    public LatencyReport run() throws Exception {
        run(0);
        double greatest = (double) Latencies.get().getTotalCount() / request.seconds();
        List<LatencyReport.Load> loads = new ArrayList<>();
        for (double share : request.shares()) {
            ProcessMeter meter = new ProcessMeter();
            meter.start();
            List<Checkpoint> checkpoints = run(Math.max(1, Math.round(greatest * share)));
            ProcessMeter.Usage usage = meter.stop();
            Histogram noted = Latencies.get();
            loads.add(new LatencyReport.Load(
                    share,
                    greatest * share,
                    noted.getTotalCount(),
                    QUANTILES.stream()
                            .map(quantile -> noted.getValueAtPercentile(quantile * PERCENT) / MICROS_PER_MILLI)
                            .toList(),
                    usage.cpuSeconds() / usage.seconds(),
                    usage.longestCollectionMillis(),
                    checkpoints));
        }
        return new LatencyReport(greatest, loads);
    }

    /** @param rate 0 for as fast as events are taken */
    private List<Checkpoint> run(long rate) throws Exception {
        Latencies.reset();
        Schedule.reset();
        int warmUpMillis = request.warmUpSeconds() * MILLIS_PER_SECOND;
        int millis = warmUpMillis + request.seconds() * MILLIS_PER_SECOND;
        return engine.run(LatencyQuery.of(request.query())
                .script(
                        sourceConnector + ", 'rate' = '" + rate + "', 'millis' = '" + millis
                                + "', 'number-of-splits' = '"
                                + request.settings().parallelism() + "'",
                        "'connector' = '" + LatencyConnector.NAME + "', '" + LatencyConnector.IGNORED_KEY + "' = '"
                                + warmUpMillis + "'"));
    }
}
