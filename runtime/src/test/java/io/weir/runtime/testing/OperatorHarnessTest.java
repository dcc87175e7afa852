package io.weir.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.runtime.operator.Output;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import org.junit.jupiter.api.Test;

final class OperatorHarnessTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);

    /** Passes on every second batch, and counts in a field: right only while it lives. */
    private static final class Forgetful implements OperatorFactory {
        @Override
        public String operatorId() {
            return "forgetful";
        }

        @Override
        public String describe() {
            return "Forgetful";
        }

        @Override
        public Operator create(OperatorContext context) {
            return new Operator() {
                private int batches;

                @Override
                public void process(int input, Batch batch, Output output) {
                    batches++;
                    if (batches % 2 == 0) {
                        output.emit(batch);
                    }
                }
            };
        }
    }

    @Test
    void anOperatorThatForgetsItsStateIsFoundOut() {
        try (OperatorHarness harness =
                OperatorHarness.of(new Forgetful()).input(BIGINT).output(BIGINT).open()) {
            harness.process(0, "+I 1").process(0, "-D 2");
            assertThat(harness.output()).isEmpty();
        }
    }

    @Test
    void aGentleHarnessLetsTheOperatorLive() {
        try (OperatorHarness harness = OperatorHarness.of(new Forgetful())
                .input(BIGINT)
                .output(BIGINT)
                .gentle()
                .open()) {
            harness.process(0, "+I 1").process(0, "-D 2").watermark("12:00:05");
            assertThat(harness.output()).containsExactly("-D 2", "watermark 12:00:05");
        }
    }
}
