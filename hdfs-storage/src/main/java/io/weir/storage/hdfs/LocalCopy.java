package io.weir.storage.hdfs;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copy of one file while it is made: of the bytes on their way past, or a link. What fails here is not told to
 * whoever reads or writes them. Closing it removes what was not kept.
 */
final class LocalCopy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCopy.class);

    private final Path file;
    private boolean isBroken = true;

    /** @param file to be made, under a name that nobody else uses */
    LocalCopy(Path file) {
        this.file = file;
    }

    /** @return whether there is now a link instead of a copy */
    boolean link(Path to) {
        isBroken = !tryLink(file, to);
        return !isBroken;
    }

    /** @return false if the file is on another disk, or the disk knows no links */
    static boolean tryLink(Path link, Path to) {
        try {
            Files.createDirectories(link.getParent());
            Files.createLink(link, to);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("no link made link={} to={}", link, to, e);
            return false;
        }
    }

    /** Copies what is read. Begins anew: a content may be opened again. */
    InputStream of(InputStream in) {
        OutputStream out = open();
        return isBroken ? in : new CopyingInput(in, out);
    }

    /** Copies what is written. Begins anew. */
    OutputStream of(OutputStream target) {
        OutputStream out = open();
        return isBroken ? target : new CopyingOutput(target, out);
    }

    private OutputStream open() {
        try {
            Files.createDirectories(file.getParent());
            OutputStream out = Files.newOutputStream(file);
            isBroken = false;
            return out;
        } catch (IOException e) {
            LOG.warn("local backup not written file={}", file, e);
            isBroken = true;
            return OutputStream.nullOutputStream();
        }
    }

    private void write(OutputStream out, byte[] buffer, int offset, int length) {
        if (isBroken) {
            return;
        }
        try {
            out.write(buffer, offset, length);
        } catch (IOException e) {
            broken(e);
        }
    }

    private void close(OutputStream out) {
        try {
            out.close();
        } catch (IOException e) {
            broken(e);
        }
    }

    private void broken(IOException e) {
        if (!isBroken) {
            LOG.warn("local backup not written file={}", file, e);
        }
        isBroken = true;
    }

    /** Puts it where it will be found, unless something failed. */
    void keepAs(Path place) {
        if (isBroken) {
            return;
        }
        try {
            Files.createDirectories(place.getParent());
            Files.move(file, place, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("local backup not kept file={}", place, e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("temporary file not deleted file={}", file, e);
        }
    }

    private final class CopyingInput extends FilterInputStream {
        private final OutputStream copy;

        private CopyingInput(InputStream in, OutputStream copy) {
            super(in);
            this.copy = copy;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count > 0) {
                LocalCopy.this.write(copy, buffer, offset, count);
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            super.close();
            LocalCopy.this.close(copy);
        }
    }

    private final class CopyingOutput extends FilterOutputStream {
        private final OutputStream copy;

        private CopyingOutput(OutputStream out, OutputStream copy) {
            super(out);
            this.copy = copy;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            LocalCopy.this.write(copy, buffer, offset, length);
        }

        @Override
        public void close() throws IOException {
            super.close();
            LocalCopy.this.close(copy);
        }
    }
}
