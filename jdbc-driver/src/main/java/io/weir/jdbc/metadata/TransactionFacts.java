package io.weir.jdbc.metadata;

import java.sql.Connection;
import java.sql.DatabaseMetaData;

/** What holds for a database without transactions, in which every statement takes effect on its own. */
public interface TransactionFacts extends DatabaseMetaData {
    @Override
    default boolean autoCommitFailureClosesAllResultSets() {
        return false;
    }

    @Override
    default boolean dataDefinitionCausesTransactionCommit() {
        return false;
    }

    @Override
    default boolean dataDefinitionIgnoredInTransactions() {
        return false;
    }

    @Override
    default boolean supportsDataDefinitionAndDataManipulationTransactions() {
        return false;
    }

    @Override
    default boolean supportsDataManipulationTransactionsOnly() {
        return false;
    }

    @Override
    default boolean supportsMultipleTransactions() {
        return false;
    }

    @Override
    default boolean supportsOpenCursorsAcrossCommit() {
        return false;
    }

    @Override
    default boolean supportsOpenCursorsAcrossRollback() {
        return false;
    }

    @Override
    default boolean supportsOpenStatementsAcrossCommit() {
        return false;
    }

    @Override
    default boolean supportsOpenStatementsAcrossRollback() {
        return false;
    }

    @Override
    default boolean supportsSavepoints() {
        return false;
    }

    @Override
    default boolean supportsTransactionIsolationLevel(int level) {
        return level == Connection.TRANSACTION_NONE;
    }

    @Override
    default boolean supportsTransactions() {
        return false;
    }

    @Override
    default int getDefaultTransactionIsolation() {
        return Connection.TRANSACTION_NONE;
    }
}
