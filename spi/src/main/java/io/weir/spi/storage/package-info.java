/**
 * Where checkpoints are kept. Door: {@link io.weir.spi.storage.CheckpointStorage}. Everything here blocks and runs on
 * I/O threads.
 */
@NullMarked
package io.weir.spi.storage;

import org.jspecify.annotations.NullMarked;
