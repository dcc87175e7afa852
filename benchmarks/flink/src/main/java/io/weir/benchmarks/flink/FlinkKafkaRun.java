package io.weir.benchmarks.flink;

import io.weir.benchmarks.kafka.BrokerMeter;
import io.weir.benchmarks.kafka.KafkaReport;
import io.weir.benchmarks.kafka.KafkaRequest;
import io.weir.benchmarks.kafka.KafkaScript;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.ProcessMeter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Answers one request from Kafka to Kafka with Flink. */
public final class FlinkKafkaRun {
    /** The last transaction is committed by a checkpoint behind the end. */
    private static final Map<String, String> OPTIONS =
            Map.of("execution.checkpointing.checkpoints-after-tasks-finish.enabled", "true");

    private FlinkKafkaRun() {}

    public static void main(String[] arguments) {
        ChildProcess.answer(arguments, KafkaRequest.class, FlinkKafkaRun::run);
    }

    private static Object run(KafkaRequest request) throws Exception {
        FlinkEngine engine = new FlinkEngine(request.settings(), OPTIONS);
        ProcessMeter meter = new ProcessMeter();
        BrokerMeter broker = new BrokerMeter(request.broker());
        engine.run(KafkaScript.flink(request, request.warmUp()), () -> {});
        AtomicLong startMillis = new AtomicLong();
        meter.start();
        FlinkEngine.Run run = engine.run(KafkaScript.flink(request, request.measured()), () -> {
            meter.restart();
            broker.start();
            startMillis.set(System.currentTimeMillis());
        });
        return new KafkaReport(startMillis.get(), meter.stop(), broker.stop(), run.checkpoints());
    }
}
