package io.weir.benchmarks.run;

import java.nio.file.Path;

/**
 * How an engine is set up, the same for Weir and a peer.
 *
 * @param state {@code hashmap} or {@code rocksdb}
 * @param parallelism subtasks of each step, and worker threads
 * @param stateBytes of native memory for RocksDB
 * @param checkpointMillis from one checkpoint to the next; 0: none
 * @param folder for state and checkpoints, of this run alone
 */
public record EngineSettings(String state, int parallelism, long stateBytes, long checkpointMillis, String folder) {
    /** Where checkpoints go, as a URI. */
    public String checkpointDirectory() {
        return Path.of(folder, "checkpoints").toUri().toString();
    }

    public EngineSettings withStateBytes(long bytes) {
        return new EngineSettings(state, parallelism, bytes, checkpointMillis, folder);
    }
}
