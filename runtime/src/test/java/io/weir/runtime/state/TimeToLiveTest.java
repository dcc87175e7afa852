package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import org.junit.jupiter.api.Test;

class TimeToLiveTest {
    private static final long HOUR = 3_600_000;
    private static final TableSpec SEEN = new TableSpec("seen", LongKeys.TYPES, false, 1, false, HOUR);
    private static final TableSpec SEEN_FOR_EVER = new TableSpec("seen", LongKeys.TYPES, false, 1, false, 0);
    private static final BagsSpec BAGS = new BagsSpec("bags", LongKeys.TYPES, HOUR);
    private static final RowsSpec ROWS = new RowsSpec("rows", LongKeys.TYPES, 0, HOUR);

    private final StateFixture fixture = new StateFixture(new HashMapStateBackends(TightMemory.withCache(1 << 20)));

    @Test
    void entriesLiveAsLongAsTheyAreTouched() {
        fixture.clock.advanceToMillis(10 * HOUR);
        KeyedStateBackend backend = fixture.start("hashmap");
        KeyedTable seen = backend.keyedState().table(SEEN);
        fixture.put(seen, 0, 2000, 1);
        fixture.clock.advanceToMillis(10 * HOUR + HOUR * 9 / 10);
        fixture.put(seen, 0, 1000, 1);
        fixture.clock.advanceToMillis(11 * HOUR + HOUR * 8 / 10);
        assertThat(fixture.sum(seen, 0, 1000)).isEqualTo(1000);
        assertThat(fixture.sum(seen, 1000, 1001)).as("expired").isEqualTo(-1);
        fixture.clock.advanceToMillis(13 * HOUR);
        assertThat(fixture.sum(seen, 0, 1)).as("expired").isEqualTo(-1);
        fixture.close(backend);
    }

    @Test
    void whatExpiresLeavesTheSnapshots() {
        fixture.clock.advanceToMillis(10 * HOUR);
        KeyedStateBackend backend = fixture.start("hashmap");
        KeyedTable seen = backend.keyedState().table(SEEN);
        fixture.put(seen, 0, 100_000, 1);
        KeyedSnapshot full = fixture.checkpoint(backend);
        assertThat(full.fullBytes()).isGreaterThan(1_000_000);
        fixture.clock.advanceToMillis(12 * HOUR);
        fixture.put(seen, 0, 10, 1);
        letItSweep(backend);
        KeyedSnapshot rest = fixture.checkpoint(backend);
        assertThat(rest.fullBytes()).isLessThan(1_000);
        fixture.close(backend);

        KeyedStateBackend restored = fixture.start("hashmap", rest);
        assertThat(fixture.count(restored.keyedState().table(SEEN))).isEqualTo(10);
        fixture.close(restored);
    }

    private void letItSweep(KeyedStateBackend backend) {
        for (int i = 0; i < 3000; i++) {
            backend.advance();
            fixture.settle();
        }
    }

    @Test
    void timeGoesOnOverARestore() {
        fixture.clock.advanceToMillis(10 * HOUR);
        KeyedStateBackend backend = fixture.start("hashmap");
        fixture.put(backend.keyedState().table(SEEN), 0, 10, 1);
        KeyedSnapshot snapshot = fixture.checkpoint(backend);
        fixture.close(backend);
        fixture.clock.advanceToMillis(12 * HOUR);
        KeyedStateBackend restored = fixture.start("hashmap", snapshot);
        assertThat(fixture.sum(restored.keyedState().table(SEEN), 0, 1)).isEqualTo(-1);
        fixture.close(restored);
    }

    @Test
    void aTimeToLiveCountsFromWhenItWasIntroduced() {
        fixture.clock.advanceToMillis(10 * HOUR);
        KeyedStateBackend backend = fixture.start("hashmap");
        fixture.put(backend.keyedState().table(SEEN_FOR_EVER), 0, 10, 1);
        KeyedSnapshot snapshot = fixture.checkpoint(backend);
        fixture.close(backend);
        fixture.clock.advanceToMillis(20 * HOUR);
        KeyedStateBackend restored = fixture.start("hashmap", snapshot);
        assertThat(fixture.sum(restored.keyedState().table(SEEN), 0, 10)).isEqualTo(10);
        fixture.close(restored);
    }

    @Test
    void theRowsOfAKeyExpireTogether() {
        fixture.clock.advanceToMillis(10 * HOUR);
        KeyedStateBackend backend = fixture.start("hashmap");
        KeyedRows rows = backend.keyedState().rows(ROWS);
        KeyBatch keys = new KeyBatch();
        int[] handles = new int[2];
        LongKeys.fill(keys, new long[] {1, 2}, 2);
        rows.load(keys, handles);
        KeyedRows.Cursor cursor = rows.cursor();
        for (int handle : handles) {
            for (int i = 0; i < 20_000; i++) {
                byte[] order = {(byte) (i >> 8), (byte) i};
                boolean unused = cursor.seek(handle, order, 0, 2);
                cursor.insert(order, 0, 2);
            }
        }
        assertThat(fixture.checkpoint(backend).fullBytes()).isGreaterThan(100_000);
        fixture.clock.advanceToMillis(12 * HOUR);
        LongKeys.fill(keys, new long[] {1}, 1);
        rows.load(keys, handles);
        assertThat(rows.size(handles[0])).isZero();
        assertThat(cursor.first(handles[0])).isFalse();
        assertThat(cursor.seek(handles[0], new byte[] {5}, 0, 1)).isFalse();
        cursor.insert(new byte[0], 0, 0);

        letItSweep(backend);
        KeyedSnapshot rest = fixture.checkpoint(backend);
        assertThat(rest.fullBytes()).isLessThan(1_000);
        fixture.close(backend);
        KeyedStateBackend restored = fixture.start("hashmap", rest);
        KeyedRows again = restored.keyedState().rows(ROWS);
        again.load(keys, handles);
        assertThat(again.size(handles[0])).isEqualTo(1);
        fixture.close(restored);
    }

    @Test
    void theRowsOfABagExpireTogether() {
        fixture.clock.advanceToMillis(10 * HOUR);
        KeyedStateBackend backend = fixture.start("hashmap");
        KeyedBags bags = backend.keyedState().bags(BAGS);
        KeyBatch keys = new KeyBatch();
        int[] handles = new int[2];
        LongKeys.fill(keys, new long[] {1, 2}, 2);
        bags.load(keys, handles);
        for (int i = 0; i < 20_000; i++) {
            bags.add(handles, BagsFixture.numbers(i, i));
        }
        assertThat(fixture.checkpoint(backend).fullBytes()).isGreaterThan(100_000);
        fixture.clock.advanceToMillis(12 * HOUR);
        LongKeys.fill(keys, new long[] {1}, 1);
        bags.load(keys, handles);
        assertThat(bags.cursor().first(handles[0])).isFalse();
        bags.add(handles, BagsFixture.numbers(7));

        letItSweep(backend);
        KeyedSnapshot rest = fixture.checkpoint(backend);
        assertThat(rest.fullBytes()).isLessThan(1_000);
        fixture.close(backend);
        KeyedStateBackend restored = fixture.start("hashmap", rest);
        KeyedBags again = restored.keyedState().bags(BAGS);
        again.find(keys, handles);
        assertThat(BagsFixture.count(again, handles[0])).isEqualTo(1);
        fixture.close(restored);
    }
}
