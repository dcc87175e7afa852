/**
 * Keyed state on local disk, in RocksDB. Doors: {@link io.weir.runtime.state.rocksdb.StateBackends}, which makes
 * backends of every type, and {@link io.weir.runtime.state.rocksdb.RocksDbEnvironment}, what all RocksDB instances of a
 * process share. Runs on I/O threads, but for reads by workers.
 */
@NullMarked
package io.weir.runtime.state.rocksdb;

import org.jspecify.annotations.NullMarked;
