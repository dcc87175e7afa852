package io.weir.planner.jobgraph;

import io.weir.planner.PlannerOptions;
import io.weir.planner.catalog.CommonOptions;
import io.weir.planner.physical.StreamBadRecords;
import io.weir.planner.physical.StreamPlan;
import io.weir.planner.physical.StreamRel;
import io.weir.planner.physical.StreamSource;
import io.weir.planner.physical.StreamValues;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.operator.source.BadRecordPolicy;
import io.weir.runtime.operator.source.SourceSpec;
import io.weir.runtime.operator.source.ValuesSource;
import io.weir.runtime.operator.source.WatermarkSpec;
import io.weir.spi.connector.Options;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** What yields rows of its own: tables that are read, and rows of the statement. */
final class SourceOperators {
    private static final int ROWS_PER_BATCH = 4096;

    private final PlannerOptions options;
    private final Compilation compilation;
    private final OperatorIds ids;
    private final Set<StreamRel> withDeadLetters = Collections.newSetFromMap(new IdentityHashMap<>());

    SourceOperators(PlannerOptions options, Compilation compilation, OperatorIds ids, StreamPlan plan) {
        this.options = options;
        this.compilation = compilation;
        this.ids = ids;
        plan.steps().stream()
                .filter(StreamBadRecords.class::isInstance)
                .forEach(records -> withDeadLetters.add(records.input()));
    }

    List<OperatorSpec> of(StreamSource source) {
        RexNode watermark = source.watermark();
        Optional<WatermarkSpec> watermarks = watermark == null
                ? Optional.empty()
                : Optional.of(new WatermarkSpec(
                        compilation.column(watermark, source.rowType()),
                        RisingTimes.column(watermark),
                        idleMillis(source)));
        return List.of(
                new SourceSpec(ids.of(source, ""), source.describe(), source.source(), watermarks, badRecords(source)));
    }

    private long idleMillis(StreamSource source) {
        return new Options(source.table().options())
                .find(CommonOptions.IDLE_TIMEOUT)
                .map(Duration::toMillis)
                .orElse(options.sourceIdleTimeout().toMillis());
    }

    /** A query that only reads has no dead-letter sink: there, such records are counted. */
    private BadRecordPolicy badRecords(StreamSource source) {
        return switch (new Options(source.table().options()).get(CommonOptions.BAD_RECORDS)) {
            case FAIL -> BadRecordPolicy.FAIL;
            case SKIP -> BadRecordPolicy.SKIP;
            case DEAD_LETTER ->
                withDeadLetters.contains(source)
                        ? new BadRecordPolicy(BadRecordPolicy.Action.DEAD_LETTER, StreamBadRecords.OUTPUT)
                        : BadRecordPolicy.SKIP;
        };
    }

    List<OperatorSpec> of(StreamValues values) {
        List<DataType> types = values.types();
        List<Batch> batches = new ArrayList<>();
        BatchBuilder rows = new BatchBuilder(types);
        for (List<@Nullable Object> row : values.rows()) {
            rows.addRow(types, RowKind.INSERT_CODE, row);
            if (rows.rowCount() == ROWS_PER_BATCH) {
                batches.add(rows.build());
                rows = new BatchBuilder(types);
            }
        }
        if (!rows.isEmpty()) {
            batches.add(rows.build());
        }
        return List.of(new SourceSpec(
                ids.of(values, ""),
                values.describe(),
                new ValuesSource(values.schema(), batches),
                Optional.empty(),
                BadRecordPolicy.FAIL));
    }
}
