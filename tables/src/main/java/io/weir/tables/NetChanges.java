package io.weir.tables;

import io.weir.spi.data.Batch;
import io.weir.spi.data.RowKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rows of a changelog added up: how many times each is added or, negative, taken away. Not thread-safe. */
final class NetChanges {
    /** Of what a row takes besides its bytes: objects for array, key and count, and its place in the map. */
    private static final long ROW_BYTES = 128;

    private final Relation relation;
    /** In the order in which rows were added last: of two rows with one key the later one counts. */
    private Map<Bytes, Long> counts = new LinkedHashMap<>();

    private long bytes;

    NetChanges(Relation relation) {
        this.relation = relation;
    }

    void add(Batch batch) {
        for (int row = 0; row < batch.rowCount(); row++) {
            Bytes key = new Bytes(relation.row(batch, row));
            Long before = counts.remove(key);
            long after = (before == null ? 0 : before) + RowKind.sign(batch.rowKind(row));
            if (after != 0) {
                counts.put(key, after);
            }
            bytes += (after == 0 ? -1 : before == null ? 1 : 0) * (key.array().length + ROW_BYTES);
        }
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** What has been added up since the last call. */
    Map<Bytes, Long> take() {
        Map<Bytes, Long> taken = counts;
        counts = new LinkedHashMap<>();
        bytes = 0;
        return taken;
    }
}
