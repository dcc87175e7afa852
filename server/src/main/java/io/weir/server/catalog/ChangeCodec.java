package io.weir.server.catalog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A transaction as bytes: the number of changes, and for each its kind (a byte), its name, whether it has a value, and
 * the value. Texts are a length in bytes and UTF-8.
 */
final class ChangeCodec {
    private ChangeCodec() {}

    static byte[] encode(List<Change> changes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(changes.size());
            for (Change change : changes) {
                out.writeByte(change.key().kind().code());
                writeText(out, change.key().name());
                String value = change.value();
                out.writeBoolean(value != null);
                if (value != null) {
                    writeText(out, value);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: writes to memory
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if the bytes are no transaction */
    static List<Change> decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int count = in.readInt();
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                EntryKey key = new EntryKey(EntryKind.ofCode(in.readByte()), readText(in));
                changes.add(new Change(key, in.readBoolean() ? readText(in) : null));
            }
            if (in.available() > 0) {
                throw new IllegalArgumentException(in.available() + " bytes follow the last change");
            }
            return changes;
        } catch (IOException e) {
            throw new IllegalArgumentException("the transaction ends too early", e);
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException(
                    "a text of " + length + " bytes in the " + in.available() + " that are left");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
