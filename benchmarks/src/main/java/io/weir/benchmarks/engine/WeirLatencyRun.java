package io.weir.benchmarks.engine;

import io.weir.benchmarks.latency.LatencyMeasurement;
import io.weir.benchmarks.latency.LatencyRequest;
import io.weir.benchmarks.load.PacedConnector;
import io.weir.benchmarks.run.ChildProcess;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers one request for latencies with Weir. */
public final class WeirLatencyRun {
    private WeirLatencyRun() {}

    public static void main(String[] arguments) {
        ChildProcess.answer(arguments, LatencyRequest.class, WeirLatencyRun::run);
    }

    private static Object run(LatencyRequest request) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (WeirEngine engine = new WeirEngine(request.settings())) {
            LatencyMeasurement measurement = new LatencyMeasurement(
                    request,
                    "'connector' = '" + PacedConnector.NAME + "'",
                    script -> engine.run(engine.plan(request.query(), script), "run-" + runs.incrementAndGet()));
            return measurement.run();
        }
    }
}
