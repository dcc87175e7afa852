package io.weir.planner.catalog;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.KeyedConnector;
import io.weir.spi.connector.LookupTable;
import io.weir.spi.connector.MetadataColumn;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** From a table's definition to the source and the sink behind it. Makes no connection. Thread-safe. */
public final class TableConnections {
    private final ConnectorRegistry registry;
    private final TableFormats formats;
    private final KeptTables keptTables;

    public TableConnections(ConnectorRegistry registry, KeptTables keptTables) {
        this.registry = requireNonNull(registry, "registry is null");
        this.formats = new TableFormats(registry);
        this.keptTables = requireNonNull(keptTables, "keptTables is null");
    }

    /**
     * Checks connector, format, options and metadata columns of a new table.
     *
     * @throws WeirException that says which of them is wrong
     */
    public void check(TableDefinition table) {
        if (table.connector().isEmpty()) {
            checkKept(table);
            return;
        }
        Connector connector = connector(table);
        checkOptions(table, connector);
        checkMetadata(table, connector);
        if (readOnly(table).isEmpty()) {
            var unused = writeOnly(table);
        }
    }

    private static void checkKept(TableDefinition table) {
        for (String key : table.options().keySet()) {
            if (!key.startsWith("weir.")) {
                throw new WeirException(
                                ErrorCode.MISSING_OPTION, "option 'connector' is missing beside option '" + key + "'")
                        .withDetail("A table without a connector is kept by Weir itself and has no such option.");
            }
        }
        if (!table.metadataColumns().isEmpty()) {
            throw new WeirException(
                    ErrorCode.VALIDATION_ERROR,
                    "column \"" + table.metadataColumns().get(0).name()
                            + "\" wants metadata of a connector, and the table has none");
        }
    }

    private Optional<Source> readOnly(TableDefinition table) {
        Connector connector = connector(table);
        TableDescriptor descriptor = descriptor(table, table.metadataColumns());
        return connector instanceof KeyedConnector keyed
                ? keyed.source(descriptor, formats.key(keyed, descriptor), formats.value(keyed, descriptor))
                : connector.source(descriptor, formats.of(connector, descriptor));
    }

    private Optional<Sink> writeOnly(TableDefinition table) {
        Connector connector = connector(table);
        TableDescriptor descriptor = descriptor(table, writableMetadata(table));
        return connector instanceof KeyedConnector keyed
                ? keyed.sink(descriptor, formats.key(keyed, descriptor), formats.value(keyed, descriptor))
                : connector.sink(descriptor, formats.of(connector, descriptor));
    }

    /** The rows of a table: its physical columns, then its metadata columns, with the connector's types. */
    public Source source(TableDefinition table, boolean bounded) {
        if (table.connector().isEmpty()) {
            return keptTables.source(table, bounded);
        }
        return readOnly(table)
                .orElseThrow(() -> new WeirException(
                        ErrorCode.UNSUPPORTED_FEATURE,
                        "table \"" + table.name() + "\" cannot be read: connector '"
                                + connector(table).name() + "' only writes"));
    }

    /** Finds rows of a table by key; empty if its connector cannot. Its rows are the physical columns. */
    public Optional<LookupTable> lookup(TableDefinition table) {
        if (table.connector().isEmpty()) {
            return Optional.empty();
        }
        Connector connector = connector(table);
        TableDescriptor descriptor = descriptor(table, List.of());
        return connector instanceof KeyedConnector
                ? Optional.empty()
                : connector.lookup(descriptor, formats.of(connector, descriptor));
    }

    /** The row kinds that reading a table yields. */
    public ChangelogKind sourceChangelog(TableDefinition table) {
        if (table.connector().isEmpty()) {
            return ChangelogKind.ALL;
        }
        Connector connector = connector(table);
        TableDescriptor descriptor = descriptor(table, table.metadataColumns());
        ChangelogKind kind = connector.sourceChangelog(descriptor);
        if (connector instanceof KeyedConnector) {
            return kind;
        }
        Optional<Format> format = formats.of(connector, descriptor);
        return format.isPresent() && format.get().changelog() != ChangelogKind.INSERT_ONLY
                ? format.get().changelog()
                : kind;
    }

    /** Writes to a table: its physical columns, then its metadata columns that are not virtual. */
    public Sink sink(TableDefinition table) {
        if (table.connector().isEmpty()) {
            return keptTables.sink(table);
        }
        return writeOnly(table)
                .orElseThrow(() -> new WeirException(
                        ErrorCode.UNSUPPORTED_FEATURE,
                        "table \"" + table.name() + "\" cannot be written to: connector '"
                                + connector(table).name() + "' only reads"));
    }

    /** The type in which the connector yields a metadata column. */
    public DataType metadataType(TableDefinition table, ColumnDefinition.Metadata column) {
        return requireNonNull(connector(table).metadata().get(column.key()), "metadata key is gone");
    }

    /** Options that hold for every table. */
    public <T> Optional<T> commonOption(TableDefinition table, Option<T> option) {
        return new Options(table.options()).find(option);
    }

    private Connector connector(TableDefinition table) {
        return registry.connector(table.connector().orElseThrow());
    }

    private static List<ColumnDefinition.Metadata> writableMetadata(TableDefinition table) {
        return table.metadataColumns().stream()
                .filter(column -> !column.isVirtual())
                .toList();
    }

    private TableDescriptor descriptor(TableDefinition table, List<ColumnDefinition.Metadata> metadata) {
        List<Field> physical = table.physicalColumns().stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList();
        List<Integer> primaryKey = new ArrayList<>();
        Schema schema = new Schema(physical);
        for (String column : table.primaryKey()) {
            primaryKey.add(schema.indexOf(column));
        }
        return new TableDescriptor(
                table.name(),
                schema,
                metadata.stream()
                        .map(column -> new MetadataColumn(column.name(), column.key(), metadataType(table, column)))
                        .toList(),
                primaryKey,
                new Options(table.options()));
    }

    private void checkOptions(TableDefinition table, Connector connector) {
        List<Option<?>> known = new ArrayList<>(CommonOptions.all());
        known.addAll(connector.options());
        Set<String> prefixes = new HashSet<>(connector.optionPrefixes());
        String owner = "connector '" + connector.name() + "'";
        Options options = new Options(table.options());
        if (connector.usesFormat()) {
            List<TableFormats.Named> named = formats.named(connector, options);
            named.forEach(format -> known.addAll(format.options()));
            owner += " with "
                    + String.join(
                            " and ",
                            named.stream().map(TableFormats.Named::describe).toList());
        } else if (table.options().containsKey(CommonOptions.FORMAT.key())) {
            throw new WeirException(ErrorCode.UNKNOWN_OPTION, owner + " takes no format");
        }
        options.checkKnown(owner, known, prefixes);
        CommonOptions.all().forEach(options::find);
    }

    private static void checkMetadata(TableDefinition table, Connector connector) {
        Map<String, DataType> offered = connector.metadata();
        for (ColumnDefinition.Metadata column : table.metadataColumns()) {
            if (!offered.containsKey(column.key())) {
                WeirException unknown = new WeirException(
                        ErrorCode.UNKNOWN_COLUMN,
                        "connector '" + connector.name() + "' has no metadata '" + column.key() + "'");
                if (!offered.isEmpty()) {
                    unknown = unknown.withDetail(
                            "It has '" + String.join("', '", new TreeSet<>(offered.keySet())) + "'.");
                }
                String hint = NearestName.hint(column.key(), offered.keySet()).replace('"', '\'');
                throw hint.isEmpty() ? unknown : unknown.withHint(hint);
            }
        }
    }
}
