package io.weir.jdbc.metadata;

import java.sql.DatabaseMetaData;

/** Which SQL is understood. True means that Weir does it, not that the grammar lets it pass. */
public interface GrammarFacts extends DatabaseMetaData {
    @Override
    default boolean nullPlusNonNullIsNull() {
        return true;
    }

    @Override
    default boolean nullsAreSortedAtEnd() {
        return false;
    }

    @Override
    default boolean nullsAreSortedAtStart() {
        return false;
    }

    @Override
    default boolean nullsAreSortedHigh() {
        return true;
    }

    @Override
    default boolean nullsAreSortedLow() {
        return false;
    }

    @Override
    default boolean supportsANSI92EntryLevelSQL() {
        return true;
    }

    @Override
    default boolean supportsANSI92FullSQL() {
        return false;
    }

    @Override
    default boolean supportsANSI92IntermediateSQL() {
        return false;
    }

    @Override
    default boolean supportsAlterTableWithAddColumn() {
        return false;
    }

    @Override
    default boolean supportsAlterTableWithDropColumn() {
        return false;
    }

    @Override
    default boolean supportsColumnAliasing() {
        return true;
    }

    @Override
    default boolean supportsConvert() {
        return true;
    }

    @Override
    default boolean supportsConvert(int fromType, int toType) {
        return false;
    }

    @Override
    default boolean supportsCoreSQLGrammar() {
        return true;
    }

    @Override
    default boolean supportsCorrelatedSubqueries() {
        return true;
    }

    @Override
    default boolean supportsDifferentTableCorrelationNames() {
        return true;
    }

    @Override
    default boolean supportsExpressionsInOrderBy() {
        return true;
    }

    @Override
    default boolean supportsExtendedSQLGrammar() {
        return false;
    }

    @Override
    default boolean supportsFullOuterJoins() {
        return true;
    }

    @Override
    default boolean supportsGroupBy() {
        return true;
    }

    @Override
    default boolean supportsGroupByBeyondSelect() {
        return true;
    }

    @Override
    default boolean supportsGroupByUnrelated() {
        return true;
    }

    @Override
    default boolean supportsIntegrityEnhancementFacility() {
        return false;
    }

    @Override
    default boolean supportsLikeEscapeClause() {
        return true;
    }

    @Override
    default boolean supportsLimitedOuterJoins() {
        return true;
    }

    @Override
    default boolean supportsMinimumSQLGrammar() {
        return true;
    }

    @Override
    default boolean supportsNonNullableColumns() {
        return true;
    }

    @Override
    default boolean supportsOrderByUnrelated() {
        return true;
    }

    @Override
    default boolean supportsOuterJoins() {
        return true;
    }

    @Override
    default boolean supportsSelectForUpdate() {
        return false;
    }

    @Override
    default boolean supportsSubqueriesInComparisons() {
        return true;
    }

    @Override
    default boolean supportsSubqueriesInExists() {
        return true;
    }

    @Override
    default boolean supportsSubqueriesInIns() {
        return true;
    }

    @Override
    default boolean supportsSubqueriesInQuantifieds() {
        return true;
    }

    @Override
    default boolean supportsTableCorrelationNames() {
        return true;
    }

    @Override
    default boolean supportsUnion() {
        return true;
    }

    @Override
    default boolean supportsUnionAll() {
        return true;
    }

    @Override
    default int getSQLStateType() {
        return sqlStateSQL;
    }
}
