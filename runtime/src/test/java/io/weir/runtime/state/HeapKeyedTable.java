package io.weir.runtime.state;

import static io.weir.spi.Checks.checkState;

import io.weir.spi.data.ColumnBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of {@link HeapKeyedState}. */
final class HeapKeyedTable extends KeyedTable {
    /** Slots do not begin at 0, so that a forgotten offset shows. */
    private static final int OFFSET = 3;

    private static final long POISON = 0xDEADBEEFDEADBEEFL;

    /** Ordered by namespace, then by the bytes of the key. */
    record Key(int keyGroup, long namespace, byte[] bytes) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::namespace).thenComparing(Key::bytes, Arrays::compareUnsigned);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    static final class Entry {
        private long[] slots;
        private byte[] bytes;

        /** Whether it was touched since it was made; if not, it does not count. */
        private boolean exists;

        Entry(long[] slots, byte[] bytes) {
            this.slots = slots;
            this.bytes = bytes;
        }

        Entry copy() {
            Entry copy = new Entry(slots.clone(), bytes == null ? null : bytes.clone());
            copy.exists = exists;
            return copy;
        }

        boolean exists() {
            return exists;
        }
    }

    /** An entry that has a number now. */
    private static final class Numbered {
        final Key key;
        final Entry entry;
        final Entry before;
        boolean isNew;
        boolean isTouched;
        boolean isRemoved;

        Numbered(Key key, Entry entry, boolean isNew) {
            this.key = key;
            this.entry = entry;
            this.before = entry.copy();
            this.isNew = isNew;
        }
    }

    private final TableSpec spec;
    private final HeapKeyedState state;
    private final TreeMap<Key, Entry> entries;
    private final RowCodec keyCodec;
    private final boolean usesLongs;
    private final List<Numbered> numbered = new ArrayList<>();
    private final Map<Key, Integer> numbers = new TreeMap<>();
    private int firstNumber;

    HeapKeyedTable(TableSpec spec, HeapKeyedState state, TreeMap<Key, Entry> entries) {
        this.spec = spec;
        this.state = state;
        this.entries = entries;
        keyCodec = new RowCodec(spec.keyTypes());
        usesLongs = KeyCodec.usesLongs(spec.keyTypes());
    }

    @Override
    public void resolve(KeyBatch keys, long[] namespaces, boolean create, int[] found) {
        checkState(spec.namespaced() == (namespaces != null), "table %s: namespaces do not fit", spec);
        checkState(keys.hasLongs == usesLongs, "table %s: keys of other types", spec);
        voidNumbers();
        for (int i = 0; i < keys.count(); i++) {
            Key key = new Key(state.keyGroup(keys, i), namespaces == null ? 0 : namespaces[i], keys.bytes(i));
            found[i] = number(key, create);
        }
    }

    /** Entries get other numbers and other arrays: whoever kept old ones is found out. */
    private void voidNumbers() {
        for (Numbered old : numbered) {
            Entry entry = old.entry;
            if (!old.isTouched && !old.isRemoved) {
                checkState(
                        Arrays.equals(entry.slots, old.before.slots) && Arrays.equals(entry.bytes, old.before.bytes),
                        "an entry of table \"%s\" was changed without a touch",
                        spec.name());
            }
            if (old.isNew && !old.isTouched && !old.isRemoved) {
                entries.remove(old.key);
            }
            long[] slots = entry.slots.clone();
            Arrays.fill(entry.slots, POISON);
            entry.slots = slots;
        }
        firstNumber = (firstNumber + numbered.size() + 7) & 0xFFFFFF;
        numbered.clear();
        numbers.clear();
    }

    private int number(Key key, boolean create) {
        Integer number = numbers.get(key);
        if (number != null) {
            return number;
        }
        Entry entry = entries.get(key);
        boolean isNew = entry == null;
        if (isNew) {
            if (!create) {
                return ABSENT;
            }
            entry = new Entry(new long[OFFSET + spec.slots()], null);
            entries.put(key, entry);
        }
        numbered.add(new Numbered(key, entry, isNew));
        numbers.put(key, firstNumber + numbered.size() - 1);
        return firstNumber + numbered.size() - 1;
    }

    private Numbered at(int entry) {
        int index = entry - firstNumber;
        checkState(index >= 0 && index < numbered.size(), "entry %s of \"%s\" is void", entry, spec.name());
        checkState(!numbered.get(index).isRemoved, "entry %s of \"%s\" was removed", entry, spec.name());
        return numbered.get(index);
    }

    @Override
    public long[] page(int entry) {
        return at(entry).entry.slots;
    }

    @Override
    public int offset(int entry) {
        at(entry);
        return OFFSET;
    }

    @Override
    public void touch(int entry) {
        Numbered touched = at(entry);
        checkState(
                touched.isTouched || Arrays.equals(touched.entry.slots, touched.before.slots),
                "an entry of table \"%s\" was changed before its touch",
                spec.name());
        touched.isTouched = true;
        touched.entry.exists = true;
    }

    @Override
    public byte[] bytes(int entry) {
        checkState(spec.hasBytes(), "table \"%s\" has no bytes", spec.name());
        return at(entry).entry.bytes;
    }

    @Override
    public void setBytes(int entry, byte[] value) {
        checkState(spec.hasBytes(), "table \"%s\" has no bytes", spec.name());
        checkState(at(entry).isTouched, "entry %s of \"%s\" gets bytes without a touch", entry, spec.name());
        at(entry).entry.bytes = value;
    }

    @Override
    public void remove(int entry) {
        Numbered removed = at(entry);
        removed.isRemoved = true;
        entries.remove(removed.key);
        numbers.remove(removed.key);
    }

    @Override
    public long namespace(int entry) {
        return at(entry).key.namespace();
    }

    @Override
    public void appendKeys(int[] which, int count, ColumnBuilder[] keyColumns) {
        for (int i = 0; i < count; i++) {
            keyCodec.decode(at(which[i]).key.bytes(), 0, keyColumns);
        }
    }

    @Override
    public void keysOf(int[] which, int count, KeyBatch keys) {
        ByteRows rows = new ByteRows();
        keys.begin(count, usesLongs);
        for (int i = 0; i < count; i++) {
            byte[] bytes = at(which[i]).key.bytes();
            if (usesLongs) {
                putInteger(bytes, keys, i);
            }
            rows.append(bytes, 0, bytes.length);
            rows.endRow();
        }
        if (!usesLongs) {
            keys.take(rows);
            keys.hash();
        }
    }

    private static void putInteger(byte[] bytes, KeyBatch keys, int index) {
        if (bytes[0] == FieldCodec.NULL) {
            keys.putNull(index);
        } else {
            keys.longs[index] = PackedLongs.read(bytes, 0);
            keys.hashes[index] = Hashing.ofLong(keys.longs[index]);
        }
    }

    @Override
    public long leastNamespace() {
        checkState(spec.namespaced(), "table \"%s\" has no namespaces", spec.name());
        voidUntouched();
        return entries.isEmpty() ? Long.MAX_VALUE : entries.firstKey().namespace();
    }

    @Override
    public long nextNamespace(long from) {
        return entries.keySet().stream()
                .mapToLong(key -> key.namespace())
                .filter(namespace -> namespace >= from)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Entries made and never touched do not count, but numbers stay good. */
    private void voidUntouched() {
        for (Numbered candidate : numbered) {
            if (candidate.isNew && !candidate.isTouched && !candidate.isRemoved) {
                candidate.isRemoved = true;
                entries.remove(candidate.key);
                numbers.remove(candidate.key);
            }
        }
    }

    @Override
    public Scan scan(long from, long to) {
        voidNumbers();
        List<Key> keys = new ArrayList<>();
        for (Key key : entries.keySet()) {
            if (!spec.namespaced() || (key.namespace() >= from && key.namespace() <= to)) {
                keys.add(key);
            }
        }
        return new Scan() {
            private int at;

            @Override
            public int next(int[] found, int max) {
                voidNumbers();
                int count = 0;
                while (count < max && at < keys.size()) {
                    int number = number(keys.get(at++), false);
                    if (number != ABSENT) {
                        found[count++] = number;
                    }
                }
                return count;
            }
        };
    }
}
