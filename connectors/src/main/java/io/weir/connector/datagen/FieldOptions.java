package io.weir.connector.datagen;

import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The options of one field, {@code fields.<name>.*}, and of the fields nested in it. Remembers which were read, so that
 * the others can be refused: a misspelt bound would otherwise silently give the whole range.
 */
final class FieldOptions {
    private static final Set<String> LEAVES =
            Set.of("kind", "min", "max", "length", "var-len", "start", "end", "max-past", "null-rate");

    private final Map<String, String> values;
    private final String path;
    private final Set<String> read;

    private FieldOptions(Map<String, String> values, String path, Set<String> read) {
        this.values = values;
        this.path = path;
        this.read = read;
    }

    static FieldOptions root(Options options) {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.withPrefix("fields.").forEach((key, value) -> values.put("fields." + key, value));
        return new FieldOptions(values, "fields", new TreeSet<>(String.CASE_INSENSITIVE_ORDER));
    }

    FieldOptions field(String name) {
        return new FieldOptions(values, path + "." + name, read);
    }

    /** Key of one of this field's options, for messages. */
    String key(String leaf) {
        return path + "." + leaf;
    }

    boolean has(String leaf) {
        return values.containsKey(key(leaf));
    }

    /** @param option its key is one of the leaves, such as {@code min} */
    <T> Optional<T> find(Option<T> option) {
        String key = key(option.key());
        read.add(key);
        String text = values.get(key);
        if (text == null) {
            return option.defaultValue();
        }
        return Optional.of(new Option<>(key, option.parser(), null, option.meaning(), false).parse(text));
    }

    <T> T get(Option<T> option) {
        return find(option)
                .orElseThrow(() -> new WeirException(
                                ErrorCode.MISSING_OPTION, "option '" + key(option.key()) + "' is missing")
                        .withDetail(option.meaning()));
    }

    /** Refuses what nobody has read. */
    void checkAllRead() {
        for (String key : values.keySet()) {
            if (!read.contains(key)) {
                WeirException unknown =
                        new WeirException(ErrorCode.UNKNOWN_OPTION, "option '" + key + "' has no effect on this table");
                String leaf = key.substring(key.lastIndexOf('.') + 1);
                throw LEAVES.contains(leaf)
                        ? unknown.withDetail("The column is missing, or its type or kind has no '" + leaf + "'.")
                        : unknown.withDetail(
                                "The options of a field are '" + String.join("', '", new TreeSet<>(LEAVES)) + "'.");
            }
        }
    }
}
