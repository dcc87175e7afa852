package io.weir.runtime.state;

/** Goes through the rows of a key of {@link CachedRows}, chunk by chunk. */
final class ChunkCursor extends KeyedRows.Cursor {
    private static final byte[] NOTHING = {};

    private final RowsSpec spec;
    private final ChunkPosition position;
    private final ChunkEditor editor;
    private final PackedRow row;

    /** The key of the last seek if it was unsuccessful and nothing came after it; else the length is -1. */
    private byte[] sought = NOTHING;

    private int soughtLength = -1;

    ChunkCursor(RowsSpec spec, RowChunks chunks) {
        this.spec = spec;
        position = new ChunkPosition(spec.numbers(), chunks);
        editor = new ChunkEditor(spec.numbers(), position);
        row = position.row;
    }

    // ---- going

    @Override
    public boolean first(int handle) {
        position.begin(handle);
        position.enter(0);
        return next();
    }

    @Override
    public boolean last(int handle) {
        position.begin(handle);
        position.enter(position.count() - 1);
        row.start = position.length;
        return previous();
    }

    @Override
    public boolean seek(int handle, byte[] key, int from, int to) {
        position.begin(handle);
        position.enter(position.hasChunks() ? ChunkDirectory.find(position.directory, key, from, to) : 0);
        position.isOnRow = row.seek(position.data, position.length, key, from, to);
        soughtLength = -1;
        if (!position.isOnRow) {
            soughtLength = to - from;
            sought = ByteRows.ensure(sought, soughtLength);
            System.arraycopy(key, from, sought, 0, soughtLength);
        }
        return position.isOnRow;
    }

    @Override
    public boolean next() {
        int at = position.isOnRow ? row.end : row.start;
        while (at == position.length && position.index + 1 < position.count()) {
            position.enter(position.index + 1);
            at = 0;
        }
        soughtLength = -1;
        position.isOnRow = at < position.length;
        if (position.isOnRow) {
            row.read(position.data, at);
        } else {
            row.start = at;
        }
        return position.isOnRow;
    }

    @Override
    public boolean previous() {
        int before = row.start;
        while (before == 0 && position.index > 0) {
            position.enter(position.index - 1);
            before = position.length;
        }
        soughtLength = -1;
        position.isOnRow = before > 0;
        if (position.isOnRow) {
            row.readLast(position.data, before);
        } else {
            row.start = 0;
        }
        return position.isOnRow;
    }

    // ---- reading

    private void checkOnRow() {
        if (!position.isOnRow) {
            throw new IllegalStateException("the cursor on \"" + spec.name() + "\" stands on no row");
        }
    }

    @Override
    public byte[] keyData() {
        checkOnRow();
        return position.data;
    }

    @Override
    public int keyStart() {
        return row.keyStart;
    }

    @Override
    public int keyEnd() {
        return row.keyEnd;
    }

    @Override
    public byte[] payloadData() {
        checkOnRow();
        return position.data;
    }

    @Override
    public int payloadStart() {
        return row.payloadStart;
    }

    @Override
    public int payloadEnd() {
        return row.payloadEnd;
    }

    @Override
    public long number(int which) {
        checkOnRow();
        return row.number(position.data, which);
    }

    // ---- changing

    @Override
    public void setNumber(int which, long value) {
        checkOnRow();
        editor.setNumber(which, value);
    }

    @Override
    public void insert(byte[] payload, int from, int to) {
        if (soughtLength < 0) {
            throw new IllegalStateException(
                    "insert into \"" + spec.name() + "\" without an unsuccessful seek before it");
        }
        editor.insert(sought, soughtLength, payload, from, to);
        soughtLength = -1;
    }

    @Override
    public void remove() {
        checkOnRow();
        soughtLength = -1;
        editor.remove();
    }
}
