package io.weir.benchmarks.engine;

import io.weir.benchmarks.kafka.BrokerMeter;
import io.weir.benchmarks.kafka.KafkaReport;
import io.weir.benchmarks.kafka.KafkaRequest;
import io.weir.benchmarks.kafka.KafkaScript;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.ProcessMeter;
import io.weir.benchmarks.run.RunReport.Checkpoint;
import io.weir.planner.PlannedStatement;
import java.util.List;

/** Answers one request from Kafka to Kafka with Weir. */
public final class WeirKafkaRun {
    private WeirKafkaRun() {}

    public static void main(String[] arguments) {
        ChildProcess.answer(arguments, KafkaRequest.class, WeirKafkaRun::run);
    }

    private static Object run(KafkaRequest request) throws Exception {
        ProcessMeter meter = new ProcessMeter();
        BrokerMeter broker = new BrokerMeter(request.broker());
        try (WeirEngine engine = new WeirEngine(request.settings())) {
            engine.run(engine.plan(request.query(), KafkaScript.weir(request, request.warmUp())), "warm-up");
            PlannedStatement measured = engine.plan(request.query(), KafkaScript.weir(request, request.measured()));
            meter.start();
            broker.start();
            long startMillis = System.currentTimeMillis();
            List<Checkpoint> checkpoints = engine.run(measured, "measured");
            return new KafkaReport(startMillis, meter.stop(), broker.stop(), checkpoints);
        }
    }
}
