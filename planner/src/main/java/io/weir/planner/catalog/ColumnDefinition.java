package io.weir.planner.catalog;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.DataType;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** A column of a table as declared. */
public sealed interface ColumnDefinition {
    String name();

    DataType type();

    @Nullable String comment();

    /**
     * A column of the external records.
     *
     * @param defaultValue what an INSERT puts there that does not name the column; null for NULL
     */
    record Physical(
            String name,
            DataType type,
            @Nullable SqlNode defaultValue,
            @Nullable String comment) implements ColumnDefinition {
        /** A column without default and comment. */
        public Physical(String name, DataType type) {
            this(name, type, null, null);
        }

        public Physical {
            requireNonNull(name, "name is null");
            requireNonNull(type, "type is null");
        }
    }

    /**
     * A column computed from others of the row; cannot be written to.
     *
     * @param expression not validated; never changed: who validates it does so on a copy
     */
    record Computed(
            String name,
            DataType type,
            SqlNode expression,
            @Nullable String comment) implements ColumnDefinition {
        public Computed {
            requireNonNull(name, "name is null");
            requireNonNull(type, "type is null");
            requireNonNull(expression, "expression is null");
        }
    }

    /**
     * A column that the connector fills with what it knows of a record.
     *
     * @param key the connector's name for it
     * @param isVirtual whether it can only be read
     */
    record Metadata(
            String name,
            DataType type,
            String key,
            boolean isVirtual,
            @Nullable String comment) implements ColumnDefinition {
        public Metadata {
            requireNonNull(name, "name is null");
            requireNonNull(type, "type is null");
            requireNonNull(key, "key is null");
        }
    }
}
