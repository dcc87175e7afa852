package io.weir.runtime.operator.over;

import static io.weir.runtime.testing.Types.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.runtime.state.HeapKeyedState;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PartitionRowsTest {
    private static final List<DataType> TYPES = List.of(BIGINT);

    @Test
    void copiesThatStateKeepsOnceAreBoundedBeforeTheyFillTheHeap() {
        OrderedRows rows = new OrderedRows(
                "rows",
                List.of(),
                List.of(),
                List.of(new SortKey(0, BIGINT, false, true)),
                TYPES,
                HeapKeyedState.create());
        BatchBuilder one = new BatchBuilder(TYPES);
        one.column(0).addLong(7);
        one.endRow();
        rows.accept(one.build());
        rows.change(0, 1);
        assertThat(rows.cursor().first(rows.handles()[0])).isTrue();
        PartitionRows partition = new PartitionRows(TYPES);
        partition.add(rows, rows.cursor(), 3);
        assertThat(partition.count()).isEqualTo(3);
        assertThatThrownBy(() -> partition.add(rows, rows.cursor(), 1L << 40))
                .hasMessageContaining("a partition of a window function has more than");
    }
}
