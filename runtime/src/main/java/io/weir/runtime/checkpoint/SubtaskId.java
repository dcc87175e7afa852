package io.weir.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

/** Names a subtask in its job. */
public record SubtaskId(String vertexId, int index) {
    public SubtaskId {
        requireNonNull(vertexId, "vertexId is null");
    }

    @Override
    public String toString() {
        return vertexId + "[" + index + "]";
    }
}
