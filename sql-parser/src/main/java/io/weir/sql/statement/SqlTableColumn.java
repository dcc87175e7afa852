package io.weir.sql.statement;

import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** A column in CREATE TABLE or ALTER TABLE ADD. */
public sealed interface SqlTableColumn permits SqlRegularColumn, SqlComputedColumn, SqlMetadataColumn {
    SqlIdentifier name();

    @Nullable String comment();
}
