package io.weir.storage.hdfs;

import static io.weir.spi.Checks.checkArgument;

import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The names of files and folders below a root.
 *
 * <pre>
 * job:        root/attempt-3         the fence: who created the highest one owns the job
 *             root/chk-7/_metadata   the manifest; the checkpoint exists exactly if it does
 *             root/chk-7/…           files of this checkpoint alone
 *             root/shared/…          files that several checkpoints refer to
 * savepoint:  root/_metadata, root/files/…
 * </pre>
 *
 * <p>Paths in manifests are relative to the root, so that a savepoint, or a whole job folder, can be moved. Only the checkpoint with which a
 * job was stopped refers to the files of its savepoint, by whole URIs.
 */
record CheckpointLayout(Path root, boolean isSavepoint) {
    static final String METADATA = "_metadata";
    static final String SHARED = "shared";

    private static final String FILES = "files";
    private static final String CHECKPOINT_PREFIX = "chk-";
    private static final String ATTEMPT_PREFIX = "attempt-";
    private static final Pattern CHECKPOINT_FOLDER = Pattern.compile("chk-(\\d{1,18})");
    private static final Pattern ATTEMPT_FILE = Pattern.compile("attempt-(\\d{1,18})");
    private static final Pattern RELATIVE =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*(#\\d{1,18})?");
    private static final Pattern INLINE = Pattern.compile("inline:[A-Za-z0-9_-]*");
    /** A file of a savepoint, wherever that is: what the checkpoint with which a job was stopped refers to. */
    private static final Pattern OF_SAVEPOINT =
            Pattern.compile("[a-z][a-z0-9+.-]*:/[^\\p{Cntrl}]*/savepoint-[A-Za-z0-9_-]{1,64}/" + FILES
                    + "/[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    static void checkId(String id) {
        checkArgument(ID.matcher(id).matches(), "id '%s' must match %s", id, ID);
    }

    Path checkpointFolder(long checkpointId) {
        return isSavepoint ? root : new Path(root, CHECKPOINT_PREFIX + checkpointId);
    }

    Path metadata(long checkpointId) {
        return new Path(checkpointFolder(checkpointId), METADATA);
    }

    Path sharedFolder() {
        return new Path(root, SHARED);
    }

    Path attempt(long attempt) {
        return new Path(root, ATTEMPT_PREFIX + attempt);
    }

    /** A name that no file ever had: two files are never mistaken for one another because of their names. */
    String newExclusivePath(long checkpointId, String nameHint) {
        return (isSavepoint ? FILES : CHECKPOINT_PREFIX + checkpointId) + "/" + uniqueName(nameHint);
    }

    String newSharedPath(String nameHint) {
        return (isSavepoint ? FILES : SHARED) + "/" + uniqueName(nameHint);
    }

    private static String uniqueName(String nameHint) {
        String safe = nameHint.replaceAll("[^A-Za-z0-9._-]", "_");
        // Long names fail on some file systems (255 bytes); the id alone makes it unique.
        String end = safe.length() <= 64 ? safe : safe.substring(safe.length() - 64);
        return UUID.randomUUID().toString().replace("-", "") + "-" + end;
    }

    /** @throws IllegalArgumentException for a path that could leave the root, unless it is that of a savepoint's file */
    static void checkPath(String path) {
        boolean isKnown = RELATIVE.matcher(path).matches()
                || OF_SAVEPOINT.matcher(path).matches()
                || INLINE.matcher(path).matches();
        checkArgument(isKnown && !path.contains(".."), "path '%s' in a manifest leaves its folder", path);
    }

    static OptionalLong checkpointId(String folderName) {
        return number(CHECKPOINT_FOLDER, folderName);
    }

    static OptionalLong attemptNumber(String fileName) {
        return number(ATTEMPT_FILE, fileName);
    }

    private static OptionalLong number(Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
