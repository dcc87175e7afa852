package io.weir.planner.catalog;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.FormatFactory;
import io.weir.spi.connector.FormatOptions;
import io.weir.spi.connector.KeyedConnector;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds and makes the formats that the options of a table name. Thread-safe. */
final class TableFormats {
    private final ConnectorRegistry registry;

    TableFormats(ConnectorRegistry registry) {
        this.registry = requireNonNull(registry, "registry is null");
    }

    /**
     * A format that an option names.
     *
     * @param prefix what its own options begin with in the table; empty for the option {@code format}
     */
    record Named(String prefix, FormatFactory factory) {
        String describe() {
            String part = prefix.isEmpty() ? "" : prefix.replace('.', ' ');
            return part + "format '" + factory.name() + "'";
        }

        /** The format's own options, as they are called in the table. */
        List<Option<?>> options() {
            List<Option<?>> options = new ArrayList<>();
            factory.options().forEach(option -> options.add(prefixed(option)));
            return options;
        }

        private <T> Option<T> prefixed(Option<T> option) {
            return new Option<>(
                    prefix + option.key(), option.parser(), option.defaultText(), option.meaning(), option.secret());
        }

        Format create(TableDescriptor table) {
            Options options = prefix.isEmpty()
                    ? table.options()
                    : new Options(table.options().withPrefix(prefix));
            return factory.create(
                    new TableDescriptor(table.name(), table.physical(), List.of(), table.primaryKey(), options));
        }
    }

    /**
     * The formats that a table of a connector with formats has, the key's first.
     *
     * @throws WeirException if an option that names one is missing, or names none that there is
     */
    List<Named> named(Connector connector, Options options) {
        return connector instanceof KeyedConnector
                ? List.of(namedKey(options), namedValue(connector, options))
                : List.of(namedValue(connector, options));
    }

    private Named namedKey(Options options) {
        return new Named(FormatOptions.KEY_PREFIX, registry.format(options.get(FormatOptions.KEY_FORMAT)));
    }

    private Named namedValue(Connector connector, Options options) {
        boolean isSynonymKnown = connector.options().contains(FormatOptions.VALUE_FORMAT);
        if (isSynonymKnown && options.has(FormatOptions.VALUE_FORMAT)) {
            if (options.has(CommonOptions.FORMAT)) {
                throw new WeirException(
                        ErrorCode.OPTION_VALUE, "options 'format' and 'value.format' are the same, and both are given");
            }
            return new Named(FormatOptions.VALUE_PREFIX, registry.format(options.get(FormatOptions.VALUE_FORMAT)));
        }
        boolean isKeyed = connector instanceof KeyedConnector && !options.has(CommonOptions.FORMAT);
        return new Named("", registry.format(options.get(isKeyed ? FormatOptions.VALUE_FORMAT : CommonOptions.FORMAT)));
    }

    /** The format of a table whose connector has one for whole records; empty if it has none. */
    Optional<Format> of(Connector connector, TableDescriptor table) {
        return connector.usesFormat()
                ? Optional.of(namedValue(connector, table.options()).create(table))
                : Optional.empty();
    }

    Format key(KeyedConnector connector, TableDescriptor table) {
        return namedKey(table.options()).create(connector.keyPart(table));
    }

    Format value(KeyedConnector connector, TableDescriptor table) {
        return namedValue(connector, table.options()).create(connector.valuePart(table));
    }
}
