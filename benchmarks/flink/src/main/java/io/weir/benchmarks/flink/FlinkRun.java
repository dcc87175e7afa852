package io.weir.benchmarks.flink;

import io.weir.benchmarks.nexmark.NexmarkQuery;
import io.weir.benchmarks.result.ResultConnector;
import io.weir.benchmarks.result.ResultTotals;
import io.weir.benchmarks.result.ResultTotals.Totals;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.ProcessMeter;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.RunRequest;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;

/** Answers one request with Flink. */
public final class FlinkRun {
    private FlinkRun() {}

    public static void main(String[] arguments) throws Exception {
        RunRequest request = ChildProcess.request(arguments[0]);
        NexmarkQuery query = NexmarkQuery.of(request.query());
        CheckpointLog checkpoints = CheckpointLog.attach();
        ProcessMeter meter = new ProcessMeter();

        String check = query.peerScript(
                source(request.checkEvents(), RunRequest.CHECK_EVENTS_PER_SECOND, request.parallelism()), sink(true));
        execute(request, check, () -> {});
        Totals checked = ResultTotals.get();

        ResultTotals.reset();
        checkpoints.clear();
        String measured = query.peerScript(
                source(request.events(), request.eventsPerSecond(), request.parallelism()), sink(false));
        meter.start();
        long netMillis = execute(request, measured, meter::restart);
        ProcessMeter.Usage usage = meter.stop();
        ChildProcess.report(
                arguments[1],
                new RunReport(
                        checked,
                        ResultTotals.get(),
                        netMillis / 1e3,
                        usage.cpuSeconds(),
                        usage.allocatedBytes(),
                        usage.peakResidentBytes(),
                        checkpoints.completed()));
        System.exit(0); // threads of the cluster may live on
    }

    /** @return the job's net run time in milliseconds */
    private static long execute(RunRequest request, String script, Runnable afterSubmission) throws Exception {
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(configuration(request))
                .build());
        TableResult last = null;
        for (String statement : script.split(";\\s*\n")) {
            if (!statement.isBlank()) {
                last = tables.executeSql(statement);
            }
        }
        if (last == null) {
            throw new IllegalArgumentException("script of " + request.query() + " is empty");
        }
        afterSubmission.run();
        return last.getJobClient().orElseThrow().getJobExecutionResult().get().getNetRuntime();
    }

    private static Configuration configuration(RunRequest request) {
        Configuration configuration = new Configuration();
        configuration.setString("parallelism.default", Integer.toString(request.parallelism()));
        configuration.setString("taskmanager.numberOfTaskSlots", Integer.toString(request.parallelism()));
        configuration.setString("taskmanager.memory.managed.size", request.stateBytes() + "b");
        configuration.setString("taskmanager.memory.network.min", "256m");
        configuration.setString("taskmanager.memory.network.max", "256m");
        configuration.setString("table.local-time-zone", "UTC");
        // From here on as in the public Nexmark repository.
        configuration.setString("pipeline.object-reuse", "true");
        configuration.setString("table.exec.mini-batch.enabled", "true");
        configuration.setString("table.exec.mini-batch.allow-latency", "2s");
        configuration.setString("table.exec.mini-batch.size", "50000");
        configuration.setString("table.optimizer.distinct-agg.split.enabled", "true");
        configuration.setString("execution.checkpointing.checkpoints-after-tasks-finish.enabled", "false");
        configuration.setString("state.backend.type", request.state());
        configuration.setString("io.tmp.dirs", Path.of(request.folder()).toString());
        if (request.checkpointMillis() > 0) {
            configuration.setString("execution.checkpointing.interval", request.checkpointMillis() + "ms");
            configuration.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
            configuration.setString("execution.checkpointing.incremental", "true");
            configuration.setString(
                    "execution.checkpointing.dir",
                    Path.of(request.folder(), "checkpoints").toUri().toString());
        }
        return configuration;
    }

    private static String source(long events, long eventsPerSecond, int splits) {
        return "'connector' = '" + NexmarkTableFactory.NAME + "', 'events.num' = '" + events
                + "', 'first-event.rate' = '" + eventsPerSecond + "', 'number-of-splits' = '" + splits + "'";
    }

    private static String sink(boolean isHashing) {
        return "'connector' = '" + ResultConnector.NAME + "', 'hash' = '" + isHashing + "'";
    }
}
