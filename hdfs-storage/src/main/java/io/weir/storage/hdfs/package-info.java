/**
 * Checkpoints over Hadoop's {@code FileSystem}: {@code hdfs:}, {@code file:}, and whatever other scheme has its jar on
 * the class path.
 *
 * <p>Doors: {@link io.weir.storage.hdfs.HdfsCheckpointStorageProvider},
 * {@link io.weir.storage.hdfs.HdfsCheckpointStorage}. Called from I/O threads; everything blocks, with time limits that
 * come from the Hadoop configuration.
 */
@NullMarked
package io.weir.storage.hdfs;

import org.jspecify.annotations.NullMarked;
