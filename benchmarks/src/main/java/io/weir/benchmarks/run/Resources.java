package io.weir.benchmarks.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Texts that stand beside the classes. */
public final class Resources {
    private Resources() {}

    /** @param path from the root of the class path, with a slash in front */
    public static Optional<String> find(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException if there is none */
    public static String text(String path) {
        return find(path).orElseThrow(() -> new IllegalStateException("no resource " + path));
    }
}
