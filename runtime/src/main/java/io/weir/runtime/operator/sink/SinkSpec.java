package io.weir.runtime.operator.sink;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import java.util.List;

/**
 * A sink as the last step of a chain.
 *
 * @param input the row kinds that come in
 * @param keyColumns for UPSERT sinks: the columns of the primary key; rows of a key all come to the same subtask
 */
public record SinkSpec(String operatorId, String describe, Sink sink, ChangelogKind input, List<Integer> keyColumns)
        implements OperatorSpec {
    public SinkSpec {
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(sink, "sink is null");
        requireNonNull(input, "input is null");
        keyColumns = List.copyOf(keyColumns);
    }

    @Override
    public boolean needsEpochs() {
        return sink.needsEpochs();
    }
}
