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

    JobRecord withState(JobState next, long timeMillis) {
        return new JobRecord(
                id,
                name,
                sql,
                user,
                createdMillis,
                options,
                next,
                timeMillis,
                operatorIds,
                restore,
                ownSavepoints,
                hasCheckpoints,
                error,
                errorMillis);
    }

    JobRecord withError(@Nullable String cause, long timeMillis) {
        return new JobRecord(
                id,
                name,
                sql,
                user,
                createdMillis,
                options,
                state,
                stateMillis,
                operatorIds,
                restore,
                ownSavepoints,
                hasCheckpoints,
                cause,
                timeMillis);
    }

    JobRecord withOptions(Map<String, String> changed) {
        return new JobRecord(
                id,
                name,
                sql,
                user,
                createdMillis,
                changed,
                state,
                stateMillis,
                operatorIds,
                restore,
                ownSavepoints,
                hasCheckpoints,
                error,
                errorMillis);
    }

    JobRecord withOperatorIds(List<String> ids) {
        return new JobRecord(
                id,
                name,
                sql,
                user,
                createdMillis,
                options,
                state,
                stateMillis,
                ids,
                restore,
                ownSavepoints,
                hasCheckpoints,
                error,
                errorMillis);
    }

    JobRecord withRestore(@Nullable RestoreRequest request) {
        return new JobRecord(
                id,
                name,
                sql,
                user,
                createdMillis,
                options,
                state,
                stateMillis,
                operatorIds,
                request,
                ownSavepoints,
                hasCheckpoints,
                error,
                errorMillis);
    }

    JobRecord withOwnSavepoints(List<OwnSavepoint> savepoints) {
        return new JobRecord(
                id,
                name,
                sql,
                user,
                createdMillis,
                options,
                state,
                stateMillis,
                operatorIds,
                restore,
                savepoints,
                hasCheckpoints,
                error,
                errorMillis);
    }

    JobRecord withCheckpoints(boolean has) {
        return new JobRecord(
                id,
                name,
                sql,
                user,
                createdMillis,
                options,
                state,
                stateMillis,
                operatorIds,
                restore,
                ownSavepoints,
                has,
                error,
                errorMillis);
    }
}
