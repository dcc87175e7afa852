package io.weir.runtime.state;

import static io.weir.spi.Checks.checkArgument;
import static io.weir.spi.Checks.checkState;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows of {@link HeapKeyedState}. */
final class HeapKeyedRows extends KeyedRows {
    static final class Rows {
        final TreeMap<byte[], Row> byOrder = new TreeMap<>(Arrays::compareUnsigned);
        int changes;

        Rows copy() {
            Rows copy = new Rows();
            byOrder.forEach((order, row) -> copy.byOrder.put(order, new Row(row.payload.clone(), row.numbers.clone())));
            return copy;
        }
    }

    record Row(byte[] payload, long[] numbers) {}

    private final RowsSpec spec;
    private final HeapKeyedState state;
    private final TreeMap<HeapKeyedTable.Key, Rows> keys;
    private final List<Rows> handed = new ArrayList<>();
    private int firstHandle;

    HeapKeyedRows(RowsSpec spec, HeapKeyedState state, TreeMap<HeapKeyedTable.Key, Rows> keys) {
        this.spec = spec;
        this.state = state;
        this.keys = keys;
    }

    @Override
    public void load(KeyBatch batch, int[] handles) {
        checkState(batch.hasLongs == KeyCodec.usesLongs(spec.keyTypes()), "rows %s: keys of other types", spec);
        firstHandle = (firstHandle + handed.size() + 5) & 0xFFFFFF;
        handed.clear();
        TreeMap<HeapKeyedTable.Key, Integer> known = new TreeMap<>();
        for (int i = 0; i < batch.count(); i++) {
            HeapKeyedTable.Key key = new HeapKeyedTable.Key(state.keyGroup(batch, i), 0, batch.bytes(i));
            Integer handle = known.get(key);
            if (handle == null) {
                handle = firstHandle + handed.size();
                handed.add(keys.computeIfAbsent(key, ignored -> new Rows()));
                known.put(key, handle);
            }
            handles[i] = handle;
        }
    }

    @Override
    public void find(KeyBatch batch, int[] handles) {
        load(batch, handles);
        for (int i = 0; i < batch.count(); i++) {
            if (at(handles[i]).byOrder.isEmpty()) {
                handles[i] = KeyedTable.ABSENT;
            }
        }
    }

    private Rows at(int handle) {
        int index = handle - firstHandle;
        checkState(index >= 0 && index < handed.size(), "handle %s of \"%s\" is void", handle, spec.name());
        return handed.get(index);
    }

    @Override
    public long size(int handle) {
        return at(handle).byOrder.size();
    }

    @Override
    public Cursor cursor() {
        return new HeapCursor();
    }

    @Override
    public void prolong(int handle) {
        boolean unused = at(handle).byOrder.isEmpty(); // a void handle is a mistake; nothing expires here
    }

    @Override
    public void clear(int handle) {
        at(handle).byOrder.clear();
        at(handle).changes++;
    }

    private final class HeapCursor extends Cursor {
        private int handle;
        private byte[] order;
        private Row row;
        private boolean canInsert;
        private int changes;

        private Rows rows() {
            Rows rows = at(handle);
            checkState(changes == rows.changes, "the rows of the key were changed by another cursor");
            return rows;
        }

        private boolean standOn(Map.Entry<byte[], Row> found) {
            row = found == null ? null : found.getValue();
            order = found == null ? order : found.getKey();
            canInsert = false;
            return found != null;
        }

        private Rows begin(int newHandle) {
            handle = newHandle;
            changes = at(newHandle).changes;
            order = null;
            return at(newHandle);
        }

        @Override
        public boolean first(int newHandle) {
            return standOn(begin(newHandle).byOrder.firstEntry());
        }

        @Override
        public boolean last(int newHandle) {
            return standOn(begin(newHandle).byOrder.lastEntry());
        }

        @Override
        public boolean seek(int newHandle, byte[] data, int from, int to) {
            Rows rows = begin(newHandle);
            order = Arrays.copyOfRange(data, from, to);
            row = rows.byOrder.get(order);
            canInsert = row == null;
            return row != null;
        }

        @Override
        public boolean next() {
            return order != null && standOn(rows().byOrder.higherEntry(order));
        }

        @Override
        public boolean previous() {
            return order != null && standOn(rows().byOrder.lowerEntry(order));
        }

        private Row row() {
            Rows unused = rows();
            checkState(row != null, "the cursor stands on no row");
            return row;
        }

        @Override
        public byte[] keyData() {
            Row unused = row();
            return order;
        }

        @Override
        public int keyStart() {
            return 0;
        }

        @Override
        public int keyEnd() {
            return keyData().length;
        }

        @Override
        public byte[] payloadData() {
            return row().payload;
        }

        @Override
        public int payloadStart() {
            return 0;
        }

        @Override
        public int payloadEnd() {
            return row().payload.length;
        }

        @Override
        public long number(int index) {
            return row().numbers[index];
        }

        @Override
        public void setNumber(int index, long value) {
            row().numbers[index] = value;
        }

        @Override
        public void insert(byte[] payload, int from, int to) {
            checkState(canInsert, "insert without an unsuccessful seek before it");
            checkArgument(from <= to, "payload from %s to %s", from, to);
            Rows rows = rows();
            row = new Row(Arrays.copyOfRange(payload, from, to), new long[spec.numbers()]);
            rows.byOrder.put(order, row);
            changes = ++rows.changes;
            canInsert = false;
        }

        @Override
        public void remove() {
            Row unused = row();
            Rows rows = rows();
            rows.byOrder.remove(order);
            changes = ++rows.changes;
            row = null;
        }
    }
}
