package io.weir.runtime.state;

import static io.weir.spi.Checks.checkState;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/** The bags of {@link HeapKeyedState}. */
final class HeapKeyedBags extends KeyedBags {
    static final class Bag {
        final List<byte[]> rows = new ArrayList<>();

        Bag copy() {
            Bag copy = new Bag();
            copy.rows.addAll(rows);
            return copy;
        }
    }

    private final BagsSpec spec;
    private final HeapKeyedState state;
    private final TreeMap<HeapKeyedTable.Key, Bag> keys;
    private final List<Bag> handed = new ArrayList<>();
    private int firstHandle;

    HeapKeyedBags(BagsSpec spec, HeapKeyedState state, TreeMap<HeapKeyedTable.Key, Bag> keys) {
        this.spec = spec;
        this.state = state;
        this.keys = keys;
    }

    @Override
    public void load(KeyBatch batch, int[] handles) {
        checkState(batch.hasLongs == KeyCodec.usesLongs(spec.keyTypes()), "bags %s: keys of other types", spec);
        firstHandle = (firstHandle + handed.size() + 5) & 0xFFFFFF;
        handed.clear();
        TreeMap<HeapKeyedTable.Key, Integer> known = new TreeMap<>();
        for (int i = 0; i < batch.count(); i++) {
            HeapKeyedTable.Key key = new HeapKeyedTable.Key(state.keyGroup(batch, i), 0, batch.bytes(i));
            Integer handle = known.get(key);
            if (handle == null) {
                handle = firstHandle + handed.size();
                handed.add(keys.computeIfAbsent(key, ignored -> new Bag()));
                known.put(key, handle);
            }
            handles[i] = handle;
        }
    }

    @Override
    public void find(KeyBatch batch, int[] handles) {
        load(batch, handles);
        for (int i = 0; i < batch.count(); i++) {
            if (at(handles[i]).rows.isEmpty()) {
                handles[i] = KeyedTable.ABSENT;
            }
        }
    }

    private Bag at(int handle) {
        int index = handle - firstHandle;
        checkState(index >= 0 && index < handed.size(), "handle %s of \"%s\" is void", handle, spec.name());
        return handed.get(index);
    }

    @Override
    public boolean isEmpty(int handle) {
        return at(handle).rows.isEmpty();
    }

    @Override
    public void clear(int handle) {
        at(handle).rows.clear();
    }

    @Override
    public void add(int[] handles, ByteRows rows) {
        for (int i = 0; i < rows.count(); i++) {
            at(handles[i]).rows.add(rows.bytes(i));
        }
    }

    @Override
    public Cursor cursor() {
        return new HeapCursor();
    }

    /** Throws where rows have been added since: its position is void. */
    private final class HeapCursor extends Cursor {
        private Iterator<byte[]> rows;
        private byte[] row;

        @Override
        public boolean first(int handle) {
            rows = at(handle).rows.iterator();
            return next();
        }

        @Override
        public boolean next() {
            boolean isThere = rows.hasNext();
            row = isThere ? rows.next() : null;
            return isThere;
        }

        @Override
        public byte[] data() {
            checkState(row != null, "the cursor stands on no row");
            return row;
        }

        @Override
        public int start() {
            return 0;
        }

        @Override
        public int end() {
            return data().length;
        }

        @Override
        public long copies() {
            return 1;
        }
    }
}
