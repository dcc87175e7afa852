package io.weir.spi.connector;

import java.util.List;

/**
 * A kind of record encoding, named by the option {@code format}. Stateless; found by {@link java.util.ServiceLoader}.
 */
public interface FormatFactory {
    /**
     * The value of the option {@code format} that selects it, such as {@code json}. Its own options start with that and
     * a dot.
     */
    String name();

    String description();

    /** All options it knows, with full keys ({@code json.timestamp-format.standard}). */
    List<Option<?>> options();

    /**
     * @throws io.weir.spi.error.WeirException if a column's type cannot be held by this format, or options do not fit
     */
    Format create(TableDescriptor table);
}
