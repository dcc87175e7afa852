package io.weir.storage.hdfs;

import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.FileContent;
import io.weir.spi.storage.StorageOptions;
import io.weir.spi.storage.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spares storage small files, which are what fills the memory of a NameNode: the smallest go into the manifest, and others of one checkpoint that are written at the same time become one
 * file. A file is looked at up to the limit only, and opened again if it is beyond.
 */
final class SmallFiles extends ForwardingStorage {
    /** A file beyond this is not small, whatever the options say. */
    private static final int MAX_MERGED_PART_BYTES = 1 << 20;

    private final Supplier<StorageOptions> options;
    private final FileMerger merger;

    SmallFiles(CheckpointStorage behind, Supplier<StorageOptions> options) {
        super(behind);
        this.options = options;
        merger = new FileMerger(behind);
    }

    @Override
    public StoredFile writeShared(String nameHint, FileContent content) {
        byte[] small = readUpTo(options.get().inlineThresholdBytes(), content);
        return small != null ? StoredFile.inline(small) : super.writeShared(nameHint, content);
    }

    // Files that several checkpoints share are not merged: one that is needed would keep all its neighbours.
    @Override
    public StoredFile writeExclusive(long checkpointId, String nameHint, FileContent content) {
        StorageOptions now = options.get();
        int mergeLimit = now.mergesFiles() ? (int) Math.min(MAX_MERGED_PART_BYTES, now.maxMergedFileBytes()) : 0;
        byte[] small = readUpTo(Math.max(now.inlineThresholdBytes(), mergeLimit), content);
        if (small == null) {
            return super.writeExclusive(checkpointId, nameHint, content);
        }
        return now.inlineThresholdBytes() > 0 && small.length <= now.inlineThresholdBytes()
                ? StoredFile.inline(small)
                : merger.write(checkpointId, small, now.maxMergedFileBytes());
    }

    /** @return null if there is more */
    private static byte @Nullable [] readUpTo(int limit, FileContent content) {
        if (limit == 0) {
            return null;
        }
        try (InputStream in = content.open()) {
            byte[] bytes = in.readNBytes(limit + 1);
            return bytes.length > limit ? null : bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
