package io.weir.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one operator of one subtask wrote for a checkpoint. */
public record OperatorPart(
        String operatorId,
        String name,
        Map<String, byte[]> state,
        @Nullable KeyedSnapshot keyed) {
    public OperatorPart {
        requireNonNull(operatorId, "operatorId is null");
        state = Map.copyOf(state);
    }
}
