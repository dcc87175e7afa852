package io.weir.runtime.operator.join;

import io.weir.spi.data.Batch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found for the keys that were last used, up to a number and an age. */
final class LookupCache {
    private final int maxKeys;
    private final long ttlMillis;
    private final LinkedHashMap<Key, Rows> byKey = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Rows> eldest) {
            return size() > maxKeys;
        }
    };

    /** The canonical bytes of a key. */
    record Key(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** Rows {@code from} to {@code to} (exclusive) of a batch, found at a time. */
    record Rows(Batch batch, int from, int to, long foundAtMillis) {}

    LookupCache(int maxKeys, long ttlMillis) {
        this.maxKeys = maxKeys;
        this.ttlMillis = ttlMillis;
    }

    @Nullable Rows get(Key key, long nowMillis) {
        Rows rows = byKey.get(key);
        if (rows != null && ttlMillis > 0 && nowMillis - rows.foundAtMillis >= ttlMillis) {
            byKey.remove(key);
            return null;
        }
        return rows;
    }

    void put(Key key, Rows rows) {
        if (maxKeys > 0) {
            byKey.put(key, rows);
        }
    }
}
