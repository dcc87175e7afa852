package io.weir.server.jdbc;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect. A file with a user per line, {@code name:pbkdf2-sha256:iterations:salt:hash}, salt and hash in
 * base64; empty lines and those that begin with {@code #} are passed over. Without a file everybody may connect, under
 * any name. Immutable.
 */
public final class Users {
    /** Under what name those without a name are known. */
    public static final String ANONYMOUS = "anonymous";

    private static final String SCHEME = "pbkdf2-sha256";
    private static final int ITERATIONS = 210_000;
    private static final int BITS = 256;
    private static final int SALT_BYTES = 16;
    private static final int MAX_PASSWORD_LENGTH = 1024;

    private final @Nullable Map<String, Entry> entries;

    private record Entry(int iterations, byte[] salt, byte[] hash) {}

    private Users(@Nullable Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** Everybody. */
    public static Users everybody() {
        return new Users(null);
    }

    /** @throws WeirException that names the file, and the line */
    public static Users read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new WeirException(ErrorCode.OPTION_VALUE, "users file " + file + " cannot be read", e)
                    .withDetail(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] parts = line.split(":");
                try {
                    if (parts.length != 5 || !parts[1].equals(SCHEME)) {
                        throw new IllegalArgumentException("not five parts");
                    }
                    entries.put(
                            parts[0],
                            new Entry(
                                    Integer.parseInt(parts[2]),
                                    Base64.getDecoder().decode(parts[3]),
                                    Base64.getDecoder().decode(parts[4])));
                } catch (IllegalArgumentException e) {
                    throw new WeirException(
                                    ErrorCode.OPTION_VALUE,
                                    "users file " + file + ", line " + (i + 1) + " is no user",
                                    e)
                            .withHint("Lines are made by: weir hash-password NAME");
                }
            }
        }
        return new Users(entries);
    }

    public boolean areChecked() {
        return entries != null;
    }

    /**
     * The user's name.
     *
     * @throws WeirException (UNAUTHORIZED), the same for a wrong name and a wrong password, after the same time
     */
    String authenticate(@Nullable String name, @Nullable String password) {
        if (entries == null) {
            return name == null || name.isBlank() ? ANONYMOUS : name;
        }
        Entry entry = name == null ? null : entries.get(name);
        Entry checked = entry == null ? new Entry(ITERATIONS, new byte[SALT_BYTES], new byte[BITS / 8]) : entry;
        String given = password == null || password.length() > MAX_PASSWORD_LENGTH ? "" : password;
        boolean fits = MessageDigest.isEqual(hash(given, checked.salt(), checked.iterations()), checked.hash());
        if (name == null || entry == null || !fits) {
            throw new WeirException(ErrorCode.UNAUTHORIZED, "user or password is wrong");
        }
        return name;
    }

    /** A line for the file. */
    public static String line(String name, String password, SecureRandom random) {
        if (name.isBlank() || name.contains(":") || name.startsWith("#")) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "user name '" + name + "' must not be empty, contain ':' or begin with '#'");
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return name + ":" + SCHEME + ":" + ITERATIONS + ":" + base64.encodeToString(salt) + ":"
                + base64.encodeToString(hash(password, salt, ITERATIONS));
    }

    private static byte[] hash(String password, byte[] salt, int iterations) {
        try {
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, BITS);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot hash passwords", e);
        }
    }
}
