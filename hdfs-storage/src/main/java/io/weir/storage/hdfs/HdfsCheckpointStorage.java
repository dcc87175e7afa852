package io.weir.storage.hdfs;

import static io.weir.spi.Checks.checkState;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.FileContent;
import io.weir.spi.storage.FileTarget;
import io.weir.spi.storage.StoredFile;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of one job, or one savepoint, below a root folder; see {@link CheckpointLayout}.
 *
 * <p>Relies on what HDFS promises and local file systems keep: exclusive creation and rename of a file are atomic, and what was synced and closed stays. After a failed call nothing is assumed:
 * a rename that was answered with an error may have happened.
 */
final class HdfsCheckpointStorage implements CheckpointStorage {
    private static final int COPY_BYTES = 128 * 1024;
    private static final int FENCE_TRIES = 16;

    private final HadoopFiles hadoop;
    private final FileSystem files;
    private final CheckpointLayout layout;
    private final StaleFileSweeper sweeper;

    HdfsCheckpointStorage(HadoopFiles hadoop, FileSystem files, CheckpointLayout layout) {
        this.hadoop = hadoop;
        this.files = files;
        this.layout = layout;
        this.sweeper = new StaleFileSweeper(files, layout);
    }

    @Override
    public String location() {
        return layout.root().toString();
    }

    @Override
    public StoredFile writeExclusive(long checkpointId, String nameHint, FileContent content) {
        return write(layout.newExclusivePath(checkpointId, nameHint), content);
    }

    @Override
    public StoredFile writeShared(String nameHint, FileContent content) {
        return write(layout.newSharedPath(nameHint), content);
    }

    private StoredFile write(String relativePath, FileContent content) {
        Path path = new Path(layout.root(), relativePath);
        try {
            InputStream in = content.open();
            try {
                return writeSynced(path, relativePath, in);
            } finally {
                in.close();
            }
        } catch (IOException e) {
            throw StorageErrors.failed("write", path, e);
        }
    }

    private StoredFile writeSynced(Path path, String relativePath, InputStream in) throws IOException {
        CRC32C checksum = new CRC32C();
        long size = 0;
        FSDataOutputStream out = files.create(path, false);
        boolean written = false;
        try {
            byte[] buffer = new byte[COPY_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                checksum.update(buffer, 0, count);
                size += count;
            }
            out.hsync();
            written = true;
        } finally {
            // Not try-with-resources: Hadoop's streams throw the same exception object again from close(), and
            // suppressing an exception
            // by itself is an error that would hide it.
            closeAfter(out, written);
        }
        return new StoredFile(relativePath, size, (int) checksum.getValue());
    }

    private static void closeAfter(OutputStream out, boolean succeeded) throws IOException {
        try {
            out.close();
        } catch (IOException e) {
            if (succeeded) {
                throw e;
            }
        }
    }

