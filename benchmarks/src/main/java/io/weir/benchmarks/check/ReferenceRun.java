package io.weir.benchmarks.check;

import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.ProcessMeter;

/** Measures {@link Reference}, on as many threads as the engine has. */
public final class ReferenceRun {
    private ReferenceRun() {}

    /**
     * What is asked.
     *
     * @param threads each of which does the whole computation
     */
    public record Request(int threads) {}

    /**
     * What came out.
     *
     * @param cpuSeconds of the process, for all threads together
     */
    public record Report(double cpuSeconds, long result) {}

    public static void main(String[] arguments) {
        ChildProcess.answer(arguments, Request.class, ReferenceRun::run);
    }

    private static Object run(Request request) throws Exception {
        long result = Reference.compute(1); // so that all is compiled
        ProcessMeter meter = new ProcessMeter();
        meter.start();
        result ^= compute(request.threads());
        return new Report(meter.stop().cpuSeconds(), result);
    }

    private static long compute(int count) throws InterruptedException {
        Thread[] threads = new Thread[count];
        long[] results = new long[count];
        for (int i = 0; i < count; i++) {
            int number = i;
            threads[i] = new Thread(() -> results[number] = Reference.compute(number + 2), "reference-" + i);
            threads[i].start();
        }
        long result = 0;
        for (int i = 0; i < count; i++) {
            threads[i].join();
            result ^= results[i];
        }
        return result;
    }
}
