package io.weir.storage.hdfs;

import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.CheckpointManifest.OperatorSnapshot;
import io.weir.spi.storage.CheckpointManifest.SubtaskSnapshot;
import io.weir.spi.storage.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of {@code _metadata}: magic, version, body, CRC-32C of all before it. Integers are big-endian; a string or
 * byte array is its length as an {@code int}, then its bytes (UTF-8); a list is its size, then its elements.
 */
final class ManifestCodec {
    private static final long MAGIC = 0x5745_4952_434B_5031L; // "WEIRCKP1"
    private static final int VERSION = 1;
    private static final int CHECKSUM_BYTES = 4;
    /** No manifest of a sane job comes near it; a length read beyond it is damage. */
    private static final int MAX_COUNT = 10_000_000;

    private ManifestCodec() {}

    static byte[] encode(CheckpointManifest manifest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(MAGIC);
            out.writeInt(VERSION);
            writeText(out, manifest.jobId());
            out.writeLong(manifest.checkpointId());
            writeText(out, manifest.kind().name());
            out.writeBoolean(manifest.unaligned());
            out.writeLong(manifest.triggerTimeMillis());
            out.writeInt(manifest.operators().size());
            for (OperatorSnapshot operator : manifest.operators()) {
                writeOperator(out, operator);
            }
            out.writeInt(manifest.properties().size());
            for (Map.Entry<String, String> property : new TreeMap<>(manifest.properties()).entrySet()) {
                writeText(out, property.getKey());
                writeText(out, property.getValue());
            }
            out.flush();
            CRC32C checksum = new CRC32C();
            checksum.update(bytes.toByteArray());
            out.writeInt((int) checksum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException that says what is wrong with the bytes */
    static CheckpointManifest decode(byte[] bytes) throws IOException {
        if (bytes.length < Long.BYTES + Integer.BYTES + CHECKSUM_BYTES) {
            throw new IOException("has only " + bytes.length + " bytes");
        }
        int bodyLength = bytes.length - CHECKSUM_BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bodyLength);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        long magic = in.readLong();
        if (magic != MAGIC) {
            throw new IOException(String.format("begins with %016x, not with %016x", magic, MAGIC));
        }
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException("has version " + version + ", this server reads version " + VERSION);
        }
        int stored = new DataInputStream(new ByteArrayInputStream(bytes, bodyLength, CHECKSUM_BYTES)).readInt();
        if (stored != (int) checksum.getValue()) {
            throw new IOException(
                    String.format("has checksum %08x, its content gives %08x", stored, (int) checksum.getValue()));
        }
        return new CheckpointManifest(
                readText(in),
                in.readLong(),
                CheckpointManifest.Kind.valueOf(readText(in)),
                in.readBoolean(),
                in.readLong(),
                readList(in, ManifestCodec::readOperator),
                readMap(in, ManifestCodec::readText));
    }

    private static void writeOperator(DataOutputStream out, OperatorSnapshot operator) throws IOException {
        writeText(out, operator.operatorId());
        writeText(out, operator.name());
        out.writeInt(operator.maxParallelism());
        out.writeInt(operator.subtasks().size());
        for (SubtaskSnapshot subtask : operator.subtasks()) {
            out.writeInt(subtask.subtaskIndex());
            out.writeBoolean(subtask.finished());
            out.writeInt(subtask.state().size());
            for (Map.Entry<String, byte[]> state : new TreeMap<>(subtask.state()).entrySet()) {
                writeText(out, state.getKey());
                writeBytes(out, state.getValue());
            }
            out.writeBoolean(subtask.keyed() != null);
            if (subtask.keyed() != null) {
                writeKeyed(out, subtask.keyed());
            }
            out.writeInt(subtask.inFlight().size());
            for (StoredFile file : subtask.inFlight()) {
                writeFile(out, file);
            }
        }
    }

    private static OperatorSnapshot readOperator(DataInputStream in) throws IOException {
        return new OperatorSnapshot(readText(in), readText(in), in.readInt(), readList(in, ManifestCodec::readSubtask));
    }

    private static SubtaskSnapshot readSubtask(DataInputStream in) throws IOException {
        return new SubtaskSnapshot(
                in.readInt(),
                in.readBoolean(),
                readMap(in, ManifestCodec::readBytes),
                readKeyed(in),
                readList(in, ManifestCodec::readFile));
    }

    private static void writeKeyed(DataOutputStream out, KeyedSnapshot keyed) throws IOException {
        writeText(out, keyed.format());
        out.writeInt(keyed.firstKeyGroup());
        out.writeInt(keyed.lastKeyGroup());
        out.writeInt(keyed.files().size());
        for (Map.Entry<String, StoredFile> file : new TreeMap<>(keyed.files()).entrySet()) {
            writeText(out, file.getKey());
            writeFile(out, file.getValue());
        }
        out.writeLong(keyed.newBytes());
    }

    private static @Nullable KeyedSnapshot readKeyed(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        return new KeyedSnapshot(
                readText(in), in.readInt(), in.readInt(), readMap(in, ManifestCodec::readFile), in.readLong());
    }

    private static void writeFile(DataOutputStream out, StoredFile file) throws IOException {
        CheckpointLayout.checkPath(file.path());
        writeText(out, file.path());
        out.writeLong(file.sizeBytes());
        out.writeInt(file.checksum());
    }

    private static StoredFile readFile(DataInputStream in) throws IOException {
        String path = readText(in);
        CheckpointLayout.checkPath(path);
        return new StoredFile(path, in.readLong(), in.readInt());
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("names a length of " + length + " with " + in.available() + " bytes left");
        }
        return in.readNBytes(length);
    }

    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_COUNT) {
            throw new IOException("names a count of " + count);
        }
        return count;
    }

    private static <T> List<T> readList(DataInputStream in, Reader<T> element) throws IOException {
        int count = readCount(in);
        List<T> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(element.read(in));
        }
        return list;
    }

    private static <T> Map<String, T> readMap(DataInputStream in, Reader<T> value) throws IOException {
        int count = readCount(in);
        Map<String, T> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            map.put(readText(in), value.read(in));
        }
        return map;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }
}
