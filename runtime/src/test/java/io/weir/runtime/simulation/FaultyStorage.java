package io.weir.runtime.simulation;

import io.weir.runtime.testing.MemoryCheckpointStorage;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.FileContent;
import io.weir.spi.storage.FileTarget;
import io.weir.spi.storage.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Storage that is away now and then, where writes fail with half of a file written, and publishing may have happened although it failed. */
final class FaultyStorage implements CheckpointStorage {
    private final MemoryCheckpointStorage durable;
    private final Faults faults;

    FaultyStorage(MemoryCheckpointStorage durable, Faults faults) {
        this.durable = durable;
        this.faults = faults;
    }

    @Override
    public StoredFile writeExclusive(long checkpointId, String nameHint, FileContent content) {
        failIf(faults.failsWrite());
        if (faults.tearsWrite()) {
            durable.writeExclusive(checkpointId, nameHint, () -> torn(content));
            failIf(true);
        }
        return durable.writeExclusive(checkpointId, nameHint, content);
    }

    @Override
    public StoredFile writeShared(String nameHint, FileContent content) {
        failIf(faults.failsWrite());
        if (faults.tearsWrite()) {
            durable.writeShared(nameHint, () -> torn(content));
            failIf(true);
        }
        return durable.writeShared(nameHint, content);
    }

    @Override
    public void readTo(StoredFile file, FileTarget target) {
        failIf(faults.failsRead());
        durable.readTo(file, target);
    }

    @Override
    public byte[] read(StoredFile file) {
        failIf(faults.failsRead());
        return durable.read(file);
    }

    @Override
    public void publish(CheckpointManifest manifest, long attempt) {
        failIf(faults.failsPublishBefore());
        durable.publish(manifest, attempt);
        failIf(faults.failsPublishAfter());
    }

    @Override
    public List<Long> list() {
        failIf(faults.failsRead());
        return durable.list();
    }

    @Override
    public Optional<CheckpointManifest> load(long checkpointId) {
        failIf(faults.failsRead());
        return durable.load(checkpointId);
    }

    @Override
    public CheckpointManifest loadFrom(String path) {
        return durable.loadFrom(path);
    }

    @Override
    public void delete(long checkpointId) {
        failIf(faults.failsDelete());
        durable.delete(checkpointId);
    }

    @Override
    public void sweep(List<StoredFile> inUse, List<StoredFile> candidates) {
        failIf(faults.failsDelete());
        durable.sweep(inUse, candidates);
    }

    @Override
    public long fence() {
        return durable.fence();
    }

    @Override
    public String location() {
        return durable.location();
    }

    @Override
    public void close() {
        durable.close();
    }

    /** What is left of a file whose writer died. */
    private static InputStream torn(FileContent content) throws IOException {
        byte[] whole = content.open().readAllBytes();
        return new ByteArrayInputStream(whole, 0, whole.length / 2);
    }

    private static void failIf(boolean fails) {
        if (fails) {
            throw new WeirException(ErrorCode.STORAGE_UNREACHABLE, "storage is away");
        }
    }
}
