/**
 * Checkpoint storage over Hadoop's {@code FileSystem}.
 */
@NullMarked
package io.weir.storage.hdfs;

import org.jspecify.annotations.NullMarked;
