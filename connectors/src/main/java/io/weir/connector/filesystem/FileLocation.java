package io.weir.connector.filesystem;

import static java.util.Objects.requireNonNull;

import io.weir.connector.base.FileAccessPolicy;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the option {@code path} names.
 *
 * @param root the file or directory, or the part of the pattern before its first wildcard
 * @param pattern the whole pattern as an absolute path, null if there is none
 */
record FileLocation(Path root, @Nullable String pattern, FileAccessPolicy policy) {
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+):.*");
    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");
    private static final int MAX_DEPTH = 64;
    private static final int MAX_FILES = 1_000_000;

    /** A file found. */
    record FoundFile(Path path, long length, long modifiedMillis) {}

    static FileLocation parse(String text, FileAccessPolicy policy) {
        try {
            String local = local(text);
            if (local.isBlank()) {
                // Not the directory that the server happens to be started in.
                throw new IllegalArgumentException("empty path");
            }
            Path path = Path.of(local).toAbsolutePath();
            String whole = path.toString();
            if (!WILDCARD.matcher(whole).find()) {
                return new FileLocation(path, null, policy);
            }
            Path root = path;
            while (WILDCARD.matcher(root.toString()).find()) {
                root = requireNonNull(root.getParent(), "a path's root has no wildcard");
            }
            return new FileLocation(root, whole, policy);
        } catch (IllegalArgumentException e) {
            throw new WeirException(ErrorCode.OPTION_VALUE, "option 'path' wants a path, found '" + text + "'", e);
        }
    }

    private static String local(String text) {
        var scheme = SCHEME.matcher(text);
        if (!scheme.matches()) {
            return text;
        }
        if (!scheme.group(1).equalsIgnoreCase("file")) {
            throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "option 'path' wants a local path or a file: URI, found scheme '" + scheme.group(1) + "'")
                    .withDetail("Tables are files of the server's own file system; checkpoints can go elsewhere.");
        }
        String rest = text.substring("file:".length());
        if (rest.startsWith("//")) {
            int path = rest.indexOf('/', 2);
            String host = path < 0 ? rest.substring(2) : rest.substring(2, path);
            if (!host.isEmpty() && !host.equals("localhost")) {
                throw new IllegalArgumentException("another host");
            }
            rest = path < 0 ? "" : rest.substring(path);
        }
        // Only escapes are decoded: wildcards are no characters of a URI.
        return rest.contains("%") ? URI.create("file:" + rest).getPath() : rest;
    }

    /** Checks that it is allowed, and there. */
    void validate() {
        policy.check(root);
        if (!Files.isReadable(root)) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_UNREACHABLE, "path \"" + root + "\" does not exist or cannot be read");
        }
    }

    boolean isThere() {
        return Files.exists(root);
    }

    /**
     * All files, by path; none if there is no root. Hidden ones, whose name begins with a dot or an underscore, are those that are still being
     * written.
     */
    List<FoundFile> list() {
        policy.check(root);
        if (!Files.exists(root)) {
            return List.of();
        }
        List<FoundFile> found = new ArrayList<>();
        PathMatcher matcher =
                pattern == null ? path -> true : FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try {
            Files.walkFileTree(
                    root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new Collector(matcher, found));
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_FAILURE, "listing \"" + root + "\" failed: " + Directories.reason(e), e);
        }
        found.sort(Comparator.comparing(file -> file.path().toString()));
        return found;
    }

    private final class Collector extends SimpleFileVisitor<Path> {
        private final PathMatcher matcher;
        private final List<FoundFile> found;

        Collector(PathMatcher matcher, List<FoundFile> found) {
            this.matcher = matcher;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return isHidden(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !isHidden(file) && matcher.matches(file)) {
                policy.check(file); // a link below the root may lead anywhere
                if (found.size() == MAX_FILES) {
                    throw new WeirException(
                            ErrorCode.LIMIT_EXCEEDED, "path \"" + root + "\" has more than " + MAX_FILES + " files");
                }
                found.add(new FoundFile(
                        file, attributes.size(), attributes.lastModifiedTime().toMillis()));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (Files.notExists(file)) {
                return FileVisitResult.CONTINUE; // gone between listing and looking
            }
            throw failure;
        }

        private boolean isHidden(Path path) {
            Path name = path.getFileName();
            return name != null
                    && !path.equals(root)
                    && (name.toString().startsWith(".") || name.toString().startsWith("_"));
        }
    }
}
