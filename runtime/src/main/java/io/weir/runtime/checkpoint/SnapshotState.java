package io.weir.runtime.checkpoint;

import static io.weir.spi.Checks.checkState;

import io.weir.spi.connector.SplitPosition;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointManifest.OperatorSnapshot;
import io.weir.spi.storage.CheckpointManifest.SubtaskSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The named states that the runtime itself keeps beside those of operators, and their encodings. The first byte of each
 * is its version; all numbers are big-endian.
 */
public final class SnapshotState {
    /** Of the first operator of a chain: its event time, a {@code long}. */
    public static final String WATERMARK = "weir.watermark";
    /** Of sources: the event times of the splits of this subtask, by split id. */
    public static final String SPLIT_WATERMARKS = "weir.split-watermarks";
    /** Of sources: the positions of the splits of this subtask. */
    public static final String SPLITS = "weir.splits";
    /** Of sinks: what has been pre-committed and is not known to be committed, oldest first. */
    public static final String COMMITTABLES = "weir.committables";
    /** Of sinks: what the writer keeps. */
    public static final String WRITER = "weir.writer";

    private static final byte VERSION = 1;
    /** No list of splits or committables is longer; a length beyond it means a corrupt file that slipped through. */
    private static final int MAX_ENTRIES = 10_000_000;

    private SnapshotState() {}

    /** Whether a state only says how far event time has come: then nothing is lost with its operator. */
    public static boolean isEventTime(String name) {
        return name.equals(WATERMARK) || name.equals(SPLIT_WATERMARKS);
    }

    public static byte[] ofLong(long value) {
        return write(out -> out.writeLong(value));
    }

    public static long toLong(byte[] encoded) {
        return read(encoded, DataInputStream::readLong);
    }

    public static byte[] ofLongs(Map<String, Long> values) {
        return write(out -> {
            out.writeInt(values.size());
            for (Map.Entry<String, Long> value : values.entrySet()) {
                out.writeUTF(value.getKey());
                out.writeLong(value.getValue());
            }
        });
    }

    public static Map<String, Long> toLongs(byte[] encoded) {
        return read(encoded, in -> {
            int count = readCount(in);
            Map<String, Long> values = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                values.put(in.readUTF(), in.readLong());
            }
            return values;
        });
    }

    public static byte[] ofList(List<byte[]> values) {
        return write(out -> {
            out.writeInt(values.size());
            for (byte[] value : values) {
                writeBytes(out, value);
            }
        });
    }

    public static List<byte[]> toList(byte[] encoded) {
        return read(encoded, in -> {
            int count = readCount(in);
            List<byte[]> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                values.add(readBytes(in));
            }
            return values;
        });
    }

    public static byte[] ofSplits(List<SplitPosition> splits) {
        return write(out -> {
            out.writeInt(splits.size());
            for (SplitPosition split : splits) {
                out.writeUTF(split.splitId());
                writeBytes(out, split.position());
            }
        });
    }

    public static List<SplitPosition> toSplits(byte[] encoded) {
        return read(encoded, in -> {
            int count = readCount(in);
            List<SplitPosition> splits = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                splits.add(new SplitPosition(in.readUTF(), readBytes(in)));
            }
            return splits;
        });
    }

    /** What the sinks have pre-committed, by operator id, in order of subtask. */
    public static Map<String, List<byte[]>> committables(CheckpointManifest manifest) {
        Map<String, List<byte[]>> committables = new TreeMap<>();
        for (OperatorSnapshot operator : manifest.operators()) {
            List<byte[]> all = new ArrayList<>();
            for (SubtaskSnapshot subtask : operator.subtasks()) {
                byte[] encoded = subtask.state().get(COMMITTABLES);
                if (encoded != null) {
                    all.addAll(toList(encoded));
                }
            }
            if (!all.isEmpty()) {
                committables.put(operator.operatorId(), all);
            }
        }
        return committables;
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        checkState(
                length >= 0 && length <= in.available(), "state has %s bytes left, wanted %s", in.available(), length);
        return in.readNBytes(length);
    }

    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        checkState(count >= 0 && count <= MAX_ENTRIES, "state has %s entries", count);
        return count;
    }

    /** Writes one value. */
    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads one value. */
    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static byte[] write(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] encoded, Reader<T> reader) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            byte version = in.readByte();
            checkState(version == VERSION, "state has version %s, this engine reads %s", version, VERSION);
            return reader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("state ends too early", e);
        }
    }
}
