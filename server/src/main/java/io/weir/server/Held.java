package io.weir.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts of a server that must be closed: in the opposite order of their making, each whatever becomes of the others. */
final class Held implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Held.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("part of the server not closed cause={}", String.valueOf(e.getMessage()), e);
            }
        }
    }
}
