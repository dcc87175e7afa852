package io.weir.server.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;

/**
 * A savepoint that has a name.
 *
 * @param jobName of the job when it was taken
 * @param path where it is; it may be restored from anywhere
 * @param format {@code canonical} or {@code native}
 */
public record SavepointRecord(
        String name,
        String jobName,
        String jobId,
        String path,
        String format,
        long checkpointId,
        long createdMillis,
        long durationMillis,
        long sizeBytes) {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("savepoint " + name + " cannot be written", e);
        }
    }

    static SavepointRecord fromJson(String json) {
        try {
            return JSON.readValue(json, SavepointRecord.class);
        } catch (JsonProcessingException e) {
            throw new WeirException(ErrorCode.STORAGE_CORRUPT, "savepoint in the catalog cannot be read", e)
                    .withDetail(e.getOriginalMessage());
        }
    }
}
