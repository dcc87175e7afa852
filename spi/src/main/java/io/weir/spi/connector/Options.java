package io.weir.spi.connector;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The option values that a user wrote, by key. Immutable. */
public record Options(Map<String, String> values) {
    public Options {
        values = Map.copyOf(values);
    }

    public static Options empty() {
        return new Options(Map.of());
    }

    /**
     * The value written, or the option's default.
     *
     * @throws WeirException if it cannot be read, or there is neither
     */
    public <T> T get(Option<T> option) {
        return find(option)
                .orElseThrow(
                        () -> new WeirException(ErrorCode.MISSING_OPTION, "option '" + option.key() + "' is missing")
                                .withDetail(option.meaning()));
    }

    /** The value written, or the option's default, or nothing. */
    public <T> Optional<T> find(Option<T> option) {
        String text = values.get(option.key());
        return text == null ? option.defaultValue() : Optional.of(option.parse(text));
    }

    public boolean has(Option<?> option) {
        return values.containsKey(option.key());
    }

    /** The options whose key starts with a prefix, without that prefix, sorted. */
    public Map<String, String> withPrefix(String prefix) {
        Map<String, String> found = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /**
     * Refuses keys that are not known.
     *
     * @param owner for the message: {@code connector 'kafka'}
     * @param known the options allowed
     * @param prefixes prefixes below which any key is left to the owner to check, for instance {@code properties.}
     */
    public void checkKnown(String owner, Collection<Option<?>> known, Collection<String> prefixes) {
        List<String> keys = new ArrayList<>(known.stream().map(Option::key).toList());
        for (String key : new TreeMap<>(values).keySet()) {
            if (keys.contains(key) || prefixes.stream().anyMatch(key::startsWith)) {
                continue;
            }
            WeirException unknown = new WeirException(ErrorCode.UNKNOWN_OPTION, owner + " has no option '" + key + "'")
                    .withDetail("The options are '"
                            + String.join("', '", keys.stream().sorted().toList()) + "'.");
            String hint = NearestName.hint(key, keys).replace('"', '\'');
            throw hint.isEmpty() ? unknown : unknown.withHint(hint);
        }
    }
}
