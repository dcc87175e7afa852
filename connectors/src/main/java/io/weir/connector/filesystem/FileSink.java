package io.weir.connector.filesystem;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes files of lines into a directory. */
record FileSink(Format format, FileLocation location, RollingPolicy rolling, String suffix) implements Sink {
    @Override
    public ChangelogKind changelog() {
        return format.changelog();
    }

    @Override
    public void validate() {
        Path directory = directory();
        if (!Files.exists(directory)) {
            // Only the attempt tells whether it can be made: rights, limits and kinds of file systems are many.
            directory = existingDirectory();
        }
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_UNREACHABLE,
                    "path \"" + directory + "\" is no directory that can be written to");
        }
    }

    /** The directory, checked. */
    private Path directory() {
        if (location.pattern() != null) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option 'path' wants a directory to write to, found pattern '" + location.pattern() + "'");
        }
        return location.policy().check(location.root());
    }

    private Path existingDirectory() {
        Path directory = directory();
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_FAILURE,
                    "making directory \"" + directory + "\" failed: " + Directories.reason(e),
                    e);
        }
    }

    @Override
    public boolean needsEpochs() {
        return true;
    }

    @Override
    public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
        return new FileWriter(format, new PartFiles(existingDirectory(), context, suffix), rolling, context);
    }

    @Override
    public SinkCommitter createCommitter(SinkContext context) {
        return new FileCommitter(existingDirectory(), context);
    }
}
