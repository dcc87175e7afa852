package io.weir.benchmarks.state;

import io.weir.spi.connector.SourceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * How many rows a second the readers may make together, as a file says that is looked at a few times a second. It is
 * read on the worker: a few bytes, and nobody's production.
 */
final class Rate {
    private static final long LOOK_NANOS = 250_000_000;

    private final Path file;
    private final SourceContext context;
    private long lookedNanos;
    private long lastNanos;
    private double share;
    private double due;

    Rate(Path file, SourceContext context) {
        this.file = file;
        this.context = context;
        lookedNanos = context.nanoTime() - LOOK_NANOS;
        lastNanos = context.nanoTime();
    }

    static void write(Path file, double rowsPerSecond) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, Double.toString(rowsPerSecond));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** How many rows may be made now, at most {@code most}; what was not made in a second is not made up for. */
    int due(int most) {
        long now = context.nanoTime();
        if (now - lookedNanos >= LOOK_NANOS) {
            lookedNanos = now;
            share = look() / context.parallelism();
        }
        if (share == 0) {
            return most;
        }
        due = Math.min(share, due + (now - lastNanos) / 1e9 * share);
        lastNanos = now;
        return (int) Math.min(most, due);
    }

    void take(int rows) {
        if (share > 0) {
            due -= rows;
        }
    }

    private double look() {
        try {
            return Double.parseDouble(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
