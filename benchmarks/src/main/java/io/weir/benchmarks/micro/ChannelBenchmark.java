package io.weir.benchmarks.micro;

import io.weir.runtime.element.Rows;
import io.weir.runtime.element.StreamElement;
import io.weir.runtime.exchange.Channel;
import io.weir.runtime.exchange.ExchangeMemory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;

/** A batch through a channel: within one thread, and from one thread to another, which then wait for each other. */
@State(Scope.Group)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChannelBenchmark {
    private static final int CAPACITY = 8;

    private final Rows rows = new Rows(Events.bids(1).get(0));
    private final Channel channel =
            new Channel(CAPACITY, ExchangeMemory.ofHeap().open(), false);

    @Benchmark
    @Group("oneThread")
    public @Nullable StreamElement addAndTake() {
        channel.add(rows);
        return channel.poll();
    }

    @Benchmark
    @Group("twoThreads")
    @GroupThreads(1)
    public void add(Control control) {
        while (!channel.hasRoom()) {
            if (control.stopMeasurement) {
                return;
            }
            Thread.onSpinWait();
        }
        channel.add(rows);
    }

    @Benchmark
    @Group("twoThreads")
    @GroupThreads(1)
    public @Nullable StreamElement take(Control control) {
        StreamElement taken = channel.poll();
        while (taken == null && !control.stopMeasurement) {
            Thread.onSpinWait();
            taken = channel.poll();
        }
        return taken;
    }
}
