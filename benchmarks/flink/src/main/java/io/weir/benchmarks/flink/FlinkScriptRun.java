package io.weir.benchmarks.flink;

import io.weir.benchmarks.load.TimedSource;
import io.weir.benchmarks.result.ResultTotals;
import io.weir.benchmarks.result.ResultTotals.Totals;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.ProcessMeter;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.ScriptReport;
import io.weir.benchmarks.run.ScriptRequest;

/** Runs scripts with Flink. */
public final class FlinkScriptRun {
    private FlinkScriptRun() {}

    public static void main(String[] arguments) {
        ChildProcess.answer(arguments, ScriptRequest.class, FlinkScriptRun::run);
    }

    private static Object run(ScriptRequest request) throws Exception {
        String generator = GeneratedTableFactory.options(request.generator());
        FlinkEngine engine = new FlinkEngine(request.settings());
        ProcessMeter meter = new ProcessMeter();
        engine.run(request.warmUp(generator), () -> {});
        Totals checked = ResultTotals.get();
        ResultTotals.reset();
        long unused = TimedSource.takeRowCount();
        meter.start();
        FlinkEngine.Run run = engine.run(request.measured(generator), meter::restart);
        RunReport report = RunReport.of(checked, ResultTotals.get(), meter.stop(), run.checkpoints())
                .withSeconds(run.netMillis() / 1e3);
        return new ScriptReport(TimedSource.takeRowCount(), report);
    }
}
