package io.weir.runtime.state;

/** Leaves out records of other key groups; keeps those about the tables. */
public final class KeyGroupCursor extends ForwardingCursor {
    private final KeyGroupRange keyGroups;

    public KeyGroupCursor(RecordCursor source, KeyGroupRange keyGroups) {
        super(source);
        this.keyGroups = keyGroups;
    }

    @Override
    public boolean next() {
        while (source.next()) {
            int keyGroup = BigEndian.getUnsignedShort(source.keyData(), source.keyStart());
            if (keyGroups.contains(keyGroup) || keyGroup == CanonicalFiles.CATALOG_KEY_GROUP) {
                return true;
            }
        }
        return false;
    }
}
