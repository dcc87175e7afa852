package io.weir.runtime.state;

/** A cursor over nothing. */
enum EmptyCursor implements RecordCursor {
    INSTANCE;

    private static final byte[] NOTHING = {};

    @Override
    public boolean next() {
        return false;
    }

    @Override
    public byte[] keyData() {
        return NOTHING;
    }

    @Override
    public int keyStart() {
        return 0;
    }

    @Override
    public int keyEnd() {
        return 0;
    }

    @Override
    public boolean isDeletion() {
        return false;
    }

    @Override
    public byte[] valueData() {
        return NOTHING;
    }

    @Override
    public int valueStart() {
        return 0;
    }

    @Override
    public int valueEnd() {
        return 0;
    }

    @Override
    public void close() {}
}
