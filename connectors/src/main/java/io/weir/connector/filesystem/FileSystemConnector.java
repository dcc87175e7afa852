package io.weir.connector.filesystem;

import static io.weir.connector.filesystem.FileSystemOptions.MONITOR_INTERVAL;
import static io.weir.connector.filesystem.FileSystemOptions.PATH;
import static io.weir.connector.filesystem.FileSystemOptions.ROLL_INACTIVITY;
import static io.weir.connector.filesystem.FileSystemOptions.ROLL_INTERVAL;
import static io.weir.connector.filesystem.FileSystemOptions.ROLL_SIZE;
import static io.weir.connector.filesystem.FileSystemOptions.SPLIT_SIZE;
import static java.util.Objects.requireNonNull;

import io.weir.connector.base.FileAccessPolicy;
import io.weir.connector.base.ScannedLookup;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.LookupOptions;
import io.weir.spi.connector.LookupTable;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Tables of local files. */
public final class FileSystemConnector implements Connector {
    private static final long LEAST_SPLIT_SIZE = 1 << 10;

    private final FileAccessPolicy policy;

    /** Takes the policy that the server has set for this process. */
    public FileSystemConnector() {
        this(FileAccessPolicy.fromSystemProperties());
    }

    public FileSystemConnector(FileAccessPolicy policy) {
        this.policy = requireNonNull(policy, "policy is null");
    }

    @Override
    public String name() {
        return "filesystem";
    }

    @Override
    public String description() {
        return "Reads and writes files of lines.";
    }

    @Override
    public List<Option<?>> options() {
        return FileSystemOptions.ALL;
    }

    @Override
    public boolean usesFormat() {
        return true;
    }

    @Override
    public Map<String, DataType> metadata() {
        return FileMetadata.TYPES;
    }

    @Override
    public ChangelogKind sourceChangelog(TableDescriptor table) {
        return ChangelogKind.INSERT_ONLY;
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        Options options = table.options();
        Format lines = lineBased(format);
        FileLocation location = FileLocation.parse(options.get(PATH), policy);
        long splitSize = options.get(SPLIT_SIZE);
        if (splitSize < LEAST_SPLIT_SIZE) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option '" + SPLIT_SIZE.key() + "' wants at least " + LEAST_SPLIT_SIZE + " bytes, found "
                            + splitSize);
        }
        List<Integer> all = IntStream.range(0, table.physical().size()).boxed().toList();
        return Optional.of(new FileSource(table, lines, location, options.find(MONITOR_INTERVAL), splitSize, all));
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        Options options = table.options();
        Format lines = lineBased(format);
        FileLocation location = FileLocation.parse(options.get(PATH), policy);
        var rolling = new RollingPolicy(
                options.get(ROLL_SIZE),
                options.get(ROLL_INTERVAL).toMillis(),
                options.get(ROLL_INACTIVITY).toMillis());
        String suffix = table.options().values().getOrDefault("format", "");
        return Optional.of(new FileSink(lines, location, rolling, suffix));
    }

    /** Files have no index: they are read whole. */
    @Override
    public Optional<LookupTable> lookup(TableDescriptor table, Optional<Format> format) {
        Options options = table.options();
        Source source = source(table, format).orElseThrow();
        if (!source.isBounded()) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "table \"" + table.name() + "\" has no end ('" + MONITOR_INTERVAL.key()
                            + "'), and look-ups read it whole");
        }
        return Optional.of(new ScannedLookup(
                table.name(),
                source,
                table.physical().types(),
                options.get(LookupOptions.RELOAD_INTERVAL).toMillis(),
                options.get(LookupOptions.FULL_CACHE_ROWS)));
    }

    private static Format lineBased(Optional<Format> format) {
        Format found = format.orElseThrow(() -> new WeirException(
                ErrorCode.MISSING_OPTION, "option 'format' is missing; connector 'filesystem' wants one"));
        if (!found.isLineBased()) {
            throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "connector 'filesystem' wants a format whose records are lines")
                    .withHint("Use 'json', 'csv', or 'raw' with a text column.");
        }
        return found;
    }
}
