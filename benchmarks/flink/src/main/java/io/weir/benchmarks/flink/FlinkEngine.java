package io.weir.benchmarks.flink;

import io.weir.benchmarks.run.EngineSettings;
import io.weir.benchmarks.run.RunReport.Checkpoint;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;

/** Runs scripts of tables and one INSERT, each on an in-process cluster of its own. */
final class FlinkEngine {
    private final EngineSettings settings;
    private final CheckpointLog checkpoints = CheckpointLog.attach();
    private final Configuration configuration;

    /**
     * What a run gave.
     *
     * @param netMillis the job's run time as Flink tells it
     * @param checkpoints completed
     */
    record Run(long netMillis, List<Checkpoint> checkpoints) {}

    FlinkEngine(EngineSettings settings) {
        this(settings, Map.of());
    }

    /** @param options beyond those that all benchmarks have, or instead of them */
    FlinkEngine(EngineSettings settings, Map<String, String> options) {
        this.settings = settings;
        configuration = configuration();
        options.forEach(configuration::setString);
    }

    /** Runs a script to its end. */
    Run run(String script, Runnable afterSubmission) throws Exception {
        checkpoints.clear();
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(configuration)
                .build());
        TableResult last = null;
        for (String statement : script.split(";\\s*\n")) {
            if (!statement.isBlank()) {
                last = tables.executeSql(statement);
            }
        }
        if (last == null) {
            throw new IllegalArgumentException("the script is empty");
        }
        afterSubmission.run();
        long netMillis =
                last.getJobClient().orElseThrow().getJobExecutionResult().get().getNetRuntime();
        return new Run(netMillis, checkpoints.completed());
    }

    private Configuration configuration() {
        Configuration made = new Configuration();
        made.setString("parallelism.default", Integer.toString(settings.parallelism()));
        made.setString("taskmanager.numberOfTaskSlots", Integer.toString(settings.parallelism()));
        made.setString("taskmanager.memory.managed.size", settings.stateBytes() + "b");
        made.setString("taskmanager.memory.network.min", "256m");
        made.setString("taskmanager.memory.network.max", "256m");
        made.setString("table.local-time-zone", "UTC");
        made.setString("restart-strategy.type", "none"); // a failure is to be told, not hidden
        // From here on as in the public Nexmark repository.
        made.setString("pipeline.object-reuse", "true");
        made.setString("table.exec.mini-batch.enabled", "true");
        made.setString("table.exec.mini-batch.allow-latency", "2s");
        made.setString("table.exec.mini-batch.size", "50000");
        made.setString("table.optimizer.distinct-agg.split.enabled", "true");
        made.setString("execution.checkpointing.checkpoints-after-tasks-finish.enabled", "false");
        made.setString("state.backend.type", settings.state());
        made.setString("io.tmp.dirs", settings.folder());
        if (settings.checkpointMillis() > 0) {
            made.setString("execution.checkpointing.interval", settings.checkpointMillis() + "ms");
            made.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
            made.setString("execution.checkpointing.incremental", "true");
            made.setString("execution.checkpointing.dir", settings.checkpointDirectory());
        }
        return made;
    }
}
