package io.weir.storage.hdfs;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * HDFS as bad as it may be: names are durable at once, data when it is synced and not before. At a loss of power any part of what was not synced is gone. Calls fail now and then, before or
 * after they have had their effect.
 */
public final class VolatileFileSystem extends FileSystem {
    /** What outlives a loss of power, and how it fails. One test at a time. */
    static final class Disk {
        private final Random random;
        private final TreeMap<String, Node> nodes = new TreeMap<>();
        private long clock;
        /** So many calls from now the power goes; negative: it does not. */
        private int callsLeft = -1;

        private int failOneIn;

        Disk(Random random) {
            this.random = random;
        }

        void losePowerAfter(int calls) {
            callsLeft = calls;
        }

        void failOneIn(int calls) {
            failOneIn = calls;
        }

        /** The power is back. */
        void recover() {
            callsLeft = -1;
            failOneIn = 0;
            for (Node node : nodes.values()) {
                if (node.content != null) {
                    int lost = node.content.length - node.synced;
                    node.content =
                            Arrays.copyOf(node.content, node.synced + (lost == 0 ? 0 : random.nextInt(lost + 1)));
                    node.synced = node.content.length;
                }
            }
        }

        private void before() throws IOException {
            if (callsLeft == 0) {
                throw new IOException("the power is gone");
            }
            callsLeft--;
            if (failOneIn > 0 && random.nextInt(failOneIn) == 0) {
                throw new IOException("connection lost before the call");
            }
        }

        private void after() throws IOException {
            if (failOneIn > 0 && random.nextInt(failOneIn) == 0) {
                throw new IOException("connection lost before the answer");
            }
        }
    }

    private static final class Node {
        /** Null for a folder. */
        private byte[] content;

        private int synced;
        private long modifiedMillis;
    }

    static Disk disk;

    private static String key(Path path) {
        return Path.getPathWithoutSchemeAndAuthority(path).toString();
    }

    @Override
    public URI getUri() {
        return URI.create("volatile:///");
    }

    @Override
    public String getScheme() {
        return "volatile";
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        disk.before();
        Node node = disk.nodes.get(key(path));
        if (node == null || node.content == null) {
            throw new FileNotFoundException(path.toString());
        }
        return new FSDataInputStream(new Content(node.content));
    }

    /** A file's bytes, with a position. */
    private static final class Content extends FSInputStream {
        private final byte[] bytes;
        private int position;

        private Content(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void seek(long target) throws IOException {
            if (target > bytes.length) {
                throw new java.io.EOFException("position " + target + " of " + bytes.length);
            }
            position = (int) target;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public boolean seekToNewSource(long target) {
            return false;
        }

        @Override
        public int read() {
            return position < bytes.length ? bytes[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int count = new ByteArrayInputStream(bytes, position, bytes.length - position).read(buffer, offset, length);
            position += Math.max(0, count);
            return count;
        }
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        disk.before();
        if (disk.nodes.containsKey(key(path)) && !overwrite) {
            throw new FileAlreadyExistsException(path.toString());
        }
        mkdirs(path.getParent(), null);
        Node node = node();
        node.content = new byte[0];
        disk.nodes.put(key(path), node);
        disk.after();
        return new FSDataOutputStream(new Writer(node), statistics);
    }

    private static Node node() {
        Node node = new Node();
        disk.clock++;
        node.modifiedMillis = disk.clock;
        return node;
    }

    /** Writes to memory that the next loss of power empties. */
    private static final class Writer extends OutputStream implements Syncable {
        private final Node node;

        private Writer(Node node) {
            this.node = node;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            disk.before();
            int before = node.content.length;
            node.content = Arrays.copyOf(node.content, before + length);
            System.arraycopy(bytes, offset, node.content, before, length);
        }

        @Override
        public void hflush() throws IOException {
            disk.before();
        }

        @Override
        public void hsync() throws IOException {
            disk.before();
            node.synced = node.content.length;
            disk.after();
        }
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException("append");
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        disk.before();
        Node node = disk.nodes.get(key(from));
        if (node == null || disk.nodes.containsKey(key(to))) {
            return false;
        }
        disk.nodes.remove(key(from));
        disk.nodes.put(key(to), node);
        disk.after();
        return true;
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        disk.before();
        boolean was = disk.nodes.remove(key(path)) != null;
        disk.nodes.keySet().removeIf(name -> name.startsWith(key(path) + "/"));
        disk.after();
        return was;
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        disk.before();
        if (!disk.nodes.containsKey(key(path))) {
            throw new FileNotFoundException(path.toString());
        }
        List<FileStatus> children = new ArrayList<>();
        for (Map.Entry<String, Node> entry : disk.nodes.entrySet()) {
            Path each = new Path(entry.getKey());
            if (each.getParent() != null && key(each.getParent()).equals(key(path))) {
                children.add(status(each, entry.getValue()));
            }
        }
        return children.toArray(FileStatus[]::new);
    }

    private FileStatus status(Path path, Node node) {
        return new FileStatus(
                node.content == null ? 0 : node.content.length,
                node.content == null,
                1,
                1,
                node.modifiedMillis,
                path.makeQualified(getUri(), getWorkingDirectory()));
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        disk.before();
        Node node = disk.nodes.get(key(path));
        if (node == null) {
            throw new FileNotFoundException(path.toString());
        }
        return status(path, node);
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        for (Path each = path; each != null; each = each.getParent()) {
            disk.nodes.computeIfAbsent(key(each), name -> node());
        }
        return true;
    }

    @Override
    public void setWorkingDirectory(Path path) {
        // Paths are absolute.
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path("volatile:///");
    }
}
