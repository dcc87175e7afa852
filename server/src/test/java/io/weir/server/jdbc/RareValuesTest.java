package io.weir.server.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.TestServer;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that few people have: rows and collections with NULLs, and dates from before the calendar was changed. */
@Timeout(60)
class RareValuesTest {
    private static TestServer server;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws SQLException {
        server = new TestServer(folder);
    }

    @AfterAll
    static void stop() throws SQLException {
        server.close();
    }

    private interface Check {
        void of(ResultSet row) throws SQLException;
    }

    private static void select(String expressions, Check check) throws SQLException {
        try (Statement statement = server.connection().createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + expressions)) {
            assertThat(rows.next()).isTrue();
            check.of(rows);
            assertThat(rows.next()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numbersThatNoDecimalCanSayAreParameters(double value) throws SQLException {
        try (PreparedStatement select =
                server.connection().prepareStatement("SELECT CAST(? AS DOUBLE), CAST(? AS REAL)")) {
            select.setDouble(1, value);
            select.setFloat(2, (float) value);
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(Double.compare(row.getDouble(1), value)).isZero();
                assertThat(Float.compare(row.getFloat(2), (float) value)).isZero();
            }
        }
    }

    @Test
    void rowsArriveWithNulls() throws SQLException {
        select("ROW(1, NULL, 'x'), ROW(CAST(NULL AS INT), DATE '2026-11-22')", row -> {
            assertThat(((Struct) row.getObject(1)).getAttributes()).containsExactly(1, null, "x");
            assertThat(row.getString(1)).isEqualTo("[1, null, x]");
            assertThat(((Struct) row.getObject(2)).getAttributes()).containsExactly(null, Date.valueOf("2026-11-22"));
        });
    }

    @Test
    void rowsAndCollectionsArriveInsideEachOther() throws SQLException {
        select(
                "ROW(1, ROW('a', NULL), ARRAY[1, NULL, 3]), ARRAY[ROW(1, NULL), ROW(2, 'b')], ARRAY[ARRAY[1, NULL], ARRAY[2]]",
                row -> {
                    Object[] fields = ((Struct) row.getObject(1)).getAttributes();
                    assertThat(((Struct) fields[1]).getAttributes()).containsExactly("a", null);
                    assertThat((Object[]) ((Array) fields[2]).getArray()).containsExactly(1, null, 3);
                    Object[] elements = (Object[]) row.getArray(2).getArray();
                    assertThat(((Struct) elements[1]).getAttributes()).containsExactly(2, "b");
                    assertThat(row.getString(2)).isEqualTo("[[1, null], [2, b]]");
                    assertThat(row.getString(3)).isEqualTo("[[1, null], [2]]");
                });
    }

    @Test
    void mapsArriveWithNulls() throws SQLException {
        select("MAP['a', 1, 'b', CAST(NULL AS INT)], ROW(MAP['k', 'v'], 2), ARRAY[MAP['x', 1]]", row -> {
            Map<?, ?> map = (Map<?, ?>) row.getObject(1);
            assertThat(map).hasSize(2);
            assertThat(map.get("a")).isEqualTo(1);
            assertThat(map.get("b")).isNull();
            assertThat(((Struct) row.getObject(2)).getAttributes()).containsExactly(Map.of("k", "v"), 2);
            assertThat(row.getString(3)).isEqualTo("[{x=1}]");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0001-01-01", "1500-02-28", "1582-10-04", "1582-10-15", "1850-01-01", "1969-12-31", "9999-12-31"
            })
    void datesAreWhatDateValueOfMakesOfThem(String text) throws SQLException {
        LocalDate date = LocalDate.parse(text);
        LocalDateTime moment = date.atTime(12, 30, 15, 123_000_000);
        select("DATE '" + text + "', TIMESTAMP '" + text + " 12:30:15.123'", row -> {
            assertThat(row.getObject(1)).isEqualTo(Date.valueOf(date)).hasToString(text);
            assertThat(row.getDate(1)).isEqualTo(Date.valueOf(date));
            assertThat(row.getString(1)).isEqualTo(text);
            assertThat(row.getObject(1, LocalDate.class)).isEqualTo(date);
            assertThat(row.getObject(2)).isEqualTo(Timestamp.valueOf(moment));
            assertThat(row.getTimestamp(2)).isEqualTo(Timestamp.valueOf(moment));
            assertThat(row.getString(2)).isEqualTo(text + " 12:30:15.123");
            assertThat(row.getObject(2, LocalDateTime.class)).isEqualTo(moment);
        });
        try (PreparedStatement statement =
                server.connection().prepareStatement("SELECT CAST(? AS DATE) AS d, CAST(? AS TIMESTAMP(3)) AS ts")) {
            statement.setDate(1, Date.valueOf(date));
            statement.setTimestamp(2, Timestamp.valueOf(moment));
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(List.of(rows.getString(1), rows.getString(2)))
                        .isEqualTo(Arrays.asList(text, text + " 12:30:15.123"));
            }
        }
    }
}
