package io.weir.jdbc.metadata;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;

/** What a result can do: go forward and be read. */
public interface ResultSetFacts extends DatabaseMetaData {
    @Override
    default RowIdLifetime getRowIdLifetime() {
        return RowIdLifetime.ROWID_UNSUPPORTED;
    }

    @Override
    default boolean deletesAreDetected(int type) {
        return false;
    }

    @Override
    default boolean generatedKeyAlwaysReturned() {
        return false;
    }

    @Override
    default boolean insertsAreDetected(int type) {
        return false;
    }

    @Override
    default boolean locatorsUpdateCopy() {
        return false;
    }

    @Override
    default boolean othersDeletesAreVisible(int type) {
        return false;
    }

    @Override
    default boolean othersInsertsAreVisible(int type) {
        return false;
    }

    @Override
    default boolean othersUpdatesAreVisible(int type) {
        return false;
    }

    @Override
    default boolean ownDeletesAreVisible(int type) {
        return false;
    }

    @Override
    default boolean ownInsertsAreVisible(int type) {
        return false;
    }

    @Override
    default boolean ownUpdatesAreVisible(int type) {
        return false;
    }

    @Override
    default boolean supportsBatchUpdates() {
        return true;
    }

    @Override
    default boolean supportsGetGeneratedKeys() {
        return false;
    }

    @Override
    default boolean supportsMultipleOpenResults() {
        return false;
    }

    @Override
    default boolean supportsMultipleResultSets() {
        return false;
    }

    @Override
    default boolean supportsPositionedDelete() {
        return false;
    }

    @Override
    default boolean supportsPositionedUpdate() {
        return false;
    }

    @Override
    default boolean supportsResultSetConcurrency(int type, int concurrency) {
        return type == ResultSet.TYPE_FORWARD_ONLY && concurrency == ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    default boolean supportsResultSetHoldability(int holdability) {
        return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    default boolean supportsResultSetType(int type) {
        return type == ResultSet.TYPE_FORWARD_ONLY;
    }

    @Override
    default boolean updatesAreDetected(int type) {
        return false;
    }

    @Override
    default int getResultSetHoldability() {
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }
}
