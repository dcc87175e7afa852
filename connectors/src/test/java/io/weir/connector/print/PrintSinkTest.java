package io.weir.connector.print;

import static io.weir.connector.ConnectorHarness.schema;
import static io.weir.connector.ConnectorHarness.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.connector.FakeSinkContext;
import io.weir.connector.blackhole.BlackholeConnector;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PrintSinkTest {
    private static final Schema SCHEMA = schema(
            "id", DataType.of(TypeKind.BIGINT),
            "name", DataType.of(TypeKind.VARCHAR),
            "price", DataType.decimal(10, 2),
            "at", DataType.of(TypeKind.TIMESTAMP, 3),
            "tags", DataType.array(DataType.of(TypeKind.VARCHAR)));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    private String print(Map<String, String> options, FakeSinkContext context) {
        var connector = new PrintConnector(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(error, true, StandardCharsets.UTF_8));
        var writer = connector
                .sink(table(SCHEMA, options), Optional.empty())
                .orElseThrow()
                .createWriter(context, List.of());
        BatchBuilder rows = new BatchBuilder(SCHEMA.types());
        rows.addRow(
                SCHEMA.types(),
                RowKind.INSERT_CODE,
                List.of(1L, "käse", new BigDecimal("3.50"), 1_700_000_000_123_000L, List.of("a", "b")));
        rows.addRow(SCHEMA.types(), RowKind.DELETE_CODE, Arrays.asList(2L, null, null, null, null));
        Batch batch = rows.build();
        writer.write(batch);
        var committed = writer.prepareCommit(1).toCompletableFuture();
        assertThat(committed).isNotDone();
        context.runIo();
        assertThat(committed)
                .isCompletedWithValueMatching(
                        snapshot -> snapshot.committables().isEmpty());
        assertThat(context.failure).isNull();
        writer.close();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void rowsArePrintedWithTheirKinds() {
        assertThat(print(Map.of(), new FakeSinkContext(0, 1, 1)))
                .isEqualTo("+I[1, käse, 3.50, 2023-11-14 22:13:20.123, [a, b]]\n-D[2, null, null, null, null]\n");
    }

    @Test
    void identifierAndSubtaskStandInFront() {
        assertThat(print(Map.of("print-identifier", "bids"), new FakeSinkContext(1, 2, 1)))
                .startsWith("bids:2> +I[1, ")
                .contains("\nbids:2> -D[2, ");
    }

    @Test
    void standardErrorIsUsedWhenAskedFor() {
        assertThat(print(Map.of("standard-error", "true"), new FakeSinkContext(0, 1, 1)))
                .isEmpty();
        assertThat(error.toString(StandardCharsets.UTF_8)).startsWith("+I[1, ");
    }

    @Test
    void aFullQueueHoldsTheSubtaskBackAndWakesItLater() {
        var context = new FakeSinkContext(0, 1, 1);
        var writer = new PrintWriter(List.of(), "", line -> {}, context);
        Batch batch = Batch.of(1);
        int written = 0;
        while (writer.isReady()) {
            writer.write(batch);
            written++;
        }
        assertThat(written).isEqualTo(4);
        context.runIo();
        assertThat(writer.isReady()).isTrue();
        assertThat(context.wakeUps).isPositive();
    }

    @Test
    void aFailureFailsTheJobAndTheCheckpoint() {
        var context = new FakeSinkContext(0, 1, 1);
        var writer = new PrintWriter(
                List.of(),
                "",
                line -> {
                    throw new IllegalStateException("no paper");
                },
                context);
        writer.write(Batch.of(1));
        var committed = writer.prepareCommit(1).toCompletableFuture();
        context.runIo();
        assertThat(context.failure).hasMessage("no paper");
        assertThat(committed).isCompletedExceptionally();
    }

    @Test
    void blackholeCountsRows() {
        var context = new FakeSinkContext(0, 1, 1);
        var writer = new BlackholeConnector()
                .sink(table(SCHEMA, Map.of()), Optional.empty())
                .orElseThrow()
                .createWriter(context, List.of());
        writer.write(Batch.of(7));
        writer.write(Batch.of(5));
        assertThat(context.counters).containsExactly(Map.entry("rowsDropped", 12L));
        assertThat(writer.prepareCommit(1).toCompletableFuture()).isDone();
    }
}
