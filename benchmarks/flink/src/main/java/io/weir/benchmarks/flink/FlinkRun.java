package io.weir.benchmarks.flink;

import io.weir.benchmarks.nexmark.NexmarkQuery;
import io.weir.benchmarks.nexmark.SideInput;
import io.weir.benchmarks.result.ResultConnector;
import io.weir.benchmarks.result.ResultTotals;
import io.weir.benchmarks.result.ResultTotals.Totals;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.ProcessMeter;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.RunRequest;
import java.nio.file.Path;

/** Answers one request with Flink. */
public final class FlinkRun {
    private FlinkRun() {}

    public static void main(String[] arguments) {
        ChildProcess.answer(arguments, RunRequest.class, FlinkRun::run);
    }

    private static Object run(RunRequest request) throws Exception {
        NexmarkQuery query = NexmarkQuery.of(request.query());
        int splits = request.settings().parallelism();
        FlinkEngine engine = new FlinkEngine(request.settings());
        ProcessMeter meter = new ProcessMeter();

        Path folder = Path.of(request.settings().folder());
        String check =
                query.peerScript(source(request.checkEvents(), RunRequest.CHECK_EVENTS_PER_SECOND, splits), sink(true));
        engine.run(SideInput.in(check, folder), () -> {});
        Totals checked = ResultTotals.get();

        ResultTotals.reset();
        String measured = query.peerScript(source(request.events(), request.eventsPerSecond(), splits), sink(false));
        meter.start();
        FlinkEngine.Run run = engine.run(SideInput.in(measured, folder), meter::restart);
        return RunReport.of(checked, ResultTotals.get(), meter.stop(), run.checkpoints())
                .withSeconds(run.netMillis() / 1e3);
    }

    private static String source(long events, long eventsPerSecond, int splits) {
        return GeneratedTableFactory.options("nexmark") + ", 'events.num' = '" + events + "', 'first-event.rate' = '"
                + eventsPerSecond + "', 'number-of-splits' = '" + splits + "'";
    }

    private static String sink(boolean isHashing) {
        return "'connector' = '" + ResultConnector.NAME + "', 'hash' = '" + isHashing + "'";
    }
}
