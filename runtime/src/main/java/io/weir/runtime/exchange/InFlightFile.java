package io.weir.runtime.exchange;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The file that holds the in-flight rows of one subtask: a magic number, a version, a count, and the rows, channel by
 * channel, in order. One file, however many channels.
 */
public final class InFlightFile {
    private static final int MAGIC = 0x57494646; // WIFF
    private static final byte VERSION = 1;

    private InFlightFile() {}

    public static byte[] encode(List<InFlightRows> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeByte(VERSION);
            out.writeInt(rows.size());
            for (InFlightRows each : rows) {
                out.writeUTF(each.from());
                out.writeInt(each.output());
                out.writeInt(each.input());
                out.writeInt(each.sender());
                BatchCodec.write(each.batch(), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    /** @param name of the file, for messages */
    public static List<InFlightRows> decode(byte[] encoded, String name) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            if (in.readInt() != MAGIC || in.readByte() != VERSION) {
                throw new IOException("not a file of in-flight rows of version " + VERSION);
            }
            int count = in.readInt();
            List<InFlightRows> rows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                rows.add(new InFlightRows(in.readUTF(), in.readInt(), in.readInt(), in.readInt(), BatchCodec.read(in)));
            }
            return rows;
        } catch (IOException | IllegalArgumentException e) {
            throw new WeirException(
                    ErrorCode.STORAGE_CORRUPT,
                    "file \"" + name + "\" does not hold in-flight rows: " + e.getMessage(),
                    e);
        }
    }
}
