package io.weir.jdbc.metadata;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Weir does not have (indexes, foreign keys, procedures, privileges, user-defined types): results with JDBC's
 * columns and no rows.
 */
public interface EmptyMetaData extends DatabaseMetaData {
    /** A result with these columns, which {@link MetaDataColumns} lists, and no rows. */
    ResultSet empty(List<String> columns) throws SQLException;

    @Override
    default ResultSet getIndexInfo(
            @Nullable String catalog, @Nullable String schema, String table, boolean unique, boolean approximate)
            throws SQLException {
        return empty(MetaDataColumns.INDEX_INFO);
    }

    @Override
    default ResultSet getImportedKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return empty(MetaDataColumns.FOREIGN_KEYS);
    }

    @Override
    default ResultSet getExportedKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return empty(MetaDataColumns.FOREIGN_KEYS);
    }

    @Override
    default ResultSet getCrossReference(
            @Nullable String parentCatalog,
            @Nullable String parentSchema,
            String parentTable,
            @Nullable String foreignCatalog,
            @Nullable String foreignSchema,
            String foreignTable)
            throws SQLException {
        return empty(MetaDataColumns.FOREIGN_KEYS);
    }

    @Override
    default ResultSet getFunctionColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String functionNamePattern,
            @Nullable String columnNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.FUNCTION_COLUMNS);
    }

    @Override
    default ResultSet getProcedures(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String procedureNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.PROCEDURES);
    }

    @Override
    default ResultSet getProcedureColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String procedureNamePattern,
            @Nullable String columnNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.PROCEDURE_COLUMNS);
    }

    @Override
    default ResultSet getTablePrivileges(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.TABLE_PRIVILEGES);
    }

    @Override
    default ResultSet getColumnPrivileges(
            @Nullable String catalog, @Nullable String schema, String table, @Nullable String columnNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.COLUMN_PRIVILEGES);
    }

    @Override
    default ResultSet getVersionColumns(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return empty(MetaDataColumns.BEST_ROW_IDENTIFIER);
    }

    @Override
    default ResultSet getPseudoColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tableNamePattern,
            @Nullable String columnNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.PSEUDO_COLUMNS);
    }

    @Override
    default ResultSet getSuperTables(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.SUPER_TABLES);
    }

    @Override
    default ResultSet getSuperTypes(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String typeNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.SUPER_TYPES);
    }

    @Override
    default ResultSet getAttributes(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String typeNamePattern,
            @Nullable String attributeNamePattern)
            throws SQLException {
        return empty(MetaDataColumns.ATTRIBUTES);
    }

    @Override
    default ResultSet getUDTs(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String typeNamePattern,
            int @Nullable [] types)
            throws SQLException {
        return empty(MetaDataColumns.USER_DEFINED_TYPES);
    }
}
