package io.weir.spi.storage;

import static io.weir.spi.Checks.checkArgument;

/**
 * How a job's checkpoints lie in storage. Files written under other options are read all the same.
 *
 * @param inlineThresholdBytes {@code data-inline-threshold}: a file that is not larger is kept in the manifest; 0: none is
 * @param mergesFiles {@code file-merging.enabled}: small files of one checkpoint that are written at the same time become parts of one file
 * @param maxMergedFileBytes {@code file-merging.max-file-size}: no more is put into such a file
 * @param localBackup {@code local-backup.enabled}: a copy of each file is kept on local disk, and read first at a restore
 */
public record StorageOptions(
        int inlineThresholdBytes, boolean mergesFiles, long maxMergedFileBytes, boolean localBackup) {
    public static final StorageOptions PLAIN = new StorageOptions(0, false, 32 << 20, false);

    /** Every manifest is read whole into memory. */
    public static final int MAX_INLINE_BYTES = 1 << 20;

    public StorageOptions {
        checkArgument(
                inlineThresholdBytes >= 0 && inlineThresholdBytes <= MAX_INLINE_BYTES,
                "inline threshold %s is not from 0 to %s",
                inlineThresholdBytes,
                MAX_INLINE_BYTES);
        checkArgument(maxMergedFileBytes >= 1, "max merged file size %s is not positive", maxMergedFileBytes);
    }
}
