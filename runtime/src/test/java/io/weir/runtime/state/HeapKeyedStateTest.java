package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeapKeyedStateTest {
    private final KeyBatch keys = new KeyBatch();
    private final int[] entries = new int[2];

    @Test
    void touchedEntriesStayAndUntouchedOnesNeverWere() {
        KeyedTable table = HeapKeyedState.create().table(new TableSpec("t", LongKeys.TYPES, false, 1, false, 0));
        LongKeys.fill(keys, new long[] {7, 8}, 2);
        table.resolve(keys, null, true, entries);
        table.touch(entries[0]);
        table.page(entries[0])[table.offset(entries[0])] = 42;

        table.resolve(keys, null, false, entries);
        assertThat(table.page(entries[0])[table.offset(entries[0])]).isEqualTo(42);
        assertThat(entries[1]).isEqualTo(KeyedTable.ABSENT);
    }

    @Test
    void numbersKeptOverALookUpAreFoundOut() {
        KeyedTable table = HeapKeyedState.create().table(new TableSpec("t", LongKeys.TYPES, false, 1, false, 0));
        LongKeys.fill(keys, new long[] {7, 8}, 2);
        table.resolve(keys, null, true, entries);
        int old = entries[0];
        table.resolve(keys, null, true, entries);
        assertThatThrownBy(() -> table.touch(old)).hasMessageContaining("void");
    }

    @Test
    void aChangeWithoutATouchIsFoundOut() {
        KeyedTable table = HeapKeyedState.create().table(new TableSpec("t", LongKeys.TYPES, false, 1, false, 0));
        LongKeys.fill(keys, new long[] {7, 8}, 2);
        table.resolve(keys, null, true, entries);
        table.page(entries[0])[table.offset(entries[0])]++;
        assertThatThrownBy(() -> table.resolve(keys, null, true, entries)).hasMessageContaining("without a touch");
    }

    @Test
    void restoredStateIsDealtOutByKeyGroup() {
        HeapKeyedState one = HeapKeyedState.create();
        KeyedRows rows = one.rows(new RowsSpec("r", LongKeys.TYPES, 1, 0));
        LongKeys.fill(keys, new long[] {7, 8}, 2);
        rows.load(keys, entries);
        KeyedRows.Cursor cursor = rows.cursor();
        for (int i = 0; i < 2; i++) {
            assertThat(cursor.seek(entries[i], new byte[] {1}, 0, 1)).isFalse();
            cursor.insert(new byte[0], 0, 0);
        }
        int size = 0;
        for (int subtask = 0; subtask < 3; subtask++) {
            size += HeapKeyedState.restore(List.of(one), subtask, 3).size("r");
        }
        assertThat(size).isEqualTo(2);
    }
}
