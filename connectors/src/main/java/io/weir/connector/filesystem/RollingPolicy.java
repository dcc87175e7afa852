package io.weir.connector.filesystem;

/** When a file is closed before the next checkpoint closes it anyway. */
record RollingPolicy(long sizeBytes, long openMillis, long inactiveMillis) {
    boolean shouldRoll(long writtenBytes, long openedMillis, long lastWriteMillis, long nowMillis) {
        return writtenBytes >= sizeBytes
                || nowMillis - openedMillis >= openMillis
                || nowMillis - lastWriteMillis >= inactiveMillis;
    }
}
