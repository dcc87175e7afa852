package io.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DatabaseMetaDataTest {
    private TestServer server;
    private Connection connection;
    private DatabaseMetaData metaData;

    @BeforeEach
    void open() throws SQLException {
        server = new TestServer();
        connection = server.connect();
        metaData = connection.getMetaData();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        server.close();
    }

    private static List<String> column(ResultSet result, String label) throws SQLException {
        List<String> values = new ArrayList<>();
        try (result) {
            while (result.next()) {
                values.add(result.getString(label));
            }
        }
        return values;
    }

    @Test
    void everyMethodAnswers() throws Exception {
        for (Method method : DatabaseMetaData.class.getMethods()) {
            if (method.getName().equals("unwrap") || method.getName().equals("isWrapperFor")) {
                continue;
            }
            Object[] arguments = new Object[method.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                Class<?> type = method.getParameterTypes()[i];
                arguments[i] = type == int.class ? (Object) 1 : type == boolean.class ? (Object) true : null;
                if (type == String.class) {
                    arguments[i] = "orders";
                }
            }
            try {
                Object answer = method.invoke(metaData, arguments);
                assertThat(answer).as(method.getName()).isNotNull();
                if (answer instanceof ResultSet result) {
                    assertThat(result.getMetaData().getColumnCount()).isPositive();
                    while (result.next()) {
                        result.getObject(1);
                    }
                    result.close();
                }
            } catch (InvocationTargetException e) {
                throw new AssertionError(method.toString(), e.getCause());
            }
        }
        assertThat(server.meta.statements).isEmpty();
    }

    @Test
    void tablesAndColumnsComeByAvaticasRequests() throws SQLException {
        assertThat(column(metaData.getTables("weir", "def%", "ord%", new String[] {"TABLE"}), "TABLE_NAME"))
                .containsExactly("orders");
        assertThat(server.meta.log).contains("tables weir def% ord% [TABLE]");
        assertThat(column(metaData.getColumns(null, null, "orders", "%"), "COLUMN_NAME"))
                .containsExactly("id", "region", "amount");
        assertThat(column(metaData.getTableTypes(), "TABLE_TYPE")).contains("MATERIALIZED VIEW", "TABLE");
        assertThat(column(metaData.getSchemas(), "TABLE_SCHEM")).containsExactly("default");
        assertThat(column(metaData.getCatalogs(), "TABLE_CAT")).containsExactly("weir");
    }

    @Test
    void primaryKeysComeBySqlAndInTheOrderOfJdbc() throws SQLException {
        try (ResultSet keys = metaData.getPrimaryKeys("weir", null, "orders")) {
            assertThat(keys.next()).isTrue();
            assertThat(keys.getString("COLUMN_NAME")).isEqualTo("id");
            assertThat(keys.getShort("KEY_SEQ")).isEqualTo((short) 2);
            assertThat(keys.getString("PK_NAME")).isEqualTo("PK_orders");
            assertThat(keys.next()).isTrue();
            assertThat(keys.getString("COLUMN_NAME")).isEqualTo("region");
            assertThat(keys.next()).isFalse();
        }
        assertThat(column(metaData.getPrimaryKeys(null, null, "it's"), "COLUMN_NAME"))
                .isEmpty();
        assertThat(server.meta.log)
                .anyMatch(line -> line.endsWith("WHERE TABLE_NAME = 'orders' AND TABLE_CATALOG = 'weir'"))
                .anyMatch(line -> line.endsWith("WHERE TABLE_NAME = 'it''s'"));
        assertThat(column(
                        metaData.getBestRowIdentifier(null, null, "orders", DatabaseMetaData.bestRowSession, true),
                        "COLUMN_NAME"))
                .containsExactly("id", "region");
    }

    @Test
    void functionsComeBySql() throws SQLException {
        try (ResultSet functions = metaData.getFunctions(null, "%", "T%")) {
            assertThat(functions.next()).isTrue();
            assertThat(functions.getString("FUNCTION_NAME")).isEqualTo("TUMBLE");
            assertThat(functions.getInt("FUNCTION_TYPE")).isEqualTo(DatabaseMetaData.functionReturnsTable);
        }
    }

    @Test
    void theServersVersionIsTheProducts() throws SQLException {
        assertThat(metaData.getDatabaseProductName()).isEqualTo("Weir");
        assertThat(metaData.getDatabaseProductVersion()).isEqualTo("9.8.7");
        assertThat(metaData.getDatabaseMajorVersion()).isEqualTo(9);
        assertThat(metaData.getNumericFunctions()).isEqualTo("ABS,MOD");
    }
}
