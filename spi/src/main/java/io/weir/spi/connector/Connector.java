package io.weir.spi.connector;

import io.weir.spi.data.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of external system, named by the option {@code connector}. Implementations are stateless and found by
 * {@link java.util.ServiceLoader}.
 */
public interface Connector {
    /** The value of the option {@code connector} that selects it. */
    String name();

    /** One sentence for {@code SHOW CONNECTORS}. */
    String description();

    /** All options it knows, without {@code connector}, {@code format} and the format's own. */
    List<Option<?>> options();

    /** Prefixes below which the connector checks keys itself, such as {@code properties.}. */
    default Set<String> optionPrefixes() {
        return Set.of();
    }

    /**
     * Whether records are bytes in a {@link Format} that the option {@code format} names. If keys are in a format too,
     * it is a {@link KeyedConnector}.
     */
    default boolean usesFormat() {
        return false;
    }

    /** The metadata columns it can fill, by key. */
    default Map<String, DataType> metadata() {
        return Map.of();
    }

    /**
     * The row kinds that a table of this connector (with its format) yields when read. Cheap; makes no connection.
     */
    default ChangelogKind sourceChangelog(TableDescriptor table) {
        return ChangelogKind.INSERT_ONLY;
    }

    /**
     * Makes a source. Checks options and their combination; does not connect (see {@link Source#validate}).
     *
     * @param format the format made for this table, empty if {@link #usesFormat()} is false
     * @return empty if tables of this connector cannot be read
     * @throws io.weir.spi.error.WeirException on options that do not fit
     */
    Optional<Source> source(TableDescriptor table, Optional<Format> format);

    /** Makes a sink; as {@link #source}. Empty if tables of this connector cannot be written to. */
    Optional<Sink> sink(TableDescriptor table, Optional<Format> format);

    /** Makes a table that can be looked up by key; as {@link #source}. Empty if tables of this connector cannot. */
    default Optional<LookupTable> lookup(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }
}