    @Override
    public byte[] read(StoredFile file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(file.sizeBytes()));
        readTo(file, () -> bytes);
        return bytes.toByteArray();
    }

    @Override
    public void readTo(StoredFile file, FileTarget target) {
        if (file.isInline()) {
            readInline(file, target);
            return;
        }
        int part = file.path().lastIndexOf('#');
        Path path = resolve(part < 0 ? file.path() : file.path().substring(0, part));
        CRC32C checksum = new CRC32C();
        long size = 0;
        try (FSDataInputStream in = hadoop.fileSystem(path).open(path);
                OutputStream out = target.open()) {
            long left = Long.MAX_VALUE;
            if (part >= 0) {
                in.seek(Long.parseLong(file.path().substring(part + 1)));
                left = file.sizeBytes();
            }
            byte[] buffer = new byte[COPY_BYTES];
            for (int count = read(in, buffer, left); count > 0; count = read(in, buffer, left)) {
                out.write(buffer, 0, count);
                checksum.update(buffer, 0, count);
                size += count;
                left -= count;
            }
        } catch (EOFException e) {
            throw StorageErrors.corrupt(
                    path, "it ends before byte " + file.path().substring(part + 1));
        } catch (FileNotFoundException e) {
            throw StorageErrors.missing(path, e);
        } catch (org.apache.hadoop.fs.ChecksumException e) {
            throw StorageErrors.corrupt(path, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw StorageErrors.failed("read", path, e);
        }
        if (size != file.sizeBytes()) {
            throw StorageErrors.corrupt(path, "it has " + size + " bytes, " + file.sizeBytes() + " were written");
        }
        if ((int) checksum.getValue() != file.checksum()) {
            throw StorageErrors.corrupt(
                    path,
                    String.format(
                            "its checksum is %08x, %08x was written", (int) checksum.getValue(), file.checksum()));
        }
    }

    private static int read(InputStream in, byte[] buffer, long most) throws IOException {
        return most == 0 ? -1 : in.read(buffer, 0, (int) Math.min(buffer.length, most));
    }

    private void readInline(StoredFile file, FileTarget target) {
        try (OutputStream out = target.open()) {
            out.write(file.inlineContent());
        } catch (IllegalArgumentException e) {
            throw StorageErrors.corrupt(layout.root(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw StorageErrors.failed("read", layout.root(), e);
        }
    }

    // Manifests read with loadFrom have whole URIs, all others paths below the root.
    private Path resolve(String path) {
        Path whole = new Path(path);
        return whole.isAbsolute() ? whole : new Path(layout.root(), path);
    }

    @Override
    public void publish(CheckpointManifest manifest, long attempt) {
        long id = manifest.checkpointId();
        Path metadata = layout.metadata(id);
        Path temporary = new Path(layout.checkpointFolder(id), CheckpointLayout.METADATA + ".tmp-" + attempt);
        try {
            checkFence(attempt);
            files.mkdirs(layout.checkpointFolder(id));
            files.delete(temporary, false);
            byte[] bytes = ManifestCodec.encode(manifest);
            writeSynced(temporary, temporary.getName(), new java.io.ByteArrayInputStream(bytes));
            checkFence(attempt);
            if (files.exists(metadata)) {
                throw new WeirException(
                        ErrorCode.CHECKPOINT_FAILURE, "checkpoint " + metadata.getParent() + " exists already");
            }
            if (!files.rename(temporary, metadata)) {
                throw new IOException("rename of " + temporary + " was refused");
            }
            HadoopFiles.syncFolder(files, layout.checkpointFolder(id));
        } catch (IOException e) {
            throw StorageErrors.failed("write", metadata, e);
        }
    }

    private void checkFence(long attempt) throws IOException {
        if (layout.isSavepoint()) {
            return;
        }
        long highest = highestAttempt();
        if (highest > attempt) {
            throw new WeirException(
                            ErrorCode.CHECKPOINT_FAILURE,
                            "attempt " + attempt + " of the job in " + layout.root() + " has been replaced by attempt "
                                    + highest)
                    .withHint("Another server runs the same job. Only one of them may.");
        }
    }

    @Override
    public long fence() {
        checkState(!layout.isSavepoint(), "a savepoint has no attempts");
        try {
            files.mkdirs(layout.root());
            for (int tries = 0; tries < FENCE_TRIES; tries++) {
                long highest = highestAttempt();
                if (createExclusively(layout.attempt(highest + 1))) {
                    // Only the highest one counts; the one before stays until the next start, for people to see.
                    files.delete(layout.attempt(highest - 1), false);
                    sweeper.startAt(
                            files.getFileStatus(layout.attempt(highest + 1)).getModificationTime());
                    return highest + 1;
                }
            }
            throw new WeirException(
                    ErrorCode.STORAGE_UNREACHABLE, FENCE_TRIES + " other servers want the job in " + layout.root());
        } catch (IOException e) {
            throw StorageErrors.failed("write to", layout.root(), e);
        }
    }

    private boolean createExclusively(Path path) throws IOException {
        if (HadoopFiles.isLocal(files.getUri())) {
            // Hadoop's local file system looks first and creates then; the operating system does both in one step.
            return new java.io.File(path.toUri().getPath()).createNewFile();
        }
        try {
            files.create(path, false).close();
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private long highestAttempt() throws IOException {
        long highest = 0;
        for (FileStatus status : listFolder(layout.root())) {
            highest = Math.max(
                    highest,
                    CheckpointLayout.attemptNumber(status.getPath().getName()).orElse(0));
        }
        return highest;
    }

    private List<FileStatus> listFolder(Path folder) throws IOException {
        try {
            return List.of(files.listStatus(folder));
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    @Override
    public List<Long> list() {
        try {
            List<Long> ids = new ArrayList<>();
            for (FileStatus status : listFolder(layout.root())) {
                long id = CheckpointLayout.checkpointId(status.getPath().getName())
                        .orElse(-1);
                if (id >= 0 && files.exists(layout.metadata(id))) {
                    ids.add(id);
                }
            }
            ids.sort(null);
            return ids;
        } catch (IOException e) {
            throw StorageErrors.failed("list", layout.root(), e);
        }
    }

    @Override
    public Optional<CheckpointManifest> load(long checkpointId) {
        Path metadata = layout.metadata(checkpointId);
        try {
            if (!files.exists(metadata)) {
                return Optional.empty();
            }
        } catch (IOException e) {
            throw StorageErrors.failed("read", metadata, e);
        }
        return Optional.of(loadManifest(files, metadata));
    }

    private static CheckpointManifest loadManifest(FileSystem files, Path metadata) {
        byte[] bytes;
        try (InputStream in = files.open(metadata)) {
            bytes = in.readAllBytes();
        } catch (FileNotFoundException e) {
            throw StorageErrors.missing(metadata, e);
        } catch (IOException e) {
            throw StorageErrors.failed("read", metadata, e);
        }
        try {
            return ManifestCodec.decode(bytes);
        } catch (IOException | IllegalArgumentException e) {
            throw StorageErrors.corrupt(metadata, "it " + e.getMessage());
        }
    }

    @Override
    public CheckpointManifest loadFrom(String path) {
        Path given = HadoopFiles.path(path);
        Path folder = given.getName().equals(CheckpointLayout.METADATA) ? given.getParent() : given;
        Path metadata = new Path(folder, CheckpointLayout.METADATA);
        FileSystem there = hadoop.fileSystem(folder);
        try {
            if (!there.exists(metadata)) {
                throw new WeirException(ErrorCode.UNKNOWN_OBJECT, "'" + path + "' is no checkpoint and no savepoint")
                        .withDetail("There is no file " + metadata + ".");
            }
        } catch (IOException e) {
            throw StorageErrors.failed("read", metadata, e);
        }
        boolean ofJob = CheckpointLayout.checkpointId(folder.getName()).isPresent();
        return ManifestPaths.resolve(loadManifest(there, metadata), ofJob ? folder.getParent() : folder);
    }

    @Override
    public void delete(long checkpointId) {
        Path folder = layout.checkpointFolder(checkpointId);
        try {
            files.delete(layout.metadata(checkpointId), false);
            files.delete(folder, true);
        } catch (FileNotFoundException e) {
            return; // deleted before
        } catch (IOException e) {
            throw StorageErrors.failed("delete", folder, e);
        }
    }

    @Override
    public void sweep(List<StoredFile> inUse, List<StoredFile> candidates) {
        List<StoredFile> referenced = new ArrayList<>(inUse);
        for (long id : list()) {
            // A manifest that cannot be read throws, and nothing is deleted: its files are not known.
            load(id).ifPresent(manifest -> referenced.addAll(manifest.files()));
        }
        sweeper.sweep(referenced, candidates);
    }

    @Override
    public void close() {
        // Hadoop caches file systems and shares them: closing this one would close it for other jobs.
    }
}
