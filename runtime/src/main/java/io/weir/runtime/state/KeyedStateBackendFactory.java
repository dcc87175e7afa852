package io.weir.runtime.state;

/** Makes the backends of a job's subtasks: hashmap or RocksDB. Thread-safe. */
@FunctionalInterface
public interface KeyedStateBackendFactory {
    /**
     * Makes the backend of one operator in one subtask, with its state restored. Blocks: on an I/O thread.
     *
     * @throws io.weir.spi.error.WeirException (STORAGE_CORRUPT, STORAGE_UNREACHABLE, DISK_FULL, INCOMPATIBLE_STATE)
     */
    KeyedStateBackend create(KeyedStateBackendContext context);
}
