package io.weir.planner.catalog;

import io.weir.spi.connector.Connector;
import io.weir.spi.connector.FormatFactory;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.util.Collection;
import java.util.Collections;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The connectors and formats there are, by name. Immutable. */
public final class ConnectorRegistry {
    private final SortedMap<String, Connector> connectors = new TreeMap<>();
    private final SortedMap<String, FormatFactory> formats = new TreeMap<>();

    /** @throws IllegalStateException if two have the same name */
    public ConnectorRegistry(Iterable<Connector> connectors, Iterable<FormatFactory> formats) {
        for (Connector connector : connectors) {
            unique("connector", connector.name(), this.connectors.put(connector.name(), connector));
        }
        for (FormatFactory format : formats) {
            unique("format", format.name(), this.formats.put(format.name(), format));
        }
    }

    private static void unique(String kind, String name, @Nullable Object before) {
        if (before != null) {
            throw new IllegalStateException(kind + " '" + name + "' is on the class path twice");
        }
    }

    /** All that a class loader's service entries name. */
    public static ConnectorRegistry load(ClassLoader loader) {
        return new ConnectorRegistry(
                ServiceLoader.load(Connector.class, loader), ServiceLoader.load(FormatFactory.class, loader));
    }

    public Collection<Connector> connectors() {
        return Collections.unmodifiableCollection(connectors.values());
    }

    public Collection<FormatFactory> formats() {
        return Collections.unmodifiableCollection(formats.values());
    }

    /** @throws WeirException (OPTION_VALUE) with the nearest name */
    public Connector connector(String name) {
        Connector connector = connectors.get(name);
        if (connector == null) {
            throw unknown("connector", name, connectors.keySet());
        }
        return connector;
    }

    /** @throws WeirException (OPTION_VALUE) with the nearest name */
    public FormatFactory format(String name) {
        FormatFactory format = formats.get(name);
        if (format == null) {
            throw unknown("format", name, formats.keySet());
        }
        return format;
    }

    private static WeirException unknown(String kind, String name, Collection<String> known) {
        WeirException unknown = new WeirException(ErrorCode.OPTION_VALUE, kind + " '" + name + "' does not exist")
                .withDetail("The " + kind + "s are '" + String.join("', '", known) + "'.");
        String hint = NearestName.hint(name, known).replace('"', '\'');
        return hint.isEmpty() ? unknown : unknown.withHint(hint);
    }
}
