package io.weir.spi.connector;

import java.util.Optional;

/**
 * A connector whose records are a key and a value, each in a {@link Format} of its own, which the options
 * {@link FormatOptions#KEY_FORMAT} and {@link FormatOptions#VALUE_FORMAT} name. It lists both among its options.
 *
 * <p>Both formats carry plain rows ({@link ChangelogKind#INSERT_ONLY}): what changes is said by {@link #sourceChangelog}.
 */
public interface KeyedConnector extends Connector {
    /**
     * What the key's format is made for: the columns that stand in the key, under the names they have there, without
     * metadata and primary key.
     *
     * @throws io.weir.spi.error.WeirException if the table has no such columns
     */
    TableDescriptor keyPart(TableDescriptor table);

    /** As {@link #keyPart}, of the value. */
    TableDescriptor valuePart(TableDescriptor table);

    /** As {@link Connector#source(TableDescriptor, Optional)}, which is never called. */
    Optional<Source> source(TableDescriptor table, Format keyFormat, Format valueFormat);

    /** As {@link Connector#sink(TableDescriptor, Optional)}, which is never called. */
    Optional<Sink> sink(TableDescriptor table, Format keyFormat, Format valueFormat);

    @Override
    default boolean usesFormat() {
        return true;
    }

    @Override
    default Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        throw new IllegalStateException("connector '" + name() + "' wants a format of keys besides one of values");
    }

    @Override
    default Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        throw new IllegalStateException("connector '" + name() + "' wants a format of keys besides one of values");
    }
}
