package io.weir.jdbc.defaults;

import io.weir.jdbc.error.SqlErrors;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A result that is read once, from its first row to its last: what would go back or jump is refused with SQLSTATE
 * 0A000.
 */
public interface ForwardOnlyResultSet extends ResultSet {
    @Override
    default boolean absolute(int rows) throws SQLException {
        throw SqlErrors.forwardOnly();
    }

    @Override
    default void afterLast() throws SQLException {
        throw SqlErrors.forwardOnly();
    }

    @Override
    default void beforeFirst() throws SQLException {
        throw SqlErrors.forwardOnly();
    }

    @Override
    default boolean first() throws SQLException {
        throw SqlErrors.forwardOnly();
    }

    @Override
    default boolean last() throws SQLException {
        throw SqlErrors.forwardOnly();
    }

    @Override
    default boolean previous() throws SQLException {
        throw SqlErrors.forwardOnly();
    }

    @Override
    default void refreshRow() throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default boolean relative(int rows) throws SQLException {
        throw SqlErrors.forwardOnly();
    }
}
