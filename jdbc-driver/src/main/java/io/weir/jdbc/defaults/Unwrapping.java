package io.weir.jdbc.defaults;

import io.weir.jdbc.error.SqlErrors;
import java.sql.SQLException;
import java.sql.Wrapper;

/** An object that wraps no other: it is all that can be asked of it. */
public interface Unwrapping extends Wrapper {
    @Override
    default <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, getClass().getSimpleName() + " is no " + type.getName());
    }

    @Override
    default boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
