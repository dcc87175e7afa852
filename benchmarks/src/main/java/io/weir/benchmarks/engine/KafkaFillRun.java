package io.weir.benchmarks.engine;

import io.weir.benchmarks.kafka.FillReport;
import io.weir.benchmarks.kafka.FillRequest;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.ProcessMeter;
import java.util.List;

/** Writes events into topics, with Weir. */
public final class KafkaFillRun {
    private KafkaFillRun() {}

    public static void main(String[] arguments) {
        ChildProcess.answer(arguments, FillRequest.class, KafkaFillRun::run);
    }

    private static Object run(FillRequest request) throws Exception {
        ProcessMeter meter = new ProcessMeter();
        meter.start();
        try (WeirEngine engine = new WeirEngine(request.settings())) {
            for (String type : List.of("person", "auction", "bid")) {
                engine.run(engine.plan("fill", request.script(type)), "fill-" + type);
            }
        }
        return new FillReport(meter.stop().seconds());
    }
}
