package io.weir.runtime.operator.source;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.spi.connector.Source;
import java.util.Optional;

/**
 * A source as the first step of a chain.
 *
 * @param source yields physical columns, then metadata columns
 * @param watermarks absent if the table declares none; then only the end of input moves event time
 * @param badRecords what happens to records that cannot be read
 */
public record SourceSpec(
        String operatorId,
        String describe,
        Source source,
        Optional<WatermarkSpec> watermarks,
        BadRecordPolicy badRecords)
        implements OperatorSpec {
    public SourceSpec {
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(source, "source is null");
        requireNonNull(watermarks, "watermarks is null");
        requireNonNull(badRecords, "badRecords is null");
    }
}
