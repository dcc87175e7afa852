package io.weir.benchmarks.micro;

import io.weir.runtime.checkpoint.AlignmentEffects;
import io.weir.runtime.checkpoint.BarrierAligner;
import io.weir.runtime.element.Barrier;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A barrier that comes on all channels of an input, from the first to the cut. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BarrierBenchmark {
    @Param({"2", "64"})
    int channels;

    private final Counts counts = new Counts();
    private BarrierAligner aligner = aligner(1);
    private long id;

    @Setup
    public void connect() {
        aligner = aligner(channels);
    }

    private BarrierAligner aligner(int count) {
        return new BarrierAligner(count, channel -> false, channel -> null, counts);
    }

    @Benchmark
    public long alignedBarrier() {
        Barrier barrier = new Barrier(++id, Barrier.Kind.CHECKPOINT, Barrier.Alignment.ALIGNED, 0, 0);
        for (int channel = 0; channel < channels; channel++) {
            aligner.barrier(channel, barrier);
        }
        return counts.effects;
    }

    private static final class Counts implements AlignmentEffects {
        private long effects;

        @Override
        public void hold(int channel) {
            effects++;
        }

        @Override
        public void releaseAll() {
            effects++;
        }

        @Override
        public void cut(Barrier barrier, boolean overtook) {
            effects++;
        }

        @Override
        public void overtake(int channel, Barrier barrier) {
            effects++;
        }

        @Override
        public void recorded(Barrier barrier) {
            effects++;
        }

        @Override
        public void cancelled(Barrier barrier) {
            effects++;
        }
    }
}
