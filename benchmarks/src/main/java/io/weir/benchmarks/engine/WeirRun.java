package io.weir.benchmarks.engine;

import io.weir.benchmarks.load.ReplayConnector;
import io.weir.benchmarks.nexmark.NexmarkQuery;
import io.weir.benchmarks.nexmark.SideInput;
import io.weir.benchmarks.result.ResultConnector;
import io.weir.benchmarks.result.ResultTotals;
import io.weir.benchmarks.result.ResultTotals.Totals;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.ProcessMeter;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.RunReport.Checkpoint;
import io.weir.benchmarks.run.RunRequest;
import io.weir.planner.PlannedStatement;
import java.nio.file.Path;
import java.util.List;

/** Answers one request with Weir. */
public final class WeirRun {
    private WeirRun() {}

    public static void main(String[] arguments) {
        ChildProcess.answer(arguments, RunRequest.class, WeirRun::run);
    }

    private static Object run(RunRequest request) throws Exception {
        NexmarkQuery query = NexmarkQuery.of(request.query());
        int splits = request.settings().parallelism();
        Path folder = Path.of(request.settings().folder());
        ProcessMeter meter = new ProcessMeter();
        try (WeirEngine engine = new WeirEngine(request.settings())) {
            PlannedStatement check = engine.plan(
                    query.name(),
                    SideInput.in(
                            query.weirScript(
                                    source(request.checkEvents(), RunRequest.CHECK_EVENTS_PER_SECOND, splits),
                                    sink(true)),
                            folder));
            engine.run(check, "check");
            Totals checked = ResultTotals.get();

            PlannedStatement measured = engine.plan(
                    query.name(),
                    SideInput.in(
                            query.weirScript(
                                    request.isReplayed()
                                            ? replayed(request)
                                            : source(request.events(), request.eventsPerSecond(), splits),
                                    sink(false)),
                            folder));
            if (request.isReplayed()) {
                engine.run(measured, "fill");
            }
            ResultTotals.reset();
            meter.start();
            List<Checkpoint> checkpoints = engine.run(measured, "measured");
            return RunReport.of(checked, ResultTotals.get(), meter.stop(), checkpoints);
        }
    }

    private static String replayed(RunRequest request) {
        return source(
                        request.events(),
                        request.eventsPerSecond(),
                        request.settings().parallelism())
                .replace("'nexmark'", "'" + ReplayConnector.NAME + "'");
    }

    private static String source(long events, long eventsPerSecond, int splits) {
        return "'connector' = 'nexmark', 'events.num' = '" + events + "', 'first-event.rate' = '" + eventsPerSecond
                + "', 'number-of-splits' = '" + splits + "'";
    }

    private static String sink(boolean isHashing) {
        return "'connector' = '" + ResultConnector.NAME + "', 'hash' = '" + isHashing + "'";
    }
}
