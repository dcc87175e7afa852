package io.weir.jdbc.defaults;

import io.weir.jdbc.error.SqlErrors;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;

/** A result through which nothing is written: what would is refused with SQLSTATE 0A000. */
public interface ReadOnlyResultSet extends ResultSet {
    @Override
    default void cancelRowUpdates() throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void deleteRow() throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void insertRow() throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void moveToCurrentRow() throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void moveToInsertRow() throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateArray(int columnIndex, Array value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateAsciiStream(int columnIndex, InputStream value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateAsciiStream(int columnIndex, InputStream value, int length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateAsciiStream(int columnIndex, InputStream value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBigDecimal(int columnIndex, BigDecimal value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBinaryStream(int columnIndex, InputStream value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBinaryStream(int columnIndex, InputStream value, int length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBinaryStream(int columnIndex, InputStream value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBlob(int columnIndex, InputStream value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBlob(int columnIndex, InputStream value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBlob(int columnIndex, Blob value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBoolean(int columnIndex, boolean value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateByte(int columnIndex, byte value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBytes(int columnIndex, byte[] value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateCharacterStream(int columnIndex, Reader value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateCharacterStream(int columnIndex, Reader value, int length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateCharacterStream(int columnIndex, Reader value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateClob(int columnIndex, Reader value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateClob(int columnIndex, Reader value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateClob(int columnIndex, Clob value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateDate(int columnIndex, Date value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateDouble(int columnIndex, double value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateFloat(int columnIndex, float value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateInt(int columnIndex, int value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateLong(int columnIndex, long value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNCharacterStream(int columnIndex, Reader value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNCharacterStream(int columnIndex, Reader value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNClob(int columnIndex, Reader value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNClob(int columnIndex, Reader value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNClob(int columnIndex, NClob value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNString(int columnIndex, String value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNull(int columnIndex) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateObject(int columnIndex, Object value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateObject(int columnIndex, Object value, int length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateObject(int columnIndex, Object value, SQLType targetType) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateObject(int columnIndex, Object value, SQLType targetType, int length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateRef(int columnIndex, Ref value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateRow() throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateRowId(int columnIndex, RowId value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateSQLXML(int columnIndex, SQLXML value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateShort(int columnIndex, short value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateString(int columnIndex, String value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateTime(int columnIndex, Time value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateTimestamp(int columnIndex, Timestamp value) throws SQLException {
        throw SqlErrors.readOnly();
    }
}
