package io.weir.runtime.state.rocksdb;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a file on local disk. Its errors are told in terms of that disk: whoever copies from checkpoint storage into
 * it would take them for that storage's.
 */
final class LocalFileOutput extends FilterOutputStream {
    private final Path file;

    private LocalFileOutput(Path file) throws IOException {
        super(new BufferedOutputStream(Files.newOutputStream(file)));
        this.file = file;
    }

    static LocalFileOutput open(Path file) {
        try {
            return new LocalFileOutput(file);
        } catch (IOException e) {
            throw RocksDbErrors.translate("restoring keyed state", file, e);
        }
    }

    @Override
    public void write(int value) {
        try {
            out.write(value);
        } catch (IOException e) {
            throw RocksDbErrors.translate("restoring keyed state", file, e);
        }
    }

    @Override
    public void write(byte[] data, int from, int count) {
        try {
            out.write(data, from, count);
        } catch (IOException e) {
            throw RocksDbErrors.translate("restoring keyed state", file, e);
        }
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw RocksDbErrors.translate("restoring keyed state", file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw RocksDbErrors.translate("restoring keyed state", file, e);
        }
    }
}
