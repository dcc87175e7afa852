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

/** The writing methods that name a column by its label: refused as those of {@link ReadOnlyResultSet}. */
public interface ReadOnlyByLabel extends ResultSet {
    @Override
    default void updateArray(String columnLabel, Array value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateAsciiStream(String columnLabel, InputStream value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateAsciiStream(String columnLabel, InputStream value, int length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateAsciiStream(String columnLabel, InputStream value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBigDecimal(String columnLabel, BigDecimal value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBinaryStream(String columnLabel, InputStream value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBinaryStream(String columnLabel, InputStream value, int length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBinaryStream(String columnLabel, InputStream value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBlob(String columnLabel, InputStream value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBlob(String columnLabel, InputStream value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBlob(String columnLabel, Blob value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBoolean(String columnLabel, boolean value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateByte(String columnLabel, byte value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateBytes(String columnLabel, byte[] value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateCharacterStream(String columnLabel, Reader value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateCharacterStream(String columnLabel, Reader value, int length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateCharacterStream(String columnLabel, Reader value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateClob(String columnLabel, Reader value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateClob(String columnLabel, Reader value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateClob(String columnLabel, Clob value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateDate(String columnLabel, Date value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateDouble(String columnLabel, double value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateFloat(String columnLabel, float value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateInt(String columnLabel, int value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateLong(String columnLabel, long value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNCharacterStream(String columnLabel, Reader value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNCharacterStream(String columnLabel, Reader value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNClob(String columnLabel, Reader value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNClob(String columnLabel, Reader value, long length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNClob(String columnLabel, NClob value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNString(String columnLabel, String value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateNull(String columnLabel) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateObject(String columnLabel, Object value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateObject(String columnLabel, Object value, int length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateObject(String columnLabel, Object value, SQLType targetType) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateObject(String columnLabel, Object value, SQLType targetType, int length) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateRef(String columnLabel, Ref value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateRowId(String columnLabel, RowId value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateSQLXML(String columnLabel, SQLXML value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateShort(String columnLabel, short value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateString(String columnLabel, String value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateTime(String columnLabel, Time value) throws SQLException {
        throw SqlErrors.readOnly();
    }

    @Override
    default void updateTimestamp(String columnLabel, Timestamp value) throws SQLException {
        throw SqlErrors.readOnly();
    }
}
