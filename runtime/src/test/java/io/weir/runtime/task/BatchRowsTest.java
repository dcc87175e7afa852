package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.LongColumn;
import org.junit.jupiter.api.Test;

final class BatchRowsTest {
    private final BatchRows rows = new BatchRows();

    private static Batch narrow(int count) {
        return Batch.of(count, new LongColumn(count, new long[count], null));
    }

    private static Batch wide(int count, int bytesPerRow) {
        int[] offsets = new int[count + 1];
        for (int row = 1; row <= count; row++) {
            offsets[row] = row * bytesPerRow;
        }
        return Batch.of(count, new BytesColumn(count, new byte[count * bytesPerRow], offsets, null));
    }

    @Test
    void narrowRowsComeInFullBatchesSoon() {
        rows.seen(narrow(rows.next()));
        rows.seen(narrow(rows.next()));
        assertThat(rows.next()).isEqualTo(BatchRows.MAX_ROWS);
    }

    @Test
    void wideRowsComeInBatchesOfAboutAMegabyte() {
        rows.seen(wide(100, 10_000));
        assertThat(rows.next()).isBetween(90, 110);
        rows.seen(wide(2, 10 << 20));
        assertThat(rows.next()).isEqualTo(1);
        rows.seen(wide(1, 10_000));
        assertThat(rows.next()).isEqualTo(4);
    }

    @Test
    void aPartOfABatchCountsAsAPart() {
        rows.seen(wide(200, 10_000).slice(0, 10));
        assertThat(rows.next()).isBetween(90, 110);
    }
}
