package io.weir.benchmarks.flink;

import io.weir.benchmarks.latency.LatencyMeasurement;
import io.weir.benchmarks.latency.LatencyRequest;
import io.weir.benchmarks.load.PacedConnector;
import io.weir.benchmarks.run.ChildProcess;
import java.util.Map;

/** Answers one request for latencies with Flink. */
public final class FlinkLatencyRun {
    /**
     * What somebody sets who wants results soon: no collecting of rows, and buffers sent after a millisecond instead of
     * 100.
     */
    private static final Map<String, String> OPTIONS =
            Map.of("table.exec.mini-batch.enabled", "false", "execution.buffer-timeout.interval", "1 ms");

    private FlinkLatencyRun() {}

    public static void main(String[] arguments) {
        ChildProcess.answer(arguments, LatencyRequest.class, FlinkLatencyRun::run);
    }

    private static Object run(LatencyRequest request) throws Exception {
        FlinkEngine engine = new FlinkEngine(request.settings(), OPTIONS);
        LatencyMeasurement measurement = new LatencyMeasurement(
                request,
                GeneratedTableFactory.options(PacedConnector.NAME),
                script -> engine.run(script, () -> {}).checkpoints());
        return measurement.run();
    }
}
