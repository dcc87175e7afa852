package io.weir.connector.format.json;

import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;

/**
 * What a table says about its JSON. The same options exist for every format built on it, under that format's name.
 *
 * @param failOnMissingField whether a record without a column's field is malformed, instead of null there
 * @param ignoreParseErrors whether malformed records yield no rows, instead of being reported
 * @param timestampSeparator between date and time, when writing
 * @param nullKeys what is written for a null key of a map
 */
public record JsonOptions(
        boolean failOnMissingField,
        boolean ignoreParseErrors,
        char timestampSeparator,
        NullKeys nullKeys,
        String nullKeyLiteral,
        boolean plainDecimals,
        boolean omitNulls) {

    /** How timestamps are written. */
    enum TimestampStandard {
        SQL,
        ISO_8601
    }

    /** What is written for a null key of a map. */
    public enum NullKeys {
        /** Nothing: the row is refused. */
        FAIL,
        /** The entry is left out. */
        DROP,
        /** The literal of the option {@code map-null-key.literal}. */
        LITERAL
    }

    /** The options of a format, by its name. */
    public record Keys(
            Option<Boolean> failOnMissingField,
            Option<Boolean> ignoreParseErrors,
            Option<TimestampStandard> timestampStandard,
            Option<NullKeys> nullKeys,
            Option<String> nullKeyLiteral,
            Option<Boolean> plainDecimals,
            Option<Boolean> omitNulls) {

        public static Keys of(String format) {
            return new Keys(
                    Option.bool(
                            format + ".fail-on-missing-field",
                            "false",
                            "Whether a record without the field of a column is malformed; otherwise the column is null."),
                    Option.bool(
                            format + ".ignore-parse-errors",
                            "false",
                            "Whether malformed records are passed over silently. See also 'bad-records'."),
                    Option.oneOf(
                            format + ".timestamp-format.standard",
                            TimestampStandard.class,
                            "sql",
                            "How timestamps are written: 'sql' 2024-02-29 12:00:00.123, 'iso-8601' 2024-02-29T12:00:00.123. "
                                    + "Both are read."),
                    Option.oneOf(
                            format + ".map-null-key.mode",
                            NullKeys.class,
                            "fail",
                            "What is written for a null key of a map: 'fail', 'drop' the entry, or a 'literal'."),
                    Option.text(
                            format + ".map-null-key.literal",
                            "null",
                            "What is written for null keys in mode 'literal'."),
                    Option.bool(
                            format + ".encode.decimal-as-plain-number",
                            "true",
                            "Whether decimals are written without exponent."),
                    Option.bool(
                            format + ".encode.ignore-null-fields",
                            "false",
                            "Whether fields that are null are left out when writing."));
        }

        public List<Option<?>> all() {
            return List.of(
                    failOnMissingField,
                    ignoreParseErrors,
                    timestampStandard,
                    nullKeys,
                    nullKeyLiteral,
                    plainDecimals,
                    omitNulls);
        }

        public JsonOptions read(Options options) {
            boolean fail = options.get(failOnMissingField);
            boolean ignore = options.get(ignoreParseErrors);
            if (fail && ignore) {
                throw new WeirException(
                        ErrorCode.OPTION_VALUE,
                        "options '" + failOnMissingField.key() + "' and '" + ignoreParseErrors.key()
                                + "' exclude each other");
            }
            return new JsonOptions(
                    fail,
                    ignore,
                    options.get(timestampStandard) == TimestampStandard.SQL ? ' ' : 'T',
                    options.get(nullKeys),
                    options.get(nullKeyLiteral),
                    options.get(plainDecimals),
                    options.get(omitNulls));
        }
    }
}
