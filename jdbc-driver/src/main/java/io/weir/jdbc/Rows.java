package io.weir.jdbc;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a result, one after the other. Used by one thread. */
interface Rows {
    /** The next row, as it came over the wire, waiting until there is one; null after the last. */
    @Nullable List<@Nullable Object> next() throws SQLException;

    /** Drops what is left. */
    void close();
}
