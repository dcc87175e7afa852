package io.weir.jdbc.defaults;

import io.weir.jdbc.error.SqlErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** The setters of a prepared statement: each is {@link #set} with a value. */
public interface ParameterSetters extends PreparedStatement {
    /**
     * Sets a parameter.
     *
     * @param calendar its zone is that of the fields of dates and times; null for the connection's
     */
    void set(int index, @Nullable Object value, @Nullable Calendar calendar) throws SQLException;

    private void set(int index, @Nullable Object value) throws SQLException {
        set(index, value, null);
    }

    @Override
    default void setNull(int index, int sqlType) throws SQLException {
        set(index, null);
    }

    @Override
    default void setNull(int index, int sqlType, @Nullable String typeName) throws SQLException {
        set(index, null);
    }

    @Override
    default void setBoolean(int index, boolean value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setByte(int index, byte value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setShort(int index, short value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setInt(int index, int value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setLong(int index, long value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setFloat(int index, float value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setDouble(int index, double value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setString(int index, @Nullable String value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setNString(int index, @Nullable String value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setBytes(int index, byte @Nullable [] value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setDate(int index, @Nullable Date value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setDate(int index, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        set(index, value, calendar);
    }

    @Override
    default void setTime(int index, @Nullable Time value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setTime(int index, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        set(index, value, calendar);
    }

    @Override
    default void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar) throws SQLException {
        set(index, value, calendar);
    }

    @Override
    default void setArray(int index, @Nullable Array value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setURL(int index, @Nullable URL value) throws SQLException {
        set(index, value == null ? null : value.toString());
    }

    @Override
    default void setObject(int index, @Nullable Object value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setObject(int index, @Nullable Object value, int targetSqlType, int scaleOrLength)
            throws SQLException {
        boolean decimal = targetSqlType == Types.DECIMAL || targetSqlType == Types.NUMERIC;
        setObject(
                index,
                decimal && value instanceof BigDecimal exact
                        ? exact.setScale(scaleOrLength, RoundingMode.HALF_UP)
                        : value,
                targetSqlType);
    }

    @Override
    default void setObject(int index, @Nullable Object value, SQLType targetSqlType) throws SQLException {
        Integer type = targetSqlType.getVendorTypeNumber();
        setObject(index, value, type == null ? Types.OTHER : type);
    }

    @Override
    default void setObject(int index, @Nullable Object value, SQLType targetSqlType, int scaleOrLength)
            throws SQLException {
        Integer type = targetSqlType.getVendorTypeNumber();
        setObject(index, value, type == null ? Types.OTHER : type, scaleOrLength);
    }

    @Override
    default void setCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        set(index, reader == null ? null : read(reader, length));
    }

    @Override
    default void setCharacterStream(int index, @Nullable Reader reader, int length) throws SQLException {
        setCharacterStream(index, reader, (long) length);
    }

    @Override
    default void setCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        setCharacterStream(index, reader, -1L);
    }

    @Override
    default void setNCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        setCharacterStream(index, reader, length);
    }

    @Override
    default void setNCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        setCharacterStream(index, reader);
    }

    @Override
    default void setBinaryStream(int index, @Nullable InputStream in, long length) throws SQLException {
        set(index, in == null ? null : read(in, length));
    }

    @Override
    default void setBinaryStream(int index, @Nullable InputStream in, int length) throws SQLException {
        setBinaryStream(index, in, (long) length);
    }

    @Override
    default void setBinaryStream(int index, @Nullable InputStream in) throws SQLException {
        setBinaryStream(index, in, -1L);
    }

    @Override
    default void setAsciiStream(int index, @Nullable InputStream in, long length) throws SQLException {
        set(index, in == null ? null : new String(read(in, length), StandardCharsets.US_ASCII));
    }

    @Override
    default void setAsciiStream(int index, @Nullable InputStream in, int length) throws SQLException {
        setAsciiStream(index, in, (long) length);
    }

    @Override
    default void setAsciiStream(int index, @Nullable InputStream in) throws SQLException {
        setAsciiStream(index, in, -1L);
    }

    @Deprecated
    @Override
    default void setUnicodeStream(int index, @Nullable InputStream in, int length) throws SQLException {
        set(index, in == null ? null : new String(read(in, length), StandardCharsets.UTF_8));
    }

    private static byte[] read(InputStream in, long length) throws SQLException {
        try {
            return length < 0 ? in.readAllBytes() : in.readNBytes(Math.toIntExact(length));
        } catch (IOException | ArithmeticException e) {
            throw SqlErrors.create(SqlErrors.DATA, "the stream cannot be read: " + e.getMessage(), 0, e);
        }
    }

    private static String read(Reader reader, long length) throws SQLException {
        try {
            StringWriter text = new StringWriter();
            char[] buffer = new char[8192];
            long left = length < 0 ? Long.MAX_VALUE : length;
            int count;
            while (left > 0 && (count = reader.read(buffer, 0, (int) Math.min(left, buffer.length))) >= 0) {
                text.write(buffer, 0, count);
                left -= count;
            }
            return text.toString();
        } catch (IOException e) {
            throw SqlErrors.create(SqlErrors.DATA, "the stream cannot be read: " + e.getMessage(), 0, e);
        }
    }

    @Override
    default void setRef(int index, @Nullable Ref value) throws SQLException {
        throw SqlErrors.notSupported("REF");
    }

    @Override
    default void setRowId(int index, @Nullable RowId value) throws SQLException {
        throw SqlErrors.notSupported("ROWID");
    }

    @Override
    default void setSQLXML(int index, @Nullable SQLXML value) throws SQLException {
        throw SqlErrors.notSupported("SQLXML");
    }

    @Override
    default void setBlob(int index, @Nullable Blob value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setBlob(int index, @Nullable InputStream in, long length) throws SQLException {
        setBinaryStream(index, in, length);
    }

    @Override
    default void setBlob(int index, @Nullable InputStream in) throws SQLException {
        setBinaryStream(index, in);
    }

    @Override
    default void setClob(int index, @Nullable Clob value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setClob(int index, @Nullable Reader reader, long length) throws SQLException {
        setCharacterStream(index, reader, length);
    }

    @Override
    default void setClob(int index, @Nullable Reader reader) throws SQLException {
        setCharacterStream(index, reader);
    }

    @Override
    default void setNClob(int index, @Nullable NClob value) throws SQLException {
        set(index, value);
    }

    @Override
    default void setNClob(int index, @Nullable Reader reader, long length) throws SQLException {
        setCharacterStream(index, reader, length);
    }

    @Override
    default void setNClob(int index, @Nullable Reader reader) throws SQLException {
        setCharacterStream(index, reader);
    }
}
