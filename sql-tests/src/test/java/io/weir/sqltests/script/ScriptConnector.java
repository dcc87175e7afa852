package io.weir.sqltests.script;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The connector {@code script}: tables that a script feeds, and tables whose rows it looks at. */
final class ScriptConnector implements Connector {
    private static final Option<ChangelogKind> CHANGELOG =
            Option.oneOf("changelog", ChangelogKind.class, "insert-only", "The row kinds that are fed.");
    private static final Option<ChangelogKind> SINK_CHANGELOG =
            Option.oneOf("sink.changelog", ChangelogKind.class, "all", "The row kinds that it takes.");
    private static final Option<Boolean> BOUNDED = Option.bool("bounded", "false", "Whether reading ends.");
    private static final Option<Long> SPLITS =
            Option.integer("splits", "1", 1, 16, "Number of splits, over which rows are spread at random.");

    private final Map<String, ScriptTable> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Collector> written = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final BatchSizes sizes;

    ScriptConnector(BatchSizes sizes) {
        this.sizes = sizes;
    }

    ScriptTable table(String name) {
        return tables.computeIfAbsent(name, key -> new ScriptTable());
    }

    /** What was written to a table. */
    Collector written(String name) {
        return written.computeIfAbsent(name, key -> new Collector());
    }

    boolean isWritten(String name) {
        return written.containsKey(name);
    }

    void processEnded() {
        tables.values().forEach(ScriptTable::forgetReaders);
    }

    @Override
    public String name() {
        return "script";
    }

    @Override
    public String description() {
        return "Tables of a script.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(CHANGELOG, SINK_CHANGELOG, BOUNDED, SPLITS);
    }

    @Override
    public ChangelogKind sourceChangelog(TableDescriptor table) {
        return table.options().get(CHANGELOG);
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        ScriptTable log = table(table.name());
        log.describe(table.physical().types(), table.options().get(SPLITS).intValue());
        return Optional.of(ScriptSource.of(table.name(), log, table.options().get(BOUNDED), sizes));
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        Collector collector = written(table.name());
        collector.describe(table.physical().types());
        return Optional.of(new CollectingSink(collector, table.options().get(SINK_CHANGELOG)));
    }
}
