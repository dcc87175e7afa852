package io.weir.runtime.state;

/** Gives the records of another cursor. */
abstract class ForwardingCursor implements RecordCursor {
    final RecordCursor source;

    ForwardingCursor(RecordCursor source) {
        this.source = source;
    }

    @Override
    public final byte[] keyData() {
        return source.keyData();
    }

    @Override
    public final int keyStart() {
        return source.keyStart();
    }

    @Override
    public final int keyEnd() {
        return source.keyEnd();
    }

    @Override
    public final boolean isDeletion() {
        return source.isDeletion();
    }

    @Override
    public final byte[] valueData() {
        return source.valueData();
    }

    @Override
    public final int valueStart() {
        return source.valueStart();
    }

    @Override
    public final int valueEnd() {
        return source.valueEnd();
    }

    @Override
    public final void close() {
        source.close();
    }
}
