package io.weir.server.session;

import io.weir.planner.PlannedStatement;
import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointStorageProvider;

/**
 * Asks everything that a job will need whether it is there, before the job is created: an address with a typing error
 * is told to whoever made it, and not to the log at night.
 */
final class Reachability {
    private Reachability() {}

    /**
     * Blocks, about ten seconds for each thing at most.
     *
     * @throws WeirException that names the table, or the storage
     */
    static void check(PlannedStatement planned, CheckpointConfig checkpoints, CheckpointStorageProvider storage) {
        checkSources(planned);
        for (PlannedStatement.TableSink sink : planned.sinks()) {
            try {
                sink.sink().validate(checkpoints.intervalMillis(), checkpoints.timeoutMillis());
            } catch (WeirException e) {
                throw of(sink.table(), e);
            }
        }
        for (PlannedStatement.TableLookup lookup : planned.lookups()) {
            try {
                lookup.lookup().validate(lookup.keyColumns());
            } catch (WeirException e) {
                throw of(lookup.table(), e);
            }
        }
        String directory = checkpoints.directory();
        if (directory != null) {
            storage.validate(directory);
        }
    }

    /** The same for what only reads. */
    static void checkSources(PlannedStatement planned) {
        for (PlannedStatement.TableSource source : planned.sources()) {
            try {
                source.source().validate();
            } catch (WeirException e) {
                throw of(source.table(), e);
            }
        }
    }

    private static WeirException of(String table, WeirException error) {
        String primary = error.primary().contains("\"" + table + "\"")
                ? error.primary()
                : "table \"" + table + "\": " + error.primary();
        WeirException named = new WeirException(error.code(), primary, error);
        String detail = error.detail();
        String hint = error.hint();
        named = detail == null ? named : named.withDetail(detail);
        return hint == null ? named : named.withHint(hint);
    }
}
