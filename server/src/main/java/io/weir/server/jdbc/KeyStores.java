package io.weir.server.jdbc;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import org.jspecify.annotations.Nullable;

/** Reads the server's certificate before anything listens, so that what is wrong with it is told as that. */
final class KeyStores {
    private KeyStores() {}

    /** @throws WeirException (MISSING_OPTION) without a password, (OPTION_VALUE) if the file cannot be read with it */
    static KeyStore read(String file, @Nullable String password) {
        if (password == null || password.isEmpty()) {
            throw new WeirException(
                    ErrorCode.MISSING_OPTION,
                    "option 'server.tls.key-store-password' is missing; 'server.tls.key-store' names " + file);
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new WeirException(
                            ErrorCode.OPTION_VALUE,
                            "key store " + file + " (option 'server.tls.key-store') cannot be read",
                            e)
                    .withDetail(e.getClass().getSimpleName() + ": " + e.getMessage())
                    .withHint("It is a PKCS12 file, and 'server.tls.key-store-password' its password.");
        }
    }
}
