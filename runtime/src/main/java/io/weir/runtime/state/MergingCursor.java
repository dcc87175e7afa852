package io.weir.runtime.state;

import java.util.Arrays;
import java.util.List;

/** Merges sorted cursors; of equal keys the one of the earliest cursor in the list counts. */
final class MergingCursor implements RecordCursor {
    private final RecordCursor[] sources;
    private final boolean[] ended;
    private final boolean keepsDeletions;
    private RecordCursor current;
    private int currentIndex = -1;

    /**
     * @param newestFirst takes them over
     * @param keepsDeletions whether deletions are yielded; if not, they only hide
     */
    MergingCursor(List<RecordCursor> newestFirst, boolean keepsDeletions) {
        sources = newestFirst.toArray(RecordCursor[]::new);
        ended = new boolean[sources.length];
        this.keepsDeletions = keepsDeletions;
        for (int i = 0; i < sources.length; i++) {
            ended[i] = !sources[i].next();
        }
        current = sources[0];
    }

    /** A few sources only: comparing all of them is no slower than a heap. */
    @Override
    public boolean next() {
        do {
            if (currentIndex >= 0) {
                leaveCurrentKey();
            }
            currentIndex = -1;
            for (int i = 0; i < sources.length; i++) {
                if (!ended[i] && (currentIndex < 0 || compare(sources[i], sources[currentIndex]) < 0)) {
                    currentIndex = i;
                }
            }
            if (currentIndex < 0) {
                return false;
            }
            current = sources[currentIndex];
        } while (current.isDeletion() && !keepsDeletions);
        return true;
    }

    /** Steps over the current key in all sources, in the current one last: its bytes are what the others are compared with. */
    private void leaveCurrentKey() {
        for (int i = 0; i < sources.length; i++) {
            if (i != currentIndex && !ended[i] && compare(sources[i], current) == 0) {
                ended[i] = !sources[i].next();
            }
        }
        ended[currentIndex] = !current.next();
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
