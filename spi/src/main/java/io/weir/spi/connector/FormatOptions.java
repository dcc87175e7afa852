package io.weir.spi.connector;

/** Options that name a format of a part of the record, with Flink's names. */
public final class FormatOptions {
    /** The format's own options stand behind this prefix: {@code key.json.fail-on-missing-field}. */
    public static final String KEY_PREFIX = "key.";

    /** As {@link #KEY_PREFIX}, of values. */
    public static final String VALUE_PREFIX = "value.";

    public static final Option<String> KEY_FORMAT =
            Option.text(KEY_PREFIX + "format", null, "How the keys of records are encoded, such as 'json'.");

    /** A connector that lists it takes it for {@code format}. */
    public static final Option<String> VALUE_FORMAT = Option.text(
            VALUE_PREFIX + "format",
            null,
            "How the values of records are encoded, such as 'json'; the same as 'format'.");

    private FormatOptions() {}
}
