package io.weir.runtime.state;

/** Goes through the rows of a key of {@link CachedBags}: first its chunks, some at a time, then its head. */
final class BagCursor extends KeyedBags.Cursor {
    private static final byte[] NOTHING = {};
    private static final int READ_AT_ONCE = 16;

    private final CachedBags bags;
    private final BagRow row = new BagRow();
    private final byte[][] chunks = new byte[READ_AT_ONCE][];
    private final int[] lengths = new int[READ_AT_ONCE];

    private int handle;
    private long chunkCount;
    /** Chunks below this number have been entered; one more when the head has been. */
    private long entered;

    private byte[] data = NOTHING;
    private int length;

    BagCursor(CachedBags bags) {
        this.bags = bags;
    }

    @Override
    public boolean first(int newHandle) {
        handle = newHandle;
        chunkCount = bags.chunkCount(newHandle);
        entered = 0;
        row.next = 0;
        length = 0;
        return next();
    }

    @Override
    public boolean next() {
        while (row.next == length) {
            if (entered > chunkCount) {
                return false;
            }
            enterNext();
        }
        row.read(data, row.next);
        return true;
    }

    private void enterNext() {
        if (entered == chunkCount) {
            byte[] head = bags.head(handle);
            data = head == null ? NOTHING : head;
            length = head == null ? 0 : bags.headLength(handle);
        } else {
            int index = (int) (entered % READ_AT_ONCE);
            if (index == 0) {
                bags.read(handle, entered, (int) Math.min(READ_AT_ONCE, chunkCount - entered), chunks, lengths);
            }
            data = chunks[index];
            length = lengths[index];
        }
        entered++;
        row.next = 0;
    }

    @Override
    public byte[] data() {
        return data;
    }

    @Override
    public int start() {
        return row.start;
    }

    @Override
    public int end() {
        return row.end;
    }

    @Override
    public long copies() {
        return row.copies;
    }
}
