package io.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jar as users get it: alone with the JDK, and with nothing in it that another library could meet. */
@Timeout(60)
class PackagedDriverIT {
    private static final Path JAR = Path.of("target", "weir-jdbc.jar");
    private static final long MOST_BYTES = 7_000_000;

    @Test
    void worksWithTheJdkAlone() throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (TestServer server = new TestServer();
                URLClassLoader alone =
                        new URLClassLoader(new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
            List<Driver> drivers = new ArrayList<>();
            ServiceLoader.load(Driver.class, alone).forEach(driver -> {
                if (driver.getClass().getClassLoader() == alone) {
                    drivers.add(driver);
                }
            });
            assertThat(drivers).hasSize(1);
            Driver driver = drivers.get(0);
            assertThat(driver.getClass().getName()).isEqualTo("io.weir.jdbc.WeirDriver");
            assertThat(driver.getClass()).isNotSameAs(WeirDriver.class);
            assertThat(driver.acceptsURL("jdbc:avatica:remote:")).isFalse();
            try (Connection connection = driver.connect(server.url(), new Properties())) {
                use(connection);
            }
            assertThat(server.meta.statements).isEmpty();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static void use(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("types")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getObject("ts", LocalDateTime.class)).isEqualTo(TestColumns.MOMENT);
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                assertThat(row.getObject(i)).isNotNull();
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("rows 5000")) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            assertThat(count).isEqualTo(5_000);
        }
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            ResultSet rows = statement.executeQuery("stream");
            assertThatThrownBy(rows::next).isInstanceOf(SQLTimeoutException.class);
        }
        try (PreparedStatement echo = connection.prepareStatement("echo ?")) {
            echo.setObject(1, LocalDateTime.of(2026, 1, 1, 0, 0));
            try (ResultSet row = echo.executeQuery()) {
                assertThat(row.next()).isTrue();
            }
            echo.addBatch();
            assertThat(echo.executeBatch()).hasSize(1);
        }
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("fail");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("42S02");
        }
        assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("9.8.7");
        try (ResultSet tables = connection.getMetaData().getTables(null, null, null, null)) {
            assertThat(tables.next()).isTrue();
        }
        connection.setSchema("other");
        assertThat(connection.getSchema()).isEqualTo("other");
    }

    @Test
    void holdsOnlyWhatIsItsOwn() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> strange = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> !name.endsWith("/"))
                    .filter(name -> !name.startsWith("io/weir/jdbc/") && !name.startsWith("META-INF/"))
                    .toList();
            assertThat(strange).isEmpty();
            assertThat(jar.stream().map(JarEntry::getName))
                    .contains("META-INF/services/java.sql.Driver", "META-INF/LICENSE", "META-INF/NOTICE")
                    .noneMatch(name -> name.startsWith("META-INF/services/com."));
        }
        assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
    }

    /** Its use prints warnings from Java 24 on. */
    @Test
    void doesNotTouchUnsafe() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                try (InputStream in = jar.getInputStream(entry)) {
                    String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                    assertThat(bytes.contains("sun/misc/Unsafe"))
                            .as(entry.getName())
                            .isFalse();
                }
            }
        }
    }
}
