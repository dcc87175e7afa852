package io.weir.jdbc.metadata;

import java.sql.DatabaseMetaData;

/**
 * How names are written, and where a schema or catalog may stand before them.
 *
 * <p>Names are case-sensitive, quoted or not, and kept as written: JDBC calls that "supports mixed case", whereas
 * "stores mixed case" is for databases that keep the case but ignore it.
 */
public interface IdentifierFacts extends DatabaseMetaData {
    @Override
    default String getCatalogSeparator() {
        return ".";
    }

    @Override
    default String getCatalogTerm() {
        return "catalog";
    }

    @Override
    default String getExtraNameCharacters() {
        return "";
    }

    @Override
    default String getIdentifierQuoteString() {
        return "\"";
    }

    @Override
    default String getProcedureTerm() {
        return "procedure";
    }

    @Override
    default String getSchemaTerm() {
        return "schema";
    }

    @Override
    default String getSearchStringEscape() {
        return "\\";
    }

    @Override
    default boolean isCatalogAtStart() {
        return true;
    }

    @Override
    default boolean storesLowerCaseIdentifiers() {
        return false;
    }

    @Override
    default boolean storesLowerCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    default boolean storesMixedCaseIdentifiers() {
        return false;
    }

    @Override
    default boolean storesMixedCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    default boolean storesUpperCaseIdentifiers() {
        return false;
    }

    @Override
    default boolean storesUpperCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    default boolean supportsCatalogsInDataManipulation() {
        return true;
    }

    @Override
    default boolean supportsCatalogsInIndexDefinitions() {
        return false;
    }

    @Override
    default boolean supportsCatalogsInPrivilegeDefinitions() {
        return false;
    }

    @Override
    default boolean supportsCatalogsInProcedureCalls() {
        return false;
    }

    @Override
    default boolean supportsCatalogsInTableDefinitions() {
        return true;
    }

    @Override
    default boolean supportsMixedCaseIdentifiers() {
        return true;
    }

    @Override
    default boolean supportsMixedCaseQuotedIdentifiers() {
        return true;
    }

    @Override
    default boolean supportsSchemasInDataManipulation() {
        return true;
    }

    @Override
    default boolean supportsSchemasInIndexDefinitions() {
        return false;
    }

    @Override
    default boolean supportsSchemasInPrivilegeDefinitions() {
        return false;
    }

    @Override
    default boolean supportsSchemasInProcedureCalls() {
        return false;
    }

    @Override
    default boolean supportsSchemasInTableDefinitions() {
        return true;
    }
}
