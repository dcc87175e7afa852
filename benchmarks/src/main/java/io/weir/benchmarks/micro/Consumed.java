package io.weir.benchmarks.micro;

import io.weir.runtime.operator.Output;
import io.weir.spi.data.Batch;
import org.openjdk.jmh.infra.Blackhole;

/** Lets nothing that is emitted be optimised away. */
record Consumed(Blackhole blackhole) implements Output {
    @Override
    public void emit(Batch batch) {
        blackhole.consume(batch);
    }

    @Override
    public void emitSide(int port, Batch batch) {
        blackhole.consume(batch);
    }

    @Override
    public void watermark(long timeMicros) {
        blackhole.consume(timeMicros);
    }
}
