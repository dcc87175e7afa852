package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.state.FreezeRequest;

/**
 * A savepoint as it is asked for.
 *
 * @param directory the savepoint becomes the folder {@code savepoint-<name>} below it
 * @param name {@code [A-Za-z0-9_-]{1,64}}; the folder must not exist
 * @param form CANONICAL can be restored with any state backend; NATIVE is faster
 */
public record SavepointRequest(String directory, String name, FreezeRequest.Form form) {
    public SavepointRequest {
        requireNonNull(directory, "directory is null");
        requireNonNull(name, "name is null");
        requireNonNull(form, "form is null");
    }
}
