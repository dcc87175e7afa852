package io.weir.storage.hdfs;

import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.FileContent;
import io.weir.spi.storage.FileTarget;
import io.weir.spi.storage.StoredFile;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** Storage in front of other storage, for what a job may want of it. */
abstract class ForwardingStorage implements CheckpointStorage {
    final CheckpointStorage behind;

    ForwardingStorage(CheckpointStorage behind) {
        this.behind = behind;
    }

    @Override
    public StoredFile writeExclusive(long checkpointId, String nameHint, FileContent content) {
        return behind.writeExclusive(checkpointId, nameHint, content);
    }

    @Override
    public StoredFile writeShared(String nameHint, FileContent content) {
        return behind.writeShared(nameHint, content);
    }

    @Override
    public void readTo(StoredFile file, FileTarget target) {
        behind.readTo(file, target);
    }

    @Override
    public byte[] read(StoredFile file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(file.sizeBytes()));
        readTo(file, () -> bytes);
        return bytes.toByteArray();
    }

    @Override
    public void publish(CheckpointManifest manifest, long attempt) {
        behind.publish(manifest, attempt);
    }

    @Override
    public List<Long> list() {
        return behind.list();
    }

    @Override
    public Optional<CheckpointManifest> load(long checkpointId) {
        return behind.load(checkpointId);
    }

    @Override
    public CheckpointManifest loadFrom(String path) {
        return behind.loadFrom(path);
    }

    @Override
    public void delete(long checkpointId) {
        behind.delete(checkpointId);
    }

    @Override
    public void sweep(List<StoredFile> inUse, List<StoredFile> candidates) {
        behind.sweep(inUse, candidates);
    }

    @Override
    public long fence() {
        return behind.fence();
    }

    @Override
    public String location() {
        return behind.location();
    }

    @Override
    public void close() {
        behind.close();
    }
}
