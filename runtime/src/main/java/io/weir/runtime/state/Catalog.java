package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables in a store: for each a number, which begins its keys, and how its entries are laid out, so that state is
 * never read as something else. Kept in the store itself, as records behind all key groups: {@code FF FF <name>} to
 * {@code <number> <layout>}.
 *
 * <p>Numbers come from names, so that all subtasks give the same ones; of two names with the same number the later
 * takes the next one.
 */
final class Catalog {
    private static final int PREFIX_BYTES = 2;
    private static final byte[] BEGIN = {(byte) 0xFF, (byte) 0xFF};

    private record Table(int number, String layout) {}

    private final Map<String, Table> tables = new HashMap<>();
    private final Set<String> written = new HashSet<>();
    private final Set<String> declared = new HashSet<>();

    /** Reads what a store has. */
    Catalog(KeyValueStore store) {
        try (RecordCursor records = store.cursor(BEGIN, null)) {
            while (records.next()) {
                String name = text(records.keyData(), records.keyStart() + PREFIX_BYTES, records.keyEnd());
                int number = BigEndian.getUnsignedShort(records.valueData(), records.valueStart());
                String layout = text(records.valueData(), records.valueStart() + PREFIX_BYTES, records.valueEnd());
                tables.put(name, new Table(number, layout));
                written.add(name);
            }
        }
    }

    private static String text(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }

    static String layout(List<DataType> keyTypes, String kind) {
        // Whether a key is nullable makes no difference to its bytes.
        return keyTypes.stream()
                .map(type -> type.withNullable(true).toString())
                .collect(Collectors.joining(", ", "(", ") " + kind));
    }

    /**
     * Enters a table that an operator asks for, or finds it.
     *
     * @return its number
     */
    int declare(String name, String layout) {
        if (!declared.add(name)) {
            throw new IllegalStateException("keyed state \"" + name + "\" was asked for twice");
        }
        Table known = tables.get(name);
        if (known == null) {
            known = new Table(freeNumber(name), layout);
            tables.put(name, known);
        }
        if (!known.layout.equals(layout)) {
            throw new WeirException(
                            ErrorCode.INCOMPATIBLE_STATE,
                            "keyed state \"" + name + "\" was saved as " + known.layout + ", the job now wants "
                                    + layout)
                    .withHint("Start the job without the checkpoint, or with the statement that it was taken from.");
        }
        return known.number;
    }

    private int freeNumber(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int number = (int) (Hashing.ofBytes(bytes, 0, bytes.length) >>> 48);
        while (isTaken(number)) {
            number = (number + 1) & 0xFFFF;
        }
        return number;
    }

    private boolean isTaken(int number) {
        return tables.values().stream().anyMatch(table -> table.number == number);
    }

    /** Puts a table's record into a buffer, unless the store has it. To be called before its first entry goes there. */
    void write(String name, WriteBuffer buffer) {
        if (!written.add(name)) {
            return;
        }
        Table table = requireNonNull(tables.get(name), "a table was not declared");
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        byte[] layout = table.layout.getBytes(StandardCharsets.UTF_8);
        int at = buffer.begin(PREFIX_BYTES + key.length, PREFIX_BYTES + layout.length);
        System.arraycopy(BEGIN, 0, buffer.data, at, PREFIX_BYTES);
        System.arraycopy(key, 0, buffer.data, at + PREFIX_BYTES, key.length);
        int value = buffer.valueStart();
        BigEndian.putShort(buffer.data, value, table.number);
        System.arraycopy(layout, 0, buffer.data, value + PREFIX_BYTES, layout.length);
    }

    /** Merges what several subtasks had saved. Their records about the tables must agree. */
    static RecordCursor merged(List<RecordCursor> snapshots) {
        Map<String, byte[]> seen = new HashMap<>();
        return new MergingCursor(
                snapshots.stream()
                        .map(snapshot -> (RecordCursor) new CheckedCursor(snapshot, seen))
                        .toList(),
                false);
    }

    private static void check(RecordCursor record, Map<String, byte[]> seen) {
        if (BigEndian.getUnsignedShort(record.keyData(), record.keyStart()) != CanonicalFiles.CATALOG_KEY_GROUP) {
            return;
        }
        String name = text(record.keyData(), record.keyStart() + PREFIX_BYTES, record.keyEnd());
        byte[] value = Arrays.copyOfRange(record.valueData(), record.valueStart(), record.valueEnd());
        byte[] other = seen.putIfAbsent(name, value);
        if (other != null && !Arrays.equals(other, value)) {
            throw new WeirException(
                    ErrorCode.INCOMPATIBLE_STATE,
                    "keyed state \"" + name + "\" was saved as " + text(other, PREFIX_BYTES, other.length) + " and as "
                            + text(value, PREFIX_BYTES, value.length) + " by different subtasks");
        }
    }

    /** Looks at records on their way. */
    private static final class CheckedCursor extends ForwardingCursor {
        private final Map<String, byte[]> seen;

        CheckedCursor(RecordCursor source, Map<String, byte[]> seen) {
            super(source);
            this.seen = seen;
        }

        @Override
        public boolean next() {
            if (!source.next()) {
                return false;
            }
            check(source, seen);
            return true;
        }
    }
}
