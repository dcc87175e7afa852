package io.weir.server.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of a job, as JSON in the catalog. Fields may be added; none changes its meaning.
 *
 * @param id random, {@code [A-Za-z0-9_-]{1,64}}: names its folder in checkpoint storage and its transactions, and
 *     outlives its name
 * @param name a label; any characters
 * @param sql the CREATE JOB statement
 * @param options all options that were set for it, by key
 * @param operatorIds of the plan its state was made for, ascending; empty before the first start
 * @param restore what it was asked to take its state from; null if that is its latest checkpoint
 * @param ownSavepoints taken by SUSPEND and by changes of options, to be deleted
 * @param hasCheckpoints whether it has completed one that must be there: if none is found, somebody has taken it away,
 *     and the job does not begin again by itself
 * @param error why it is FAILED or QUARANTINED, or why it last restarted; null if there was nothing
 */
record JobRecord(
        String id,
        String name,
        String sql,
        String user,
        long createdMillis,
        Map<String, String> options,
        JobState state,
        long stateMillis,
        List<String> operatorIds,
        @Nullable RestoreRequest restore,
        List<OwnSavepoint> ownSavepoints,
        boolean hasCheckpoints,
        @Nullable String error,
        long errorMillis) {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    JobRecord {
        requireNonNull(id, "id is null");
        requireNonNull(name, "name is null");
        requireNonNull(sql, "sql is null");
        requireNonNull(user, "user is null");
        requireNonNull(state, "state is null");
        options = Map.copyOf(new TreeMap<>(options));
        operatorIds = List.copyOf(operatorIds);
        ownSavepoints = ownSavepoints == null ? List.of() : List.copyOf(ownSavepoints); // null in older catalogs
    }

    /**
     * A snapshot that the job is to start from, as long as it has none that is newer than the request.
     *
     * @param path a savepoint or checkpoint anywhere; null for a checkpoint of the job itself
     * @param checkpointId the checkpoint of the job itself, if {@code path} is null
     * @param newestThen the newest checkpoint of the job when this was asked for; 0 if there was none. A newer one
     *     shows that the request was carried out
     */
    record RestoreRequest(@Nullable String path, long checkpointId, long newestThen) {}

    /**
     * A savepoint that was taken only to end the job and go on from there.
     *
     * @param checkpointId the checkpoint of the job that refers to its files: once that is gone, so can they
     */
    record OwnSavepoint(String path, long checkpointId) {}

    /** A job that is to start for the first time. */
    static JobRecord created(String id, NewJob job, long nowMillis) {
        String path = job.restore().path();
        return new JobRecord(
                id,
                job.name(),
                job.sql(),
                job.user(),
                nowMillis,
                job.options(),
                JobState.STARTING,
                nowMillis,
                OperatorIds.of(job.planned().graph()),
                path == null ? null : new RestoreRequest(path, 0, 0),
                List.of(),
                false,
                null,
                0);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("job " + id + " cannot be written", e);
        }
    }

    /** @throws WeirException (STORAGE_CORRUPT) */
    static JobRecord fromJson(String json) {
        try {
            return JSON.readValue(json, JobRecord.class);
        } catch (JsonProcessingException e) {
            throw new WeirException(ErrorCode.STORAGE_CORRUPT, "job in the catalog cannot be read", e)
                    .withDetail(e.getOriginalMessage());
        }
    }

    Builder toBuilder() {
        return new Builder(this);
    }

    /** Changes components of a record one by one; id, name, statement, user and time of creation stay. */
    static final class Builder {
        private final JobRecord before;
        private Map<String, String> options;
        private JobState state;
        private long stateMillis;
        private List<String> operatorIds;
        private @Nullable RestoreRequest restore;
        private List<OwnSavepoint> ownSavepoints;
        private boolean hasCheckpoints;
        private @Nullable String error;
        private long errorMillis;

        private Builder(JobRecord before) {
            this.before = before;
            options = before.options;
            state = before.state;
            stateMillis = before.stateMillis;
            operatorIds = before.operatorIds;
            restore = before.restore;
            ownSavepoints = before.ownSavepoints;
            hasCheckpoints = before.hasCheckpoints;
            error = before.error;
            errorMillis = before.errorMillis;
        }

        Builder options(Map<String, String> value) {
            options = value;
            return this;
        }

        Builder state(JobState value, long timeMillis) {
            state = value;
            stateMillis = timeMillis;
            return this;
        }

        Builder operatorIds(List<String> value) {
            operatorIds = value;
            return this;
        }

        Builder restore(@Nullable RestoreRequest value) {
            restore = value;
            return this;
        }

        Builder ownSavepoints(List<OwnSavepoint> value) {
            ownSavepoints = value;
            return this;
        }

        Builder hasCheckpoints(boolean value) {
            hasCheckpoints = value;
            return this;
        }

        Builder error(String cause, long timeMillis) {
            error = cause;
            errorMillis = timeMillis;
            return this;
        }

        Builder noError() {
            error = null;
            errorMillis = 0;
            return this;
        }

        JobRecord build() {
            return new JobRecord(
                    before.id,
                    before.name,
                    before.sql,
                    before.user,
                    before.createdMillis,
                    options,
                    state,
                    stateMillis,
                    operatorIds,
                    restore,
                    ownSavepoints,
                    hasCheckpoints,
                    error,
                    errorMillis);
        }
    }
}
