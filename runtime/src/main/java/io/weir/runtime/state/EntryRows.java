package io.weir.runtime.state;

import static io.weir.spi.Checks.checkState;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table's cache: {@link EntryLayout} says what stands in one. They do not move, and their number is the
 * number of the entry. Beside each row there is a byte string if the table has them.
 *
 * <p>A small table has one small page, as there may be thousands of tables; it grows by copying. Pages behind it have
 * their full size from the start, and the last one can be given back.
 */
final class EntryRows {
    private static final int PAGE_LONGS = 1 << 13;
    private static final int FIRST_ROWS = 32;
    private static final int VALUE_OVERHEAD_BYTES = 16;

    final EntryLayout layout;
    private final int stride;
    private final int shift;
    private final int mask;
    private long[][] pages = new long[1][];
    /** {@code [page][row]}; no pages if the table has no byte strings. */
    private byte[] @Nullable [] @Nullable [] values;
    /** How much of each byte string counts; what is behind that is room to grow. */
    private int[][] lengths;

    private int pageCount;
    private int capacity;

    /** Rows from here on hold no entry, and were never taken. */
    private int used;

    /** Rows from here on may not be taken: the last page is being emptied if this is less than {@link #capacity}. */
    private int open;

    private final IntList free = new IntList();
    private long valueBytes;

    EntryRows(EntryLayout layout) {
        this.layout = layout;
        stride = layout.stride();
        int rowsPerPage = Math.max(FIRST_ROWS, Integer.highestOneBit(Math.max(1, PAGE_LONGS / stride)));
        shift = Integer.numberOfTrailingZeros(rowsPerPage);
        mask = rowsPerPage - 1;
        values = layout.hasBytes() ? new byte[1][][] : new byte[0][][];
        lengths = new int[values.length][];
    }

    // ---- the words of an entry

    long[] page(int entry) {
        return pages[entry >>> shift];
    }

    int start(int entry) {
        return (entry & mask) * stride;
    }

    long word(int entry, int index) {
        return page(entry)[start(entry) + index];
    }

    long meta(int entry) {
        return page(entry)[start(entry)];
    }

    void setMeta(int entry, long meta) {
        page(entry)[start(entry)] = meta;
    }

    boolean isLive(int entry) {
        return Meta.isLive(meta(entry));
    }

    boolean is(int entry, int flag) {
        return (meta(entry) & flag) != 0;
    }

    void set(int entry, int flag) {
        page(entry)[start(entry)] |= flag;
    }

    void unset(int entry, int flags) {
        page(entry)[start(entry)] &= ~(long) flags;
    }

    void clearSlots(int entry) {
        int at = start(entry) + layout.firstSlot();
        Arrays.fill(page(entry), at, at + layout.slots(), 0);
    }

    byte @Nullable [] value(int entry) {
        return values[entry >>> shift][entry & mask];
    }

    int valueLength(int entry) {
        return lengths[entry >>> shift][entry & mask];
    }

    /** Takes the array over, of which {@code length} bytes count. */
    void setValue(int entry, byte @Nullable [] value, int length) {
        byte[][] page = values[entry >>> shift];
        byte[] old = page[entry & mask];
        if (old != value) {
            valueBytes += size(value) - size(old);
            page[entry & mask] = value;
        }
        lengths[entry >>> shift][entry & mask] = length;
    }

    void setValue(int entry, byte @Nullable [] value) {
        setValue(entry, value, value == null ? 0 : value.length);
    }

    private static int size(byte @Nullable [] value) {
        return value == null ? 0 : value.length + VALUE_OVERHEAD_BYTES;
    }

    /** What the byte strings take. */
    long valueBytes() {
        return valueBytes;
    }

    // ---- which rows are in use

    /** Entries have lesser numbers. */
    int used() {
        return used;
    }

    boolean hasRoom() {
        return free.size > 0 || used < open;
    }

    /** A row of zeros, if there is room for one. */
    int take() {
        return free.size > 0 ? free.items[--free.size] : used++;
    }

    /** Empties a row; it can be taken again. */
    void free(int entry) {
        if (layout.hasBytes()) {
            setValue(entry, null);
        }
        int at = start(entry);
        Arrays.fill(page(entry), at, at + stride, 0);
        if (entry < open) {
            free.add(entry);
        }
    }

    // ---- pages

    int capacity() {
        return capacity;
    }

    /** What the next {@link #grow} takes. */
    long nextBytes() {
        return nextRows() * rowBytes();
    }

    private long rowBytes() {
        return stride * (long) Long.BYTES + (layout.hasBytes() ? 2 * Integer.BYTES : 0);
    }

    private int nextRows() {
        if (capacity == 0) {
            return FIRST_ROWS;
        }
        return capacity <= mask ? Math.min(capacity * 3, mask + 1 - capacity) : mask + 1;
    }

    /** Adds rows. */
    void grow() {
        int added = nextRows();
        if (capacity <= mask) {
            pageCount = 1;
            pages[0] = capacity == 0 ? new long[added * stride] : Arrays.copyOf(pages[0], (capacity + added) * stride);
            if (layout.hasBytes()) {
                values[0] = capacity == 0 ? new byte[added][] : Arrays.copyOf(values[0], capacity + added);
                lengths[0] = capacity == 0 ? new int[added] : Arrays.copyOf(lengths[0], capacity + added);
            }
        } else {
            if (pageCount == pages.length) {
                pages = Arrays.copyOf(pages, pageCount * 2);
                if (layout.hasBytes()) {
                    values = Arrays.copyOf(values, pageCount * 2);
                    lengths = Arrays.copyOf(lengths, pageCount * 2);
                }
            }
            pages[pageCount] = new long[added * stride];
            if (layout.hasBytes()) {
                values[pageCount] = new byte[added][];
                lengths[pageCount] = new int[added];
            }
            pageCount++;
        }
        capacity += added;
        open = capacity;
    }

    // ---- giving pages back

    boolean isRetiring() {
        return open < capacity;
    }

    /**
     * Takes no more rows of the last page; entries there have to leave.
     *
     * @return whether there is a page that can go
     */
    boolean retireLastPage() {
        if (pageCount > 1 && !isRetiring()) {
            open = (pageCount - 1) << shift;
            int kept = 0;
            for (int i = 0; i < free.size; i++) {
                if (free.items[i] < open) {
                    free.items[kept++] = free.items[i];
                }
            }
            free.size = kept;
        }
        return isRetiring();
    }

    /** The first row of the page that is being emptied. */
    int firstRetired() {
        return open;
    }

    /** Takes rows of the last page again. */
    void keepLastPage() {
        int first = open;
        open = capacity;
        for (int entry = first; entry < used; entry++) {
            if (!is(entry, Meta.USED)) {
                free.add(entry);
            }
        }
    }

    /**
     * Gives the last page back, which has been emptied.
     *
     * @return its bytes
     */
    long dropRetired() {
        checkState(isRetiring(), "no page of %s is retired", pageCount);
        long bytes = (capacity - open) * rowBytes();
        pageCount--;
        pages[pageCount] = new long[0];
        if (layout.hasBytes()) {
            values[pageCount] = new byte[0][];
            lengths[pageCount] = new int[0];
        }
        capacity = open;
        used = Math.min(used, capacity);
        return bytes;
    }
}
