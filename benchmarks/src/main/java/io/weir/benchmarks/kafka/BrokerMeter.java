package io.weir.benchmarks.kafka;

import java.time.Duration;

/** Processor time of the broker, which is another process, since {@link #start}. */
public final class BrokerMeter {
    private final ProcessHandle process;
    private Duration before = Duration.ZERO;

    public BrokerMeter(KafkaRequest.Broker broker) {
        process = ProcessHandle.of(broker.processId())
                .orElseThrow(() -> new IllegalStateException("the broker is gone, process " + broker.processId()));
    }

    public void start() {
        before = used();
    }

    /** Seconds of processor time since the start. */
    public double stop() {
        return used().minus(before).toNanos() / 1e9;
    }

    private Duration used() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
