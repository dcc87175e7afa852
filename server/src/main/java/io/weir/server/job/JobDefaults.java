package io.weir.server.job;

import io.weir.server.config.CheckpointOptions;
import io.weir.server.config.JobSettings;
import io.weir.spi.connector.Options;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What holds for a job that sets nothing itself: the server's configuration, and folders in the data directory.
 *
 * @param options from the server's configuration, by key
 */
public record JobDefaults(Map<String, String> options, Path dataDirectory) {
    public JobDefaults {
        options = Map.copyOf(options);
    }

    /**
     * A job's options, completed and read.
     *
     * @throws io.weir.spi.error.WeirException (OPTION_VALUE)
     */
    public JobSettings settings(Map<String, String> jobOptions) {
        return JobSettings.of(complete(jobOptions));
    }

    /** A job's options, with the defaults of the server where it says nothing. */
    public Options complete(Map<String, String> jobOptions) {
        Map<String, String> all = new TreeMap<>(options);
        all.putAll(jobOptions);
        all.putIfAbsent(
                CheckpointOptions.DIRECTORY.key(),
                dataDirectory.resolve("checkpoints").toUri().toString());
        all.putIfAbsent(
                CheckpointOptions.SAVEPOINT_DIRECTORY.key(),
                dataDirectory.resolve("savepoints").toUri().toString());
        return new Options(all);
    }
}
