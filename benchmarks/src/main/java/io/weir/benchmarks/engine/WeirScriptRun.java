package io.weir.benchmarks.engine;

import io.weir.benchmarks.load.TimedSource;
import io.weir.benchmarks.result.ResultTotals;
import io.weir.benchmarks.result.ResultTotals.Totals;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.ProcessMeter;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.RunReport.Checkpoint;
import io.weir.benchmarks.run.ScriptReport;
import io.weir.benchmarks.run.ScriptRequest;
import io.weir.planner.PlannedStatement;
import java.util.List;

/** Runs scripts with Weir. */
public final class WeirScriptRun {
    private WeirScriptRun() {}

    public static void main(String[] arguments) {
        ChildProcess.answer(arguments, ScriptRequest.class, WeirScriptRun::run);
    }

    private static Object run(ScriptRequest request) throws Exception {
        String generator = "'connector' = '" + request.generator() + "'";
        ProcessMeter meter = new ProcessMeter();
        try (WeirEngine engine = new WeirEngine(request.settings())) {
            engine.run(engine.plan("warm-up", request.warmUp(generator)), "warm-up");
            Totals checked = ResultTotals.get();
            ResultTotals.reset();
            PlannedStatement measured = engine.plan("measured", request.measured(generator));
            long unused = TimedSource.takeRowCount();
            meter.start();
            List<Checkpoint> checkpoints = engine.run(measured, "measured");
            RunReport report = RunReport.of(checked, ResultTotals.get(), meter.stop(), checkpoints);
            return new ScriptReport(TimedSource.takeRowCount(), report);
        }
    }
}
