package io.weir.jdbc.defaults;

import io.weir.jdbc.error.SqlErrors;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import javax.sql.rowset.serial.SerialBlob;
import javax.sql.rowset.serial.SerialClob;
import org.jspecify.annotations.Nullable;

/** The getters by index that name a Java type: each is {@link #get} with that type. */
public interface TypedGetters extends ResultSet {
    /**
     * The value of a column of the current row as {@code type}, or null.
     *
     * @param calendar its zone is that of the fields of dates and times; null for the connection's
     */
    <T> @Nullable T get(int columnIndex, Class<T> type, @Nullable Calendar calendar) throws SQLException;

    private <T> T get(int columnIndex, Class<T> type, T whenNull) throws SQLException {
        T value = get(columnIndex, type, (Calendar) null);
        return value == null ? whenNull : value;
    }

    @Override
    default @Nullable String getString(int columnIndex) throws SQLException {
        return get(columnIndex, String.class, (Calendar) null);
    }

    @Override
    default @Nullable String getNString(int columnIndex) throws SQLException {
        return getString(columnIndex);
    }

    @Override
    default boolean getBoolean(int columnIndex) throws SQLException {
        return get(columnIndex, Boolean.class, false);
    }

    @Override
    default byte getByte(int columnIndex) throws SQLException {
        return get(columnIndex, Byte.class, (byte) 0);
    }

    @Override
    default short getShort(int columnIndex) throws SQLException {
        return get(columnIndex, Short.class, (short) 0);
    }

    @Override
    default int getInt(int columnIndex) throws SQLException {
        return get(columnIndex, Integer.class, 0);
    }

    @Override
    default long getLong(int columnIndex) throws SQLException {
        return get(columnIndex, Long.class, 0L);
    }

    @Override
    default float getFloat(int columnIndex) throws SQLException {
        return get(columnIndex, Float.class, 0f);
    }

    @Override
    default double getDouble(int columnIndex) throws SQLException {
        return get(columnIndex, Double.class, 0d);
    }

    @Override
    default @Nullable BigDecimal getBigDecimal(int columnIndex) throws SQLException {
        return get(columnIndex, BigDecimal.class, (Calendar) null);
    }

    @Deprecated
    @Override
    default @Nullable BigDecimal getBigDecimal(int columnIndex, int scale) throws SQLException {
        BigDecimal value = getBigDecimal(columnIndex);
        return value == null ? null : value.setScale(scale, RoundingMode.DOWN);
    }

    @Override
    default byte @Nullable [] getBytes(int columnIndex) throws SQLException {
        return get(columnIndex, byte[].class, (Calendar) null);
    }

    @Override
    default @Nullable Date getDate(int columnIndex) throws SQLException {
        return get(columnIndex, Date.class, (Calendar) null);
    }

    @Override
    default @Nullable Date getDate(int columnIndex, @Nullable Calendar calendar) throws SQLException {
        return get(columnIndex, Date.class, calendar);
    }

    @Override
    default @Nullable Time getTime(int columnIndex) throws SQLException {
        return get(columnIndex, Time.class, (Calendar) null);
    }

    @Override
    default @Nullable Time getTime(int columnIndex, @Nullable Calendar calendar) throws SQLException {
        return get(columnIndex, Time.class, calendar);
    }

    @Override
    default @Nullable Timestamp getTimestamp(int columnIndex) throws SQLException {
        return get(columnIndex, Timestamp.class, (Calendar) null);
    }

    @Override
    default @Nullable Timestamp getTimestamp(int columnIndex, @Nullable Calendar calendar) throws SQLException {
        return get(columnIndex, Timestamp.class, calendar);
    }

    @Override
    default @Nullable Object getObject(int columnIndex, @Nullable Map<String, Class<?>> typeMap) throws SQLException {
        return getObject(columnIndex);
    }

    @Override
    default @Nullable Array getArray(int columnIndex) throws SQLException {
        return get(columnIndex, Array.class, (Calendar) null);
    }

    @Override
    default @Nullable InputStream getAsciiStream(int columnIndex) throws SQLException {
        String text = getString(columnIndex);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Deprecated
    @Override
    default @Nullable InputStream getUnicodeStream(int columnIndex) throws SQLException {
        String text = getString(columnIndex);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    default @Nullable InputStream getBinaryStream(int columnIndex) throws SQLException {
        byte[] bytes = getBytes(columnIndex);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    @Override
    default @Nullable Reader getCharacterStream(int columnIndex) throws SQLException {
        String text = getString(columnIndex);
        return text == null ? null : new StringReader(text);
    }

    @Override
    default @Nullable Reader getNCharacterStream(int columnIndex) throws SQLException {
        return getCharacterStream(columnIndex);
    }

    @Override
    default @Nullable URL getURL(int columnIndex) throws SQLException {
        String text = getString(columnIndex);
        try {
            return text == null ? null : new URL(text);
        } catch (MalformedURLException e) {
            throw SqlErrors.create(SqlErrors.DATA, "\"" + text + "\" is not a URL: " + e.getMessage(), 0, e);
        }
    }

    @Override
    default Ref getRef(int columnIndex) throws SQLException {
        throw SqlErrors.notSupported("REF");
    }

    @Override
    default @Nullable Blob getBlob(int columnIndex) throws SQLException {
        byte[] bytes = getBytes(columnIndex);
        return bytes == null ? null : new SerialBlob(bytes);
    }

    @Override
    default @Nullable Clob getClob(int columnIndex) throws SQLException {
        String text = getString(columnIndex);
        return text == null ? null : new SerialClob(text.toCharArray());
    }

    @Override
    default NClob getNClob(int columnIndex) throws SQLException {
        throw SqlErrors.notSupported("NCLOB");
    }

    @Override
    default RowId getRowId(int columnIndex) throws SQLException {
        throw SqlErrors.notSupported("ROWID");
    }

    @Override
    default SQLXML getSQLXML(int columnIndex) throws SQLException {
        throw SqlErrors.notSupported("SQLXML");
    }
}
