package io.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTest {
    private static ConnectionSettings parse(String url) throws SQLException {
        return ConnectionSettings.parse(url, new Properties());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:weir:|http://127.0.0.1:8765/",
                "jdbc:weir://|http://127.0.0.1:8765/",
                "jdbc:weir://db|http://db:8765/",
                "jdbc:weir://db:1234|http://db:1234/",
                "jdbc:weir://db:1234/|http://db:1234/",
                "jdbc:weir://:1234|http://127.0.0.1:1234/",
                "jdbc:weir://[::1]:1234|http://[::1]:1234/",
                "jdbc:weir://db:1234;ssl=true|https://db:1234/",
                "jdbc:weir:;user=ann|http://127.0.0.1:8765/",
            })
    void addressesAreRead(String url, String server) throws SQLException {
        assertThat(parse(url).server()).hasToString(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:weir://db;user=ann;fetchSize=7",
                "jdbc:weir://db?user=ann&fetchSize=7",
                "jdbc:weir://db/?USER=ann&FetchSize=7",
                "jdbc:weir://db;user=%61nn;;fetchSize=7;",
            })
    void propertiesAreReadInBothStyles(String url) throws SQLException {
        assertThat(parse(url).get(DriverProperty.USER)).isEqualTo("ann");
        assertThat(parse(url).number(DriverProperty.FETCH_SIZE)).isEqualTo(7);
    }

    @Test
    void thePathIsTheSchema() throws SQLException {
        assertThat(parse("jdbc:weir://db:1/my%20schema").get(DriverProperty.SCHEMA))
                .isEqualTo("my schema");
    }

    @Test
    void theUrlGoesBeforeTheProperties() throws SQLException {
        Properties info = new Properties();
        info.setProperty("user", "bob");
        info.setProperty("fetchSize", "9");
        info.setProperty("poolName", "p");
        ConnectionSettings settings = ConnectionSettings.parse("jdbc:weir://db;user=ann", info);
        assertThat(settings.get(DriverProperty.USER)).isEqualTo("ann");
        assertThat(settings.number(DriverProperty.FETCH_SIZE)).isEqualTo(9);
        assertThat(settings.ignored()).containsExactly("poolName");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:weir://db;fetch_sise=7|unknown property \"fetch_sise\"|Did you mean \"fetchSize\"?",
                "jdbc:weir://db;timeout=7|unknown property \"timeout\"|Hint: ",
                "jdbc:weir://db;xyzzy=7|unknown property \"xyzzy\"|The properties are user, password",
                "jdbc:weir://db;fetchSize=many|property \"fetchSize\" is \"many\"|wanted a whole number",
                "jdbc:weir://db;fetchSize=0|property \"fetchSize\" is \"0\"|wanted a whole number",
                "jdbc:weir://db;ssl=yes|property \"ssl\" is \"yes\"|wanted one of true, false",
                "jdbc:weir://db;timeZone=Mars|property \"timeZone\" is \"Mars\"|wanted a zone",
                "jdbc:weir://db;user|\"user\" in the URL|name=value",
                "jdbc:weir://db:port|\"db:port\"|is not host:port",
                "jdbc:weir://db:99999|\"db:99999\"|is not host:port",
                "jdbc:weir://u:p@db:1|is not host:port|is not host:port",
                "jdbc:weir://db;user=%zz|%zz|two hexadecimal digits",
            })
    void mistakesAreNamed(String url, String found, String wanted) {
        assertThatThrownBy(() -> parse(url))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(found)
                .hasMessageContaining(wanted)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("08001"));
    }

    @Test
    void otherUrlsAreLeftToOtherDrivers() throws SQLException {
        Driver driver = new WeirDriver();
        for (String url : Arrays.asList("jdbc:postgresql://db", "jdbc:weirdo://db", "jdbc:weirs:", null, "")) {
            assertThat(driver.acceptsURL(url)).isFalse();
            assertThat(driver.connect(url, new Properties())).isNull();
        }
        assertThat(driver.acceptsURL("jdbc:weir:")).isTrue();
    }

    @Test
    void theDriverIsFoundByItsServiceEntry() throws SQLException {
        assertThat(DriverManager.getDriver("jdbc:weir://db")).isInstanceOf(WeirDriver.class);
    }

    @Test
    void propertyInfoListsAllWithTheirValues() {
        DriverPropertyInfo[] all = new WeirDriver().getPropertyInfo("jdbc:weir://db;user=ann", null);
        assertThat(all).hasSameSizeAs(DriverProperty.values());
        assertThat(all[0].name).isEqualTo("user");
        assertThat(all[0].value).isEqualTo("ann");
        assertThat(all).allSatisfy(info -> assertThat(info.description).endsWith("."));
        assertThat(new WeirDriver().getPropertyInfo("jdbc:weir://db;oops", null))
                .hasSameSizeAs(all);
    }

    @Test
    void noPasswordIsInTheText() throws SQLException {
        assertThat(parse("jdbc:weir://db;password=secret").toString()).doesNotContain("secret");
    }
}
