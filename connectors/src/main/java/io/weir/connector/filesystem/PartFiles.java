package io.weir.connector.filesystem;

import io.weir.spi.connector.SinkContext;
import java.nio.file.Path;

/**
 * Names of the files that a writer makes: {@code part-<job>-<sink>-<subtask>-<attempt>-<number>.csv}, and hidden while
 * they are written, {@code .<name>.inprogress}. No two attempts or subtasks ever use the same name.
 */
final class PartFiles {
    private static final String IN_PROGRESS = ".inprogress";

    private final Path directory;
    private final String start;
    private final String suffix;
    private int count;

    PartFiles(Path directory, SinkContext context, String suffix) {
        this.directory = directory;
        this.start = start(context) + context.subtaskIndex() + "-" + context.attempt() + "-";
        this.suffix = suffix.isEmpty() ? "" : "." + suffix;
    }

    private static String start(SinkContext context) {
        return "part-" + context.jobId() + "-" + context.sinkId() + "-";
    }

    Path directory() {
        return directory;
    }

    String nextName() {
        return start + count++ + suffix;
    }

    static String inProgress(String name) {
        return "." + name + IN_PROGRESS;
    }

    /** Whether a file name is that of an unfinished file of this sink, of any subtask and attempt. */
    static boolean isUnfinished(String fileName, SinkContext context) {
        return fileName.startsWith("." + start(context)) && fileName.endsWith(IN_PROGRESS);
    }
}
