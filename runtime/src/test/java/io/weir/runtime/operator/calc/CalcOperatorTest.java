package io.weir.runtime.operator.calc;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.Output;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.RowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class CalcOperatorTest {
    private static final int ROWS = 3000;

    private final List<Batch> emitted = new ArrayList<>();
    private final Output output = new Output() {
        @Override
        public void emit(Batch batch) {
            emitted.add(batch);
        }

        @Override
        public void emitSide(int port, Batch batch) {
            throw new AssertionError("a calc has no side output");
        }

        @Override
        public void watermark(long timeMicros) {
            throw new AssertionError("no watermark was given");
        }
    };

    private static Batch numbers() {
        BatchBuilder builder = new BatchBuilder(List.of(BIGINT));
        for (long i = 0; i < ROWS; i++) {
            builder.addRow(List.of(BIGINT), RowKind.INSERT.code(), List.of(i));
        }
        return builder.build();
    }

    /** Each row with a text of so many bytes behind it. */
    private static Batch widened(Batch rows, int bytes) {
        BatchBuilder builder = new BatchBuilder(List.of(BIGINT, VARCHAR));
        for (long number : numbers(rows)) {
            builder.addRow(List.of(BIGINT, VARCHAR), RowKind.INSERT.code(), List.of(number, "x".repeat(bytes)));
        }
        return builder.build();
    }

    private static long[] numbers(Batch batch) {
        long[] values = ((LongColumn) batch.column(0)).values();
        return LongStream.range(0, batch.rowCount())
                .map(row -> values[batch.position((int) row)])
                .toArray();
    }

    private void drain(CalcOperator calc) {
        int before;
        do {
            before = emitted.size();
        } while (!calc.drain(output) && emitted.size() == before + 1);
    }

    @Test
    void outputThatIsMuchLargerThanItsInputComesInParts() {
        CalcOperator calc = new CalcOperator(batch -> widened(batch, 10_000));
        calc.process(0, numbers(), output);
        assertThat(emitted).as("behind it there is room for one batch").hasSize(1);
        drain(calc);

        assertThat(emitted).allMatch(batch -> batch.sizeBytes() < 3 << 20);
        assertThat(emitted.stream().flatMapToLong(batch -> LongStream.of(numbers(batch))))
                .containsExactlyElementsOf(LongStream.range(0, ROWS).boxed().toList());
    }

    @Test
    void narrowOutputStaysInOnePieceOnceItIsKnown() {
        CalcOperator calc = new CalcOperator(batch -> batch);
        calc.process(0, numbers(), output);
        drain(calc);
        emitted.clear();

        Batch batch = numbers();
        calc.process(0, batch, output);

        assertThat(emitted).singleElement().isSameAs(batch);
    }

    @Test
    void aBatchOfWhichNothingRemainsIsNotPassedOn() {
        new CalcOperator(batch -> null).process(0, numbers(), output);

        assertThat(emitted).isEmpty();
    }
}
