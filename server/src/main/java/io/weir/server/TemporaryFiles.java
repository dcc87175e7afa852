package io.weir.server;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Temporary files of a server's process: in its data directory. Libraries unpack native code into the system's folder
 * (lz4, zstd and snappy do, when a Kafka topic is compressed so) and delete it at an orderly end; each {@code kill -9}
 * would leave it there for ever.
 */
public final class TemporaryFiles {
    private static final String PROPERTY = "java.io.tmpdir";

    private TemporaryFiles() {}

    /**
     * For a process that is a server and nothing else, before anything has made a temporary file. Whoever started the
     * process may have named another folder ({@code -Djava.io.tmpdir}).
     */
    public static void keepIn(Path dataDirectory) {
        boolean isNamed = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-D" + PROPERTY + "="));
        if (!isNamed) {
            System.setProperty(
                    PROPERTY, folder(dataDirectory.toAbsolutePath().normalize()).toString());
        }
    }

    private static Path folder(Path dataDirectory) {
        return dataDirectory.resolve("tmp");
    }

    /** Removes what an earlier process left; only for whoever has the lock of the data directory. */
    static void empty(Path dataDirectory) {
        Path folder = folder(dataDirectory);
        try {
            Files.createDirectories(folder);
            List<Path> left;
            try (Stream<Path> all = Files.walk(folder)) {
                left = all.filter(file -> !file.equals(folder))
                        .sorted(Comparator.reverseOrder())
                        .toList();
            }
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new WeirException(ErrorCode.STORAGE_UNREACHABLE, "folder " + folder + " cannot be emptied", e)
                    .withDetail(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
