package io.weir.connector.filesystem;

import io.weir.spi.connector.LookupOptions;
import io.weir.spi.connector.Option;
import java.time.Duration;
import java.util.List;

/** The options of file tables, with Flink's names. */
final class FileSystemOptions {
    static final Option<String> PATH = Option.text(
            "path", null, "A file, a directory (read with all below it), or a pattern such as '/data/*.csv'.");
    static final Option<Duration> MONITOR_INTERVAL = Option.duration(
            "source.monitor-interval", null, "How often to look for new files; without it the table ends.");
    static final Option<Long> SPLIT_SIZE = Option.size(
            "source.split-size", "64 mb", "Larger files are read by several subtasks, in ranges of this many bytes.");
    static final Option<Long> ROLL_SIZE =
            Option.size("sink.rolling-policy.file-size", "128 mb", "A file that has grown to this size is closed.");
    static final Option<Duration> ROLL_INTERVAL = Option.duration(
            "sink.rolling-policy.rollover-interval", "30 min", "A file that has been open for so long is closed.");
    static final Option<Duration> ROLL_INACTIVITY = Option.duration(
            "sink.rolling-policy.inactivity-interval", "30 min", "A file not written to for so long is closed.");

    static final List<Option<?>> ALL = List.of(
            PATH,
            MONITOR_INTERVAL,
            SPLIT_SIZE,
            ROLL_SIZE,
            ROLL_INTERVAL,
            ROLL_INACTIVITY,
            LookupOptions.RELOAD_INTERVAL,
            LookupOptions.FULL_CACHE_ROWS);

    private FileSystemOptions() {}
}
