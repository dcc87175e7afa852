package io.weir.planner.expression.support;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions on numbers and byte strings that Java's libraries do not have as SQL wants them. */
public final class Functions {
    private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

    private Functions() {}

    public static long absolute(long value) {
        return value < 0 ? Math.negateExact(value) : value;
    }

    public static int absolute(int value) {
        return value < 0 ? Math.negateExact(value) : value;
    }

    /** The digits argument of ROUND and TRUNCATE; beyond these bounds nothing changes. */
    public static int places(long digits) {
        return (int) Math.max(-400, Math.min(400, digits));
    }

    public static double squareRoot(double value) {
        return Math.sqrt(nonNegative("SQRT", value));
    }

    public static double naturalLogarithm(double value) {
        return Math.log(positive("LN", value));
    }

    public static double logarithm10(double value) {
        return Math.log10(positive("LOG10", value));
    }

    public static double logarithm2(double value) {
        return Math.log(positive("LOG2", value)) / Math.log(2);
    }

    /** LOG(value): the natural logarithm, as in Flink; LOG(base, value). */
    @Implements("LOG")
    public static double logarithm(double value) {
        return Math.log(positive("LOG", value));
    }

    @Implements("LOG")
    public static double logarithm(double base, double value) {
        return Math.log(positive("LOG", value)) / Math.log(positive("LOG", base));
    }

    private static double nonNegative(String function, double value) {
        if (value < 0) {
            throw new WeirException(ErrorCode.PARAMETER_VALUE, function + " of a negative number, " + value);
        }
        return value;
    }

    private static double positive(String function, double value) {
        if (value <= 0) {
            throw new WeirException(
                    ErrorCode.PARAMETER_VALUE, function + " of a number that is not positive, " + value);
        }
        return value;
    }

    @Implements(value = "MD5", takesBytes = true)
    public static void md5(Text result, Text value) {
        hash(result, value, "MD5");
    }

    @Implements(value = "SHA1", takesBytes = true)
    public static void sha1(Text result, Text value) {
        hash(result, value, "SHA-1");
    }

    @Implements(value = "SHA224", takesBytes = true)
    public static void sha224(Text result, Text value) {
        hash(result, value, "SHA-224");
    }

    @Implements(value = "SHA256", takesBytes = true)
    public static void sha256(Text result, Text value) {
        hash(result, value, "SHA-256");
    }

    @Implements(value = "SHA384", takesBytes = true)
    public static void sha384(Text result, Text value) {
        hash(result, value, "SHA-384");
    }

    @Implements(value = "SHA512", takesBytes = true)
    public static void sha512(Text result, Text value) {
        hash(result, value, "SHA-512");
    }

    /** The hash as hexadecimal text, lower case. */
    @Implements(value = "SHA2", takesBytes = true)
    public static void sha2(Text result, Text value, long bits) {
        if (bits != 224 && bits != 256 && bits != 384 && bits != 512) {
            throw new WeirException(ErrorCode.PARAMETER_VALUE, "SHA2 has 224, 256, 384 or 512 bits, not " + bits);
        }
        hash(result, value, "SHA-" + bits);
    }

    private static void hash(Text result, Text value, String algorithm) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(value.data, value.start, value.byteCount());
            result.set(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java has no " + algorithm, e);
        }
    }

    @Implements(value = "TO_BASE64", takesBytes = true)
    public static void toBase64(Text result, Text value) {
        result.set(Base64.getEncoder().encode(value.bytes()));
    }

    /** The text whose Base64 this is; null if it is none. */
    @Implements("FROM_BASE64")
    public static boolean fromBase64(Text result, Text value) {
        try {
            result.set(Base64.getDecoder().decode(value.bytes()));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Implements(
            value = {"HEX", "TO_HEX"},
            takesBytes = true)
    public static void toHex(Text result, Text value) {
        result.set(UPPER_HEX.formatHex(value.data, value.start, value.end));
    }

    @Implements("HEX")
    public static void toHex(Text result, long value) {
        result.set(UPPER_HEX.toHexDigits(value).replaceFirst("^0+(?=.)", ""));
    }

    @Implements({"UNHEX", "FROM_HEX"})
    public static boolean fromHex(Text result, Text value) {
        try {
            String text = value.toString();
            result.set(HexFormat.of().parseHex(text.length() % 2 == 0 ? text : "0" + text));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Implements("BIN")
    public static void toBinary(Text result, long value) {
        result.set(Long.toBinaryString(value));
    }

    @Implements("ENCODE")
    public static byte @Nullable [] encode(Text value, Text charset) {
        return value.toString().getBytes(charset(charset));
    }

    @Implements(value = "DECODE", takesBytes = true)
    public static @Nullable String decode(Text value, Text charset) {
        return new String(value.data, value.start, value.byteCount(), charset(charset));
    }

    private static Charset charset(Text name) {
        return switch (name.toString().toUpperCase(Locale.ROOT)) {
            case "UTF-8", "UTF8" -> StandardCharsets.UTF_8;
            case "UTF-16" -> StandardCharsets.UTF_16;
            case "UTF-16BE" -> StandardCharsets.UTF_16BE;
            case "UTF-16LE" -> StandardCharsets.UTF_16LE;
            case "US-ASCII", "ASCII" -> StandardCharsets.US_ASCII;
            case "ISO-8859-1", "LATIN1" -> StandardCharsets.ISO_8859_1;
            default ->
                throw new WeirException(
                        ErrorCode.PARAMETER_VALUE, "character set '" + Casts.shown(name) + "' is not known");
        };
    }
}
