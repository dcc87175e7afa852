package io.weir.runtime.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes on looking for entries whose time is up, in the store and then in the cache, a few at a time; from the beginning
 * whenever the time has moved a step. Those found are removed as if by the operator, so that the next snapshot is
 * without them.
 */
final class ExpirySweep {
    private final TimeToLive expiry;
    private final KeyValueStore store;
    private final KeyGroupRange keyGroups;
    private final CacheEntries entries;

    /** The key group in the store that is being looked at; behind the last one: the cache is. */
    private int group = Integer.MAX_VALUE;

    private byte @Nullable [] nextKey;
    private int nextRow = Integer.MAX_VALUE;
    private long time;

    ExpirySweep(TimeToLive expiry, CachedStateBackend backend, CacheEntries entries) {
        this.expiry = expiry;
        store = backend.store();
        keyGroups = backend.keyGroups();
        this.entries = entries;
    }

    /**
     * Looks at so many entries at most.
     *
     * @return whether there is more to look at
     */
    boolean advance(int most) {
        if (nextRow >= entries.rows.used() && group > keyGroups.last()) {
            if (time == expiry.now()) {
                return false;
            }
            time = expiry.now();
            group = keyGroups.first();
            nextKey = null;
            nextRow = 0;
        }
        if (group <= keyGroups.last()) {
            sweepStore(most);
        } else {
            sweepCache(most);
        }
        return true;
    }

    private void sweepStore(int most) {
        if (store.isEmpty()) {
            group = keyGroups.last() + 1;
            return;
        }
        int looked = 0;
        byte[] from = nextKey == null ? entries.codec.prefix(group, Long.MIN_VALUE) : nextKey;
        try (RecordCursor records = store.cursor(from, entries.codec.end(group))) {
            while (looked < most && records.next()) {
                looked++;
                // The byte 0 behind it makes it the next possible key.
                nextKey = Arrays.copyOfRange(records.keyData(), records.keyStart(), records.keyEnd() + 1);
                nextKey[nextKey.length - 1] = 0;
                if (expiry.isExpired(entries.codec.readAccess(records.valueData(), records.valueStart()))
                        && entries.finder.findStored(records) < 0) {
                    // As its time is up, it is removed on the way in.
                    int unused = entries.load(records);
                }
            }
        }
        if (looked < most) {
            group++;
            nextKey = null;
        }
    }

    private void sweepCache(int most) {
        int end = (int) Math.min(entries.rows.used(), (long) nextRow + most);
        for (; nextRow < end; nextRow++) {
            if (entries.rows.isLive(nextRow)) {
                entries.expireIfDue(nextRow);
            }
        }
    }
}
