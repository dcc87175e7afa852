package io.weir.server;

import static java.util.Objects.requireNonNull;

import io.weir.server.config.ConfigOption;
import io.weir.server.config.ConfigOptions;
import io.weir.server.config.OptionScope;
import io.weir.server.config.ServerOptions;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a server is started.
 *
 * @param options by key: those of the server, and defaults for sessions and jobs; all known, all readable. Keys that
 *     begin with {@code hadoop.} are options of Hadoop's client, without that prefix
 */
public record ServerConfig(Path dataDirectory, Map<String, String> options) {
    private static final String HADOOP = "hadoop.";

    public ServerConfig {
        requireNonNull(dataDirectory, "dataDirectory is null");
        options = Map.copyOf(options);
    }

    /** Defaults only. */
    public static ServerConfig of(Path dataDirectory) {
        return new ServerConfig(dataDirectory, Map.of());
    }

    /**
     * With another value.
     *
     * @throws WeirException (UNKNOWN_OPTION, OPTION_VALUE)
     */
    public ServerConfig with(String key, String value) {
        Map<String, String> changed = new TreeMap<>(options);
        if (key.startsWith(HADOOP)) {
            changed.put(key, value);
        } else {
            ConfigOption option = ConfigOptions.get(key);
            option.option().parse(value);
            changed.put(option.key(), value);
        }
        return new ServerConfig(dataDirectory, changed);
    }

    /**
     * With the values of a file: lines {@code key: value} or {@code key = value}; {@code #} begins a comment.
     *
     * @throws WeirException that names the file and the line
     */
    public ServerConfig withFile(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new WeirException(ErrorCode.OPTION_VALUE, "configuration file " + file + " cannot be read", e)
                    .withDetail(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        ServerConfig config = this;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String place = "configuration file " + file + ", line " + (i + 1);
            int end = separator(line);
            if (end < 0) {
                throw new WeirException(ErrorCode.OPTION_VALUE, place + " wants 'key: value', found '" + line + "'");
            }
            try {
                config = config.with(
                        line.substring(0, end).strip(),
                        unquoted(line.substring(end + 1).strip()));
            } catch (WeirException e) {
                WeirException placed = new WeirException(e.code(), place + ": " + e.primary(), e);
                String hint = e.hint();
                throw hint == null ? placed : placed.withHint(hint);
            }
        }
        return config;
    }

    private static int separator(String line) {
        int colon = line.indexOf(": ");
        int equals = line.indexOf('=');
        if (colon < 0 && line.endsWith(":")) {
            colon = line.length() - 1;
        }
        return colon >= 0 && (equals < 0 || colon < equals) ? colon : equals;
    }

    private static String unquoted(String value) {
        boolean isQuoted = value.length() >= 2
                && ((value.startsWith("'") && value.endsWith("'")) || (value.startsWith("\"") && value.endsWith("\"")));
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }

    <T> T get(Option<T> option) {
        return new Options(options).get(option);
    }

    <T> Optional<T> find(Option<T> option) {
        return new Options(options).find(option);
    }

    /** What holds for sessions and jobs that set nothing themselves. */
    Map<String, String> sessionDefaults() {
        Map<String, String> defaults = new TreeMap<>();
        options.forEach((key, value) -> {
            if (ConfigOptions.find(key)
                    .filter(option -> option.scope() != OptionScope.SERVER)
                    .isPresent()) {
                defaults.put(key, value);
            }
        });
        return defaults;
    }

    /** Options of Hadoop's client. */
    Map<String, String> hadoop() {
        return new Options(options).withPrefix(HADOOP);
    }

    int workers() {
        int wanted = get(ServerOptions.WORKERS).intValue();
        return wanted > 0 ? wanted : Runtime.getRuntime().availableProcessors();
    }
}
