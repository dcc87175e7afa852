package io.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.jdbc.value.JdbcTypes;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import javax.sql.rowset.serial.SerialBlob;
import javax.sql.rowset.serial.SerialClob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of values on their way from and to the server. */
@Timeout(30)
class ValuesTest {
    private TestServer server;
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        server = new TestServer();
        connection = server.connect();
        statement = connection.createStatement();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        server.close();
    }

    private ResultSet types() throws SQLException {
        ResultSet result = statement.executeQuery("types");
        assertThat(result.next()).isTrue();
        return result;
    }

    @Test
    void getObjectGivesTheTypesOfJdbc() throws SQLException {
        try (ResultSet row = types()) {
            assertThat(row.getObject("flag")).isEqualTo(true);
            assertThat(row.getObject("tiny")).isEqualTo(7);
            assertThat(row.getObject("number")).isEqualTo(-5);
            assertThat(row.getObject("big")).isEqualTo(9_007_199_254_740_993L);
            assertThat(row.getObject("real_number")).isEqualTo(1.5f);
            assertThat(row.getObject("double_number")).isEqualTo(2.5);
            assertThat(row.getObject("price")).isEqualTo(new BigDecimal("12345678901234567890.10"));
            assertThat(row.getObject("text")).isEqualTo("gr\u00fc\u00df \ud83d\ude42");
            assertThat(row.getObject("bytes")).isEqualTo(new byte[] {1, 2, (byte) 255});
            assertThat(row.getObject("day")).isEqualTo(Date.valueOf("2026-11-22"));
            assertThat(row.getObject("at")).isEqualTo(new Time(27_015_123));
            assertThat(row.getObject("ts")).isEqualTo(Timestamp.valueOf(TestColumns.MOMENT));
            assertThat(row.getObject("ltz")).isEqualTo(TestColumns.MOMENT.atOffset(ZoneOffset.UTC));
            assertThat(((Array) row.getObject("list")).getArray()).isEqualTo(new Object[] {1L, 2L, 3L});
            assertThat(row.getObject("span")).isEqualTo(Duration.parse("P1DT1H1M1.001S"));
            ResultSetMetaData columns = row.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                Object value = row.getObject(i);
                assertThat(value).isInstanceOf(JdbcTypes.jdbcClass(columns.getColumnType(i)));
                assertThat(columns.getColumnClassName(i))
                        .isEqualTo(JdbcTypes.jdbcClass(columns.getColumnType(i)).getName());
            }
        }
    }

    @Test
    void timestampsKeepTheirMicroseconds() throws SQLException {
        try (ResultSet row = types()) {
            assertThat(row.getTimestamp("ts").getNanos()).isEqualTo(123_456_000);
            assertThat(row.getString("ts")).isEqualTo("2026-11-22 07:30:15.123456");
            assertThat(row.getString("at")).isEqualTo("07:30:15.123456");
            assertThat(row.getString("ltz")).isEqualTo("2026-11-22 07:30:15.123456Z");
            assertThat(row.getObject("ts", LocalDateTime.class)).isEqualTo(TestColumns.MOMENT);
            assertThat(row.getObject("at", LocalTime.class)).isEqualTo(TestColumns.MOMENT.toLocalTime());
        }
    }

    @Test
    void getObjectWithAClassConverts() throws SQLException {
        Instant instant = TestColumns.MOMENT.toInstant(ZoneOffset.UTC);
        try (ResultSet row = types()) {
            assertThat(row.getObject("day", LocalDate.class)).isEqualTo(LocalDate.of(2026, 11, 22));
            assertThat(row.getObject("ts", LocalDate.class)).isEqualTo(LocalDate.of(2026, 11, 22));
            assertThat(row.getObject("ts", Instant.class)).isEqualTo(instant);
            assertThat(row.getObject("ts", OffsetDateTime.class)).isEqualTo(instant.atOffset(ZoneOffset.UTC));
            assertThat(row.getObject("ltz", Instant.class)).isEqualTo(instant);
            assertThat(row.getObject("ltz", ZonedDateTime.class).toInstant()).isEqualTo(instant);
            assertThat(row.getObject("number", Long.class)).isEqualTo(-5L);
            assertThat(row.getObject("big", BigDecimal.class)).isEqualTo(new BigDecimal("9007199254740993"));
            assertThat(row.getObject("big", String.class)).isEqualTo("9007199254740993");
            assertThat(row.getObject("bytes", byte[].class)).hasSize(3);
            assertThat(row.getObject("uuid", UUID.class))
                    .isEqualTo(UUID.fromString("123e4567-e89b-12d3-a456-426614174000"));
            assertThat(row.getObject("flag", Integer.class)).isEqualTo(1);
            assertThat(row.getObject("list", Object.class)).isInstanceOf(Array.class);
        }
    }

    @Test
    void whatHoldsOthersIsReadInEveryWay() throws SQLException {
        try (ResultSet row = types()) {
            assertThat(row.getObject("list", Object[].class)).containsExactly(1L, 2L, 3L);
            assertThat(row.getObject("list", List.class)).isEqualTo(List.of(1L, 2L, 3L));
            Array list = row.getArray("list");
            assertThat(list.getArray(2, 1)).isEqualTo(new Object[] {2L});
            List<String> indexed = new ArrayList<>();
            try (ResultSet elements = list.getResultSet(2, 2)) {
                while (elements.next()) {
                    indexed.add(elements.getInt("INDEX") + "=" + elements.getLong("VALUE"));
                }
            }
            assertThat(indexed).containsExactly("2=2", "3=3");
            assertThatThrownBy(() -> row.getObject("text", List.class)).isInstanceOf(SQLException.class);
        }
        Struct struct = connection.createStruct("ROW", new Object[] {LocalDate.of(2026, 11, 22), null, "x"});
        assertThat(struct.getAttributes()).containsExactly(Date.valueOf("2026-11-22"), null, "x");
    }

    @Test
    void textAndBytesAreReadAsLargeObjectsToo() throws SQLException {
        try (ResultSet row = types()) {
            Clob text = row.getClob("text");
            assertThat(text.getSubString(1, (int) text.length())).isEqualTo("gr\u00fc\u00df \ud83d\ude42");
            Blob bytes = row.getBlob("bytes");
            assertThat(bytes.getBytes(1, (int) bytes.length())).containsExactly(1, 2, 255);
        }
    }

    @Test
    void theDescriptionOfATimeSaysHowLongItIsAndItsDigits() throws SQLException {
        try (ResultSet row = types()) {
            ResultSetMetaData columns = row.getMetaData();
            int ts = row.findColumn("ts");
            assertThat(columns.getScale(ts)).isEqualTo(6);
            assertThat(columns.getPrecision(ts)).isEqualTo("2026-11-22 07:30:15.123456".length());
        }
    }

    @Test
    void timestampsAreReadInTheZoneOfTheCalendarOrOfTheConnection() throws SQLException {
        Instant inTokyo = Instant.parse("2026-11-21T22:30:15.123456Z");
        Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
        try (ResultSet row = types()) {
            assertThat(row.getTimestamp("ts", tokyo).toInstant()).isEqualTo(inTokyo);
        }
        try (Connection there = new WeirDriver().connect(server.url() + ";timeZone=Asia/Tokyo", null);
                ResultSet row = there.createStatement().executeQuery("types")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getTimestamp("ts").toInstant()).isEqualTo(inTokyo);
            assertThat(row.getTimestamp("ltz").toInstant()).isEqualTo(TestColumns.MOMENT.toInstant(ZoneOffset.UTC));
        }
    }

    @Test
    void nullsAreNullOrZeroAndWasNullSaysSo() throws SQLException {
        try (ResultSet row = statement.executeQuery("nulls")) {
            assertThat(row.next()).isTrue();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                assertThat(row.getObject(i)).isNull();
                assertThat(row.getString(i)).isNull();
                assertThat(row.getLong(i)).isZero();
                assertThat(row.wasNull()).isTrue();
            }
        }
    }

    @Test
    void aValueThatDoesNotFitIsAnErrorWithTheColumnsName() throws SQLException {
        try (ResultSet row = types()) {
            assertThatThrownBy(() -> row.getInt("big"))
                    .hasMessage("column \"big\": value 9007199254740993 does not fit into a Integer")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("22003");
            assertThatThrownBy(() -> row.getInt("text")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> row.getDate("big")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> row.getObject("text", Thread.class)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> row.getString("txet"))
                    .hasMessageContaining("result set has no column \"txet\"")
                    .hasMessageContaining("\"flag\", \"tiny\"");
            assertThatThrownBy(() -> row.getString(99)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aRowIsReadBetweenNextAndTheEndOnly() throws SQLException {
        try (ResultSet result = statement.executeQuery("rows 1")) {
            assertThatThrownBy(() -> result.getInt(1)).hasMessage("next() was not called");
            result.next();
            result.next();
            assertThatThrownBy(() -> result.getInt(1)).hasMessage("result set is after its last row");
        }
    }

    @Test
    void parametersOfAllKindsReachTheServer() throws SQLException {
        try (PreparedStatement echo = connection.prepareStatement("echo ? ? ? ? ? ? ? ? ? ? ? ?")) {
            echo.setObject(1, LocalDateTime.of(2026, 11, 22, 7, 30, 15, 123_456_000));
            echo.setObject(2, Instant.parse("2026-11-22T07:30:15.123456Z"));
            echo.setObject(3, LocalDate.of(2026, 11, 22));
            echo.setTimestamp(4, Timestamp.valueOf("2026-11-22 07:30:15.123456"));
            echo.setNull(5, Types.INTEGER);
            echo.setLong(6, 1L << 60);
            echo.setBigDecimal(7, new BigDecimal("12345678901234567890.10"));
            echo.setBytes(8, new byte[] {1, 2});
            echo.setObject(9, "17", Types.INTEGER);
            echo.setObject(10, OffsetDateTime.parse("2026-11-22T08:30:15+01:00"));
            echo.setDouble(11, Double.NaN);
            echo.setArray(12, connection.createArrayOf("INTEGER", new Object[] {1, null, 3}));
            try (ResultSet row = echo.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("STRING:2026-11-22 07:30:15.123456");
                assertThat(row.getString(2)).isEqualTo("STRING:2026-11-22T07:30:15.123456Z");
                assertThat(row.getString(3)).isEqualTo("STRING:2026-11-22");
                assertThat(row.getString(4)).isEqualTo("STRING:2026-11-22 07:30:15.123456");
                assertThat(row.getString(5)).isEqualTo("OBJECT:null");
                assertThat(row.getString(6)).isEqualTo("LONG:1152921504606846976");
                assertThat(row.getString(7)).isEqualTo("NUMBER:12345678901234567890.10");
                assertThat(row.getString(8)).isEqualTo("BYTE_STRING:AQI=");
                assertThat(row.getString(9)).isEqualTo("INTEGER:17");
                assertThat(row.getString(10)).isEqualTo("STRING:2026-11-22T07:30:15Z");
                assertThat(row.getString(11)).isEqualTo("STRING:NaN");
                assertThat(row.getString(12)).isEqualTo("ARRAY:[1, null, 3]");
            }
        }
    }

    @Test
    void parametersThatHoldOthersReachTheServer() throws SQLException {
        try (PreparedStatement echo = connection.prepareStatement("echo ? ? ? ? ?")) {
            echo.setObject(1, new int[] {1, 2});
            echo.setObject(2, connection.createStruct("ROW", new Object[] {1, LocalDate.of(2026, 11, 22), null}));
            echo.setObject(3, Map.of("a", List.of(1)));
            echo.setBlob(4, new SerialBlob(new byte[] {1, 2}));
            echo.setClob(5, new SerialClob("text".toCharArray()));
            try (ResultSet row = echo.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("ARRAY:[1, 2]");
                assertThat(row.getString(2)).isEqualTo("ARRAY:[1, 2026-11-22, null]");
                assertThat(row.getString(3)).isEqualTo("ARRAY:[[a, [1]]]");
                assertThat(row.getString(4)).isEqualTo("BYTE_STRING:AQI=");
                assertThat(row.getString(5)).isEqualTo("STRING:text");
            }
        }
    }

    @Test
    void parametersThatCannotBeSentAreRefused() throws SQLException {
        try (PreparedStatement echo = connection.prepareStatement("echo ? ?")) {
            assertThatThrownBy(() -> echo.setObject(1, new Object())).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> echo.setObject(1, Duration.ofSeconds(90)))
                    .hasMessage("a parameter cannot be a java.time.Duration");
            assertThatThrownBy(() -> echo.setInt(3, 1)).hasMessage("parameter 3 of a statement with 2");
            assertThatThrownBy(() -> echo.setObject(1, "x", Types.INTEGER)).hasMessageStartingWith("parameter 1: ");
            echo.setInt(1, 1);
            assertThatThrownBy(echo::executeQuery).hasMessage("parameter 2 has no value");
            assertThat(echo.getParameterMetaData().getParameterCount()).isEqualTo(2);
            assertThat(echo.getParameterMetaData().getParameterTypeName(2)).isEqualTo("TIMESTAMP");
        }
    }
}
