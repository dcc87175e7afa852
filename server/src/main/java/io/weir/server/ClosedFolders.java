package io.weir.server;

import io.weir.connector.base.FileAccessPolicy;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps tables out of the data directory: nobody is to read the catalog with a SELECT, or to write into a checkpoint.
 * Connectors know such folders by a system property, so that servers of one process share the list.
 */
final class ClosedFolders implements AutoCloseable {
    private final Path folder;

    private ClosedFolders(Path folder) {
        this.folder = folder;
    }

    static ClosedFolders add(Path folder) {
        synchronized (ClosedFolders.class) {
            set(Stream.concat(denied(), Stream.of(folder.toString())));
        }
        return new ClosedFolders(folder);
    }

    private static Stream<String> denied() {
        String property = System.getProperty(FileAccessPolicy.DENIED_ROOTS_PROPERTY, "");
        return Arrays.stream(property.split(File.pathSeparator)).filter(root -> !root.isBlank());
    }

    private static void set(Stream<String> roots) {
        System.setProperty(
                FileAccessPolicy.DENIED_ROOTS_PROPERTY, roots.collect(Collectors.joining(File.pathSeparator)));
    }

    @Override
    public void close() {
        synchronized (ClosedFolders.class) {
            set(denied().filter(root -> !root.equals(folder.toString())));
        }
    }
}
