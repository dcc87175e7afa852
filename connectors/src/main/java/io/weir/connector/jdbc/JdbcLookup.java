package io.weir.connector.jdbc;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.LookupFunction;
import io.weir.spi.connector.LookupTable;
import java.util.List;

/** Look-ups in a table of another database. */
record JdbcLookup(JdbcTarget target) implements LookupTable {
    JdbcLookup {
        requireNonNull(target, "target is null");
    }

    @Override
    public LookupFunction function(List<Integer> keyColumns) {
        return new JdbcLookupFunction(target, keyColumns);
    }

    @Override
    public void validate(List<Integer> keyColumns) {
        new JdbcTableCheck(target, keyColumns).run();
    }

    @Override
    public int cacheKeys() {
        return target.cacheKeys();
    }

    @Override
    public long cacheMillis() {
        return target.cacheMillis();
    }
}
