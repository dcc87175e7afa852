package io.weir.connector.base;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which files SQL statements may name. A path is looked at with {@code ..} and symbolic links resolved, so that no link
 * leads out of what is allowed. Blocking: file system calls.
 *
 * @param allowedRoots directories below which files may be; empty allows all
 * @param deniedRoots directories below which no file may be, even if allowed: the engine's own state and configuration
 */
public record FileAccessPolicy(List<Path> allowedRoots, List<Path> deniedRoots) {
    /** System property with the allowed roots, separated as in a class path. */
    public static final String ALLOWED_ROOTS_PROPERTY = "weir.filesystem.allowed-roots";

    /** System property with the denied roots. */
    public static final String DENIED_ROOTS_PROPERTY = "weir.filesystem.denied-roots";

    public FileAccessPolicy {
        allowedRoots = List.copyOf(allowedRoots);
        deniedRoots = List.copyOf(deniedRoots);
    }

    public static FileAccessPolicy allowAll() {
        return new FileAccessPolicy(List.of(), List.of());
    }

    /** The policy that the server has set for this process. */
    public static FileAccessPolicy fromSystemProperties() {
        return new FileAccessPolicy(roots(ALLOWED_ROOTS_PROPERTY), roots(DENIED_ROOTS_PROPERTY));
    }

    private static List<Path> roots(String property) {
        String text = System.getProperty(property, "");
        return Arrays.stream(text.split(File.pathSeparator))
                .filter(root -> !root.isBlank())
                .map(Path::of)
                .toList();
    }

    /**
     * The real path of a file or directory, which need not exist yet.
     *
     * @throws WeirException (UNAUTHORIZED) if it is not allowed; the message does not tell whether it exists
     */
    public Path check(Path path) {
        Path real = realPath(path);
        boolean allowed = allowedRoots.isEmpty() || isBelow(real, allowedRoots);
        if (!allowed || isBelow(real, deniedRoots)) {
            throw new WeirException(ErrorCode.UNAUTHORIZED, "path \"" + path + "\" is not allowed on this server")
                    .withHint("Ask for the directories that tables may use.");
        }
        return real;
    }

    private static boolean isBelow(Path real, List<Path> roots) {
        return roots.stream().anyMatch(root -> real.startsWith(realPath(root)));
    }

    /** Resolves links in the part that exists; the rest is normalised. */
    private static Path realPath(Path path) {
        List<Path> missing = new ArrayList<>();
        Path existing = path.toAbsolutePath().normalize();
        while (true) {
            try {
                Path real = existing.toRealPath();
                for (int i = missing.size() - 1; i >= 0; i--) {
                    real = real.resolve(missing.get(i));
                }
                return real;
            } catch (IOException e) {
                Path parent = existing.getParent();
                Path name = existing.getFileName();
                if (parent == null || name == null) {
                    return path.toAbsolutePath().normalize();
                }
                missing.add(name);
                existing = parent;
            }
        }
    }
}
