package io.weir.server.query;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultQueueTest {
    private final ResultMemory memory = new ResultMemory(1);
    private final ResultQueue first = new ResultQueue(memory);
    private final ResultQueue second = new ResultQueue(memory);

    private static Batch batch() {
        BatchBuilder rows = new BatchBuilder(List.of(DataType.of(TypeKind.BIGINT)));
        rows.column(0).addLong(1);
        rows.endRow();
        return rows.build();
    }

    @Test
    void everyResultGoesOnWithABatchAtATimeWhenAllTogetherAreTooLarge() throws InterruptedException {
        assertThat(first.hasRoom()).isTrue();
        first.add(batch());
        assertThat(first.hasRoom()).isFalse();
        assertThat(second.hasRoom()).isTrue();
        second.add(batch());
        assertThat(second.hasRoom()).isFalse();
        assertThat(requireNonNull(second.take(0)).rowCount()).isEqualTo(1);
        assertThat(second.hasRoom()).isTrue();
        assertThat(first.hasRoom()).isFalse();
    }

    @Test
    void aResultWhoseQueryHasEndedDoesNotLookCompleteWhenItIsCancelled() {
        first.add(batch());
        first.finish(null);
        first.cancel();
        assertThat(first.hasFailed()).isTrue();
        assertThatThrownBy(() -> first.take(0)).hasMessage("query was cancelled");
    }

    @Test
    void aResultThatIsCancelledGivesItsMemoryBack() {
        first.add(batch());
        first.cancel();
        first.add(batch());
        assertThat(memory.hasRoom()).isTrue();
    }
}
