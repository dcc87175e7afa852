package io.weir.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Name and version, from a file the build fills in. */
final class DriverVersion {
    static final String NAME = "Weir JDBC Driver";
    static final String VERSION = read();
    static final int MAJOR = part(0);
    static final int MINOR = part(1);
    /** As programs introduce themselves: {@code weir-jdbc/0.1.0}. */
    static final String PRODUCT = "weir-jdbc/" + VERSION;

    private DriverVersion() {}

    private static String read() {
        try (InputStream in = DriverVersion.class.getResourceAsStream("driver.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "0.0");
        } catch (IOException e) {
            return "0.0"; // a damaged jar: not worth refusing to connect for
        }
    }

    private static int part(int index) {
        String[] parts = VERSION.split("[.-]");
        return index < parts.length && parts[index].matches("[0-9]{1,6}") ? Integer.parseInt(parts[index]) : 0;
    }
}
