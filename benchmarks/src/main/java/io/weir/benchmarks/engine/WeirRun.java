package io.weir.benchmarks.engine;

import io.weir.benchmarks.nexmark.NexmarkQuery;
import io.weir.benchmarks.result.ResultConnector;
import io.weir.benchmarks.result.ResultTotals;
import io.weir.benchmarks.result.ResultTotals.Totals;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.ProcessMeter;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.RunReport.Checkpoint;
import io.weir.benchmarks.run.RunRequest;
import io.weir.planner.PlannedStatement;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.task.JobListener;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers one request with Weir. */
public final class WeirRun {
    private WeirRun() {}

    public static void main(String[] arguments) throws IOException {
        RunRequest request = ChildProcess.request(arguments[0]);
        NexmarkQuery query = NexmarkQuery.of(request.query());
        ProcessMeter meter = new ProcessMeter();
        try (WeirEngine engine = new WeirEngine(request)) {
            PlannedStatement check = engine.plan(query.weirScript(
                    source(request.checkEvents(), RunRequest.CHECK_EVENTS_PER_SECOND, request.parallelism()),
                    sink(true)));
            engine.run(check, "check", JobListener.NONE);
            Totals checked = ResultTotals.get();

            PlannedStatement measured = engine.plan(query.weirScript(
                    source(request.events(), request.eventsPerSecond(), request.parallelism()), sink(false)));
            Checkpoints checkpoints = new Checkpoints();
            ResultTotals.reset();
            meter.start();
            engine.run(measured, "measured", checkpoints);
            ProcessMeter.Usage usage = meter.stop();
            ChildProcess.report(
                    arguments[1],
                    new RunReport(
                            checked,
                            ResultTotals.get(),
                            usage.seconds(),
                            usage.cpuSeconds(),
                            usage.allocatedBytes(),
                            usage.peakResidentBytes(),
                            checkpoints.completed));
        }
    }

    private static String source(long events, long eventsPerSecond, int splits) {
        return "'connector' = 'nexmark', 'events.num' = '" + events + "', 'first-event.rate' = '" + eventsPerSecond
                + "', 'number-of-splits' = '" + splits + "'";
    }

    private static String sink(boolean isHashing) {
        return "'connector' = '" + ResultConnector.NAME + "', 'hash' = '" + isHashing + "'";
    }

    private static final class Checkpoints implements JobListener {
        private final List<Checkpoint> completed = new CopyOnWriteArrayList<>();

        @Override
        public void checkpointEnded(CheckpointStats checkpoint) {
            if (checkpoint.status() == CheckpointStats.Status.COMPLETED) {
                completed.add(new Checkpoint(checkpoint.durationMillis(), checkpoint.checkpointedBytes()));
            }
        }
    }
}
