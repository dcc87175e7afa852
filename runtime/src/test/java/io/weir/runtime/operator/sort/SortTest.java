package io.weir.runtime.operator.sort;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.SortKey;
import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SortTest {
    private static final List<DataType> TYPES = List.of(VARCHAR, BIGINT);
    private static final List<SortKey> BY_NUMBER = List.of(new SortKey(1, BIGINT, false, true));

    private static OperatorHarness harness(OperatorFactory factory) {
        return OperatorHarness.of(factory)
                .input(VARCHAR, BIGINT)
                .output(VARCHAR, BIGINT)
                .state(new StrictStateBackends())
                .open();
    }

    private static OperatorHarness limit(long offset, long limit, boolean insertOnly) {
        return harness(new SortLimitFactory("limit", "SortLimit", BY_NUMBER, TYPES, offset, limit, insertOnly));
    }

    private static OperatorHarness atEnd(long offset, long limit, boolean insertOnly) {
        return harness(new FinalSortFactory("sort", "Sort", BY_NUMBER, TYPES, offset, limit, insertOnly));
    }

    @Test
    void theRowsUpToTheLimitAreKeptUpToDate() {
        OperatorHarness harness = limit(1, 2, false);
        harness.process(0, "+I a 1", "+I b 2", "+I c 3", "+I d 4");
        assertThat(harness.rows()).containsExactly("+I b 2", "+I c 3");
        harness.process(0, "-D a 1");
        assertThat(harness.rows()).containsExactly("-D b 2", "+I d 4");
    }

    @Test
    void aLimitOfNothingLetsNothingThrough() {
        OperatorHarness harness = limit(0, 0, true);
        harness.process(0, "+I a 1", "+I b 2");
        assertThat(harness.rows()).isEmpty();
    }

    @Test
    void anOffsetWithoutLimitDropsTheFirstRows() {
        OperatorHarness harness = limit(1, Long.MAX_VALUE, false);
        harness.process(0, "+I a 1", "+I b 2", "+I c 3");
        assertThat(harness.rows()).containsExactly("+I b 2", "+I c 3");
    }

    @Test
    void allRowsComeInOrderAtTheEnd() {
        OperatorHarness harness = atEnd(0, Long.MAX_VALUE, false);
        harness.process(0, "+I c 3", "+I a 1", "+I n NULL", "+I x 9").process(0, "+I b -2", "+I a 1", "-D x 9");
        assertThat(harness.output()).isEmpty();
        harness.watermark("00:00:05");
        assertThat(harness.output()).isEmpty();
        harness.watermark("END");
        assertThat(harness.output())
                .containsExactly("+I n NULL", "+I b -2", "+I a 1", "+I a 1", "+I c 3", "watermark END");
        harness.endOfInput(0);
        assertThat(harness.output()).isEmpty();
    }

    @Test
    void offsetAndLimitCountCopies() {
        OperatorHarness harness = atEnd(1, 3, false);
        harness.process(0, "+I a 1", "+I a 1", "+I a 1", "+I b 2", "+I c 3").endOfInput(0);
        assertThat(harness.rows()).containsExactly("+I a 1", "+I a 1", "+I b 2");
    }

    @Test
    void manyRowsComeBatchByBatch() {
        List<String> rows = new ArrayList<>(
                IntStream.range(0, 9000).mapToObj(i -> "+I a " + i).toList());
        List<String> sorted = List.copyOf(rows);
        Collections.shuffle(rows, new Random(1));
        OperatorHarness harness = atEnd(0, Long.MAX_VALUE, true);
        harness.process(0, rows.toArray(String[]::new)).watermark("END");
        assertThat(harness.batchesInCall()).isLessThanOrEqualTo(1);
        assertThat(harness.rows()).isEqualTo(sorted);
    }

    @Test
    void anInsertOnlyInputKeepsWhatCanBeWanted() {
        OperatorHarness harness = atEnd(1, 2, true);
        harness.process(0, "+I e 5", "+I d 4", "+I d 4")
                .process(0, "+I c 3", "+I b 2")
                .process(0, "+I f 6");
        harness.watermark("END");
        assertThat(harness.rows()).containsExactly("+I c 3", "+I d 4");
    }
}
