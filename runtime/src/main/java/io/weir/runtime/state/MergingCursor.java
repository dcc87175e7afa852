package io.weir.runtime.state;

import java.util.Arrays;
import java.util.List;

/** Merges sorted cursors; of equal keys the one of the earliest cursor in the list counts. */
final class MergingCursor implements RecordCursor {
    private final RecordCursor[] sources;
    private final boolean keepsDeletions;

    /** A binary heap of the sources that stand on a record: the least key first, of equal keys the newest. */
    private final int[] heap;

    private int size;
    private RecordCursor current;
    private boolean isOnRecord;

    /**
     * @param newestFirst takes them over
     * @param keepsDeletions whether deletions are yielded; if not, they only hide
     */
    MergingCursor(List<RecordCursor> newestFirst, boolean keepsDeletions) {
        sources = newestFirst.toArray(RecordCursor[]::new);
        this.keepsDeletions = keepsDeletions;
        heap = new int[sources.length];
        for (int i = 0; i < sources.length; i++) {
            if (sources[i].next()) {
                heap[size++] = i;
            }
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
        current = sources[0];
    }

    @Override
    public boolean next() {
        do {
            if (isOnRecord) {
                leaveCurrentKey();
            }
            isOnRecord = size > 0;
            if (!isOnRecord) {
                return false;
            }
            current = sources[heap[0]];
        } while (current.isDeletion() && !keepsDeletions);
        return true;
    }

    /**
     * Steps over the current key in all sources, in the current one last: its bytes are what the others are compared
     * with.
     */
    private void leaveCurrentKey() {
        while (size > 1) {
            int second = size > 2 && isLess(2, 1) ? 2 : 1;
            if (compare(sources[heap[second]], current) != 0) {
                break;
            }
            step(second);
        }
        step(0);
    }

    /** Takes the source at a place of the heap to its next record. */
    private void step(int place) {
        if (!sources[heap[place]].next()) {
            heap[place] = heap[--size];
        }
        siftDown(place);
    }

    private void siftDown(int from) {
        int place = from;
        for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && isLess(child + 1, child)) {
                child++;
            }
            if (!isLess(child, place)) {
                return;
            }
            int moved = heap[place];
            heap[place] = heap[child];
            heap[child] = moved;
            place = child;
        }
    }

    private boolean isLess(int place, int otherPlace) {
        int compared = compare(sources[heap[place]], sources[heap[otherPlace]]);
        return compared < 0 || (compared == 0 && heap[place] < heap[otherPlace]);
    }

    private static int compare(RecordCursor left, RecordCursor right) {
        return Arrays.compareUnsigned(
                left.keyData(), left.keyStart(), left.keyEnd(), right.keyData(), right.keyStart(), right.keyEnd());
    }

    @Override
    public byte[] keyData() {
        return current.keyData();
    }

    @Override
    public int keyStart() {
        return current.keyStart();
    }

    @Override
    public int keyEnd() {
        return current.keyEnd();
    }

    @Override
    public boolean isDeletion() {
        return current.isDeletion();
    }

    @Override
    public byte[] valueData() {
        return current.valueData();
    }

    @Override
    public int valueStart() {
        return current.valueStart();
    }

    @Override
    public int valueEnd() {
        return current.valueEnd();
    }

    @Override
    public void close() {
        for (RecordCursor source : sources) {
            source.close();
        }
    }
}
