package io.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The forms on the wire are such that Avatica's own driver reads them too, in both forms of the protocol, on the same
 * port.
 */
@Timeout(30)
class StockDriverTest {
    private TestServer server;

    @BeforeEach
    void open() {
        server = new TestServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "PROTOBUF"})
    void readsEveryType(String serialization) throws SQLException {
        try (Connection connection = server.connectStock(serialization);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("types")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong("big")).isEqualTo(9_007_199_254_740_993L);
            assertThat(row.getBigDecimal("price")).isEqualByComparingTo("12345678901234567890.10");
            assertThat(row.getString("text")).isEqualTo("gr\u00fc\u00df \ud83d\ude42");
            assertThat(row.getBytes("bytes")).isEqualTo(new byte[] {1, 2, (byte) 255});
            assertThat(row.getDate("day")).hasToString("2026-11-22");
            assertThat(row.getTimestamp("ts"))
                    .isEqualTo(Timestamp.valueOf(LocalDateTime.parse("2026-11-22T07:30:15.123"))); // to the millisecond
            assertThat(row.getTime("at").getTime()).isEqualTo(27_015_123);
            assertThat(row.getString("ltz")).isEqualTo("2026-11-22T07:30:15.123456Z");
            if (serialization.equals("PROTOBUF")) { // from JSON it casts small numbers in an array of BIGINT to Long
                assertThat((Object[]) row.getArray("list").getArray()).containsExactly(1L, 2L, 3L);
            }
            assertThat(row.getString("uuid")).startsWith("123e4567");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "PROTOBUF"})
    void readsNullsManyRowsAndParameters(String serialization) throws SQLException {
        try (Connection connection = server.connectStock(serialization);
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("nulls")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getTimestamp("ts")).isNull();
                assertThat(row.getString("text")).isNull();
            }
            int count = 0;
            try (ResultSet rows = statement.executeQuery("rows 1000")) {
                while (rows.next()) {
                    count++;
                }
            }
            assertThat(count).isEqualTo(1_000);
            assertThat(statement.executeUpdate("update 5")).isEqualTo(5);
            try (PreparedStatement echo = connection.prepareStatement("echo ?")) {
                echo.setInt(1, 17);
                try (ResultSet row = echo.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo("INTEGER:17");
                }
            }
        }
    }

    /** By protobuf only: with JSON and assertions on, Avatica's client trips over an assertion of its own here. */
    @Test
    void asksForALostStreamToBeRunAgainAndIsRefused() throws SQLException {
        try (Connection connection = server.connectStock("PROTOBUF");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("lost").next())
                    .hasMessageContaining("is not computed again");
            assertThat(server.meta.log).contains("syncResults");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "PROTOBUF"})
    void keepsTheSqlStateOfErrors(String serialization) throws SQLException {
        try (Connection connection = server.connectStock(serialization);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("fail"))
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("42S02");
        }
    }
}
