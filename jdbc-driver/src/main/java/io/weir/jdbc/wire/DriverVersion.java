package io.weir.jdbc.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Name and version, from a file the build fills in. */
public final class DriverVersion {
    public static final String NAME = "Weir JDBC Driver";
    public static final String VERSION = read();
    public static final int MAJOR = part(0);
    public static final int MINOR = part(1);
    /** As programs introduce themselves: {@code weir-jdbc/0.1.0}. */
    public static final String PRODUCT = "weir-jdbc/" + VERSION;

    private DriverVersion() {}

    private static String read() {
        try (InputStream in = DriverVersion.class.getResourceAsStream("/io/weir/jdbc/driver.properties")) {
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
