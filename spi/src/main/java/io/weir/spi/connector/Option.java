package io.weir.spi.connector;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One option that a user can set: its key, how its text is read, its default, and one sentence of meaning.
 *
 * @param parser from text to value; throws {@link IllegalArgumentException} with what was wanted, for instance
 *     {@code "a duration such as '10 s'"}
 * @param defaultText the default as text, null if there is none
 * @param secret whether the value is never shown
 */
public record Option<T>(
        String key, Function<String, T> parser, @Nullable String defaultText, String meaning, boolean secret) {
    public Option {
        requireNonNull(key, "key is null");
        requireNonNull(parser, "parser is null");
        requireNonNull(meaning, "meaning is null");
        checkArgument(!key.isBlank(), "key is blank");
    }

    public static Option<String> text(String key, @Nullable String defaultText, String meaning) {
        return new Option<>(key, text -> text, defaultText, meaning, false);
    }

    public static Option<Boolean> bool(String key, @Nullable String defaultText, String meaning) {
        return new Option<>(key, OptionParsers::bool, defaultText, meaning, false);
    }

    /** A whole number between two bounds, both included. */
    public static Option<Long> integer(
            String key, @Nullable String defaultText, long least, long greatest, String meaning) {
        return new Option<>(key, text -> OptionParsers.integer(text, least, greatest), defaultText, meaning, false);
    }

    /** {@code 10 s}, {@code 500ms}, {@code 1 min}, {@code PT10S}; a bare number is milliseconds. Never negative. */
    public static Option<Duration> duration(String key, @Nullable String defaultText, String meaning) {
        return new Option<>(key, OptionParsers::duration, defaultText, meaning, false);
    }

    /** A number of bytes: {@code 64 mb}, {@code 20kb}, {@code 1 g}; a bare number is bytes. */
    public static Option<Long> size(String key, @Nullable String defaultText, String meaning) {
        return new Option<>(key, OptionParsers::size, defaultText, meaning, false);
    }

    /** The same, of at least so many megabytes. */
    public static Option<Long> sizeFrom(String key, @Nullable String defaultText, int leastMegabytes, String meaning) {
        return new Option<>(key, text -> OptionParsers.size(text, leastMegabytes), defaultText, meaning, false);
    }

    /** One of the constants of an enum, without regard to case; {@code -} and {@code _} are the same. */
    public static <E extends Enum<E>> Option<E> oneOf(
            String key, Class<E> values, @Nullable String defaultText, String meaning) {
        return new Option<>(key, text -> OptionParsers.oneOf(text, values), defaultText, meaning, false);
    }

    public Option<T> asSecret() {
        return new Option<>(key, parser, defaultText, meaning, true);
    }

    /**
     * Reads a value.
     *
     * @throws WeirException (OPTION_VALUE) that names the key, what was found and what was wanted
     */
    public T parse(String text) {
        try {
            return parser.apply(text.strip());
        } catch (IllegalArgumentException e) {
            String found = secret ? "the value given" : "'" + text + "'";
            throw new WeirException(
                    ErrorCode.OPTION_VALUE, "option '" + key + "' wants " + e.getMessage() + ", found " + found);
        }
    }

    public Optional<T> defaultValue() {
        return Optional.ofNullable(defaultText).map(this::parse);
    }
}
