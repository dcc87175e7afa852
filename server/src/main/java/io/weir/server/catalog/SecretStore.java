package io.weir.server.catalog;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Values that options refer to by name, as in {@code 'properties.sasl.password' = '${secret:kafka}'}.
 *
 * <p>In the catalog they are encrypted with a key that stands in a file of its own, readable by the server's user only:
 * a copy of the catalog tells nothing. {@link #redact} is what every text goes through on its way to a user or a log.
 * Thread-safe.
 */
public final class SecretStore {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{secret:([^}]{1,128})}");
    private static final String MASK = "***";
    private static final String SECRET_KEYS = "password|secret|jaas\\.config|keystore\\.key|api-?key|[.-]token";
    private static final Pattern SECRET_KEY = Pattern.compile(SECRET_KEYS, Pattern.CASE_INSENSITIVE);
    private static final Pattern SECRET_OPTION = Pattern.compile(
            "('[^'\\n]{0,200}(?:" + SECRET_KEYS + ")[^'\\n]{0,200}'\\s{0,20}=\\s{0,20})'((?:[^']|'')*+)'",
            Pattern.CASE_INSENSITIVE);
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final CatalogLog log;
    private final SecretKeySpec key;
    private final SecureRandom random;
    private final Map<String, String> values = new ConcurrentHashMap<>();

    /** @param keyFile is made if it is not there */
    public SecretStore(CatalogLog log, Path keyFile, SecureRandom random) {
        this.log = log;
        this.random = random;
        this.key = new SecretKeySpec(readOrMakeKey(keyFile, random), "AES");
        log.all(EntryKind.SECRET).forEach((name, value) -> values.put(name, decrypt(name, value)));
    }

    private static byte[] readOrMakeKey(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                byte[] made = new byte[KEY_BYTES];
                random.nextBytes(made);
                Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
                Files.deleteIfExists(temporary);
                boolean isPosix =
                        file.getFileSystem().supportedFileAttributeViews().contains("posix");
                if (isPosix) {
                    Files.createFile(
                            temporary,
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                }
                Files.write(
                        temporary, made, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
                Files.move(temporary, file);
            }
            byte[] found = Files.readAllBytes(file);
            if (found.length != KEY_BYTES) {
                throw new WeirException(
                        ErrorCode.STORAGE_CORRUPT,
                        "key file " + file + " has " + found.length + " bytes, wanted " + KEY_BYTES);
            }
            return found;
        } catch (IOException e) {
            throw new WeirException(ErrorCode.STORAGE_UNREACHABLE, "key file " + file + " cannot be read or made", e);
        }
    }

    private String encrypt(String name, String value) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = cipher.doFinal(value.getBytes(StandardCharsets.UTF_8));
            byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
            return Base64.getEncoder().encodeToString(both);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot encrypt", e);
        }
    }

    private String decrypt(String name, String text) {
        byte[] both = Base64.getDecoder().decode(text);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, both, 0, NONCE_BYTES));
            cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
            return new String(cipher.doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new WeirException(
                            ErrorCode.STORAGE_CORRUPT,
                            "secret \"" + name + "\" cannot be decrypted: the key file is another one",
                            e)
                    .withHint("Put the file secret.key of the data directory back, or create the secret again.");
        }
    }

    /** @throws WeirException (DUPLICATE_OBJECT) */
    public synchronized void create(String name, String value, boolean replace) {
        String known = name.toLowerCase(Locale.ROOT);
        if (!replace && values.containsKey(known)) {
            throw new WeirException(ErrorCode.DUPLICATE_OBJECT, "secret \"" + name + "\" exists already");
        }
        log.commit(List.of(Change.put(EntryKind.SECRET, known, encrypt(known, value))));
        values.put(known, value);
    }

    public boolean exists(String name) {
        return values.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** @throws WeirException (UNKNOWN_OBJECT) */
    public synchronized void drop(String name) {
        String known = name.toLowerCase(Locale.ROOT);
        value(name);
        log.commit(List.of(Change.remove(EntryKind.SECRET, known)));
        values.remove(known);
    }

    private String value(String name) {
        String value = values.get(name.toLowerCase(Locale.ROOT));
        if (value == null) {
            WeirException unknown =
                    new WeirException(ErrorCode.UNKNOWN_OBJECT, "secret \"" + name + "\" does not exist");
            String hint = NearestName.hint(name, values.keySet());
            throw hint.isEmpty() ? unknown : unknown.withHint(hint);
        }
        return value;
    }

    /** Whether a value refers to secrets. */
    public static boolean refersToSecret(String value) {
        return REFERENCE.matcher(value).find();
    }

    /**
     * Options with secrets in the place of references.
     *
     * @throws WeirException (UNKNOWN_OBJECT)
     */
    public Map<String, String> resolve(Map<String, String> options) {
        Map<String, String> resolved = new TreeMap<>();
        options.forEach((option, text) -> resolved.put(
                option, REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))))));
        return resolved;
    }

    /**
     * The value of an option as it is shown: {@link #redact} and, if the key says that it is a secret, nothing of it
     * but references.
     */
    public String redactOption(String option, String value) {
        return SECRET_KEY.matcher(option).find() && !refersToSecret(value) ? MASK : redact(value);
    }

    /**
     * A text without the values of secrets, and without those of options whose keys say that they are secrets, as in
     * {@code 'properties.sasl.password' = '...'}.
     */
    public String redact(String text) {
        String redacted = SECRET_OPTION
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        refersToSecret(match.group(2)) ? match.group() : match.group(1) + "'" + MASK + "'"));
        for (String value : values.values()) {
            // Shorter ones stand in texts by chance, and masking them would tell more than it hides.
            if (value.length() >= 4) {
                redacted = redacted.replace(value, MASK);
            }
        }
        return redacted;
    }
}
