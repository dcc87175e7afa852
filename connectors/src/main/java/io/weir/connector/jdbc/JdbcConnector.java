package io.weir.connector.jdbc;

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
import io.weir.spi.data.Field;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Optional;

/** Tables of other databases, which look-up joins find rows in. */
public final class JdbcConnector implements Connector {
    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public String description() {
        return "Finds rows of a table in another database, for look-up joins.";
    }

    @Override
    public List<Option<?>> options() {
        return JdbcOptions.ALL;
    }

    /** Rows are only found by key: changes of the other database do not come here. */
    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        target(table);
        return Optional.empty();
    }

    @Override
    public Optional<LookupTable> lookup(TableDescriptor table, Optional<Format> format) {
        return Optional.of(new JdbcLookup(target(table)));
    }

    private static JdbcTarget target(TableDescriptor table) {
        Options options = table.options();
        String url = options.get(JdbcOptions.URL);
        if (!url.startsWith("jdbc:")) {
            throw new WeirException(
                            ErrorCode.OPTION_VALUE,
                            "option '" + JdbcOptions.URL.key() + "' wants a JDBC URL, which begins with 'jdbc:'")
                    .withHint("For instance 'jdbc:postgresql://localhost:5432/shop'.");
        }
        for (Field field : table.physical().fields()) {
            checkType(field.name(), field.type());
        }
        return new JdbcTarget(
                table.name(),
                url,
                options.get(JdbcOptions.TABLE_NAME),
                options.find(JdbcOptions.USERNAME),
                options.find(JdbcOptions.PASSWORD),
                table.physical(),
                (int) Math.max(1, options.get(JdbcOptions.TIMEOUT).toSeconds()),
                options.get(LookupOptions.MAX_RETRIES).intValue(),
                options.get(LookupOptions.CACHE_ROWS).intValue(),
                options.get(LookupOptions.CACHE_TIME).toMillis());
    }

    private static void checkType(String column, DataType type) {
        switch (type.kind()) {
            case ARRAY, MAP, ROW, NULL, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH ->
                throw new WeirException(
                        ErrorCode.UNSUPPORTED_FEATURE,
                        "connector 'jdbc' has no columns of type " + type.kind() + ", and column \"" + column
                                + "\" is one");
            default -> {
                return;
            }
        }
    }
}
