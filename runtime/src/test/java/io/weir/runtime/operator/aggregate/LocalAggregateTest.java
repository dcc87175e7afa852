package io.weir.runtime.operator.aggregate;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.TIMESTAMP;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.aggregate.AggregateCall.Kind;
import io.weir.runtime.testing.FirstPhase;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows are (key, time, value); groups (key, [time,] rows, values, sum in two words). */
final class LocalAggregateTest {
    private static final int OUTPUT = 7;
    private static final long SECOND = 1_000_000;
    private static final List<DataType> ROW = List.of(VARCHAR, TIMESTAMP, BIGINT);
    private static final AggregateCall SUM = AggregateCall.of(Kind.SUM, List.of(2), List.of(BIGINT), BIGINT);

    private static OperatorHarness harness(boolean always, Optional<LocalAggregateFactory.Slices> slices) {
        LocalAggregateFactory factory = new LocalAggregateFactory(
                "local", "Local", List.of(0), List.of(VARCHAR), List.of(SUM), slices, always, OUTPUT);
        return OperatorHarness.of(factory)
                .input(ROW.toArray(DataType[]::new))
                .output(ROW.toArray(DataType[]::new))
                .side(OUTPUT, FirstPhase.groupTypes(factory))
                .gentle()
                .open();
    }

    @Test
    void rowsOfAGroupBecomeOne() {
        OperatorHarness harness = harness(true, Optional.empty());
        harness.process(0, "+I a 00:00:01 1", "+I b 00:00:01 5", "+I a 00:00:02 NULL", "+I NULL 00:00:01 7");
        assertThat(harness.rows()).isEmpty();
        assertThat(harness.side(OUTPUT)).containsExactly("+I a 2 1 0 1", "+I b 1 1 0 5", "+I NULL 1 1 0 7");
    }

    @Test
    void withdrawalsCountBackwardsAndWhatEvensOutIsNotTold() {
        OperatorHarness harness = harness(true, Optional.empty());
        harness.process(0, "-D a 00:00:01 3", "+I b 00:00:01 5", "-U b 00:00:01 5", "+I c 00:00:01 1");
        assertThat(harness.side(OUTPUT)).containsExactly("+I a -1 -1 -1 -3", "+I c 1 1 0 1");
    }

    @Test
    void eachSliceOfTimeIsApart() {
        OperatorHarness harness = harness(true, Optional.of(new LocalAggregateFactory.Slices(1, 10 * SECOND, SECOND)));
        harness.process(0, "+I a 00:00:01 1", "+I a 00:00:10.999999 2", "+I a 00:00:11 4", "+I a 00:00:00 8");
        assertThat(harness.side(OUTPUT))
                .containsExactly(
                        "+I a 00:00:10.999999 2 2 0 3", "+I a 00:00:20.999999 1 1 0 4", "+I a 00:00:00.999999 1 1 0 8");
    }

    @Test
    void aBatchWithATimeThatIsNullOrInManySlicesGoesOnAsItIs() {
        OperatorHarness harness = harness(true, Optional.of(new LocalAggregateFactory.Slices(1, SECOND, 0)));
        harness.process(0, "+I a 00:00:01 1", "+I a NULL 2");
        assertThat(harness.rows()).containsExactly("+I a 00:00:01 1", "+I a NULL 2");
        String[] rows = IntStream.range(10, 30)
                .mapToObj(second -> "+I a 00:00:" + second + " 1")
                .toArray(String[]::new);
        harness.process(0, rows);
        assertThat(harness.rows()).containsExactly(rows);
        assertThat(harness.side(OUTPUT)).isEmpty();
    }

    @Test
    void manyGroupsAreNotCombinedUntilThereAreFewAgain() {
        OperatorHarness harness = harness(false, Optional.empty());
        String[] many = IntStream.range(0, 100)
                .mapToObj(key -> "+I k" + key + " 00:00:01 1")
                .toArray(String[]::new);
        String[] few = IntStream.range(0, 100)
                .mapToObj(row -> "+I k" + row % 3 + " 00:00:01 1")
                .toArray(String[]::new);
        harness.process(0, many);
        assertThat(harness.rows()).hasSize(100);
        int batches = 0;
        while (harness.side(OUTPUT).isEmpty()) {
            harness.process(0, few);
            batches++;
            assertThat(batches).isLessThan(3);
        }
        harness.process(0, few);
        assertThat(harness.side(OUTPUT)).hasSize(3);
    }

    @Test
    void aFewRowsAreNotWorthIt() {
        OperatorHarness harness = harness(false, Optional.empty());
        harness.process(0, "+I a 00:00:01 1", "+I a 00:00:01 1");
        assertThat(harness.rows()).hasSize(2);
    }
}
