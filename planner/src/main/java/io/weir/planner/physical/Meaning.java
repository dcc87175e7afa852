package io.weir.planner.physical;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short names for long meanings. */
final class Meaning {
    private static final int OPERATOR_DIGITS = 32;
    private static final int COLUMN_DIGITS = 16;

    private Meaning() {}

    /** For a step: 128 bits in hexadecimal. */
    static String ofOperator(String text) {
        return hash(text).substring(0, OPERATOR_DIGITS);
    }

    /** For a column: 64 bits in hexadecimal. */
    static String ofColumn(String text) {
        return hash(text).substring(0, COLUMN_DIGITS);
    }

    private static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
