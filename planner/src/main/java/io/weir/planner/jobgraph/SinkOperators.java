package io.weir.planner.jobgraph;

import io.weir.planner.physical.StreamRel;
import io.weir.planner.physical.StreamSink;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.operator.calc.CalcFactory;
import io.weir.runtime.operator.changelog.NetChangeFactory;
import io.weir.runtime.operator.sink.SinkSpec;
import io.weir.spi.connector.ChangelogKind;
import java.util.ArrayList;
import java.util.List;

/** What stands before a sink, and the sink. */
final class SinkOperators {
    private final OperatorIds ids;

    SinkOperators(OperatorIds ids) {
        this.ids = ids;
    }

    List<OperatorSpec> of(StreamSink sink) {
        List<OperatorSpec> operators = new ArrayList<>();
        if (sink.isNetChange()) {
            operators.add(netChange(sink));
        }
        if (!sink.notNull().isEmpty()) {
            operators.add(notNull(sink));
        }
        ChangelogKind input =
                sink.isNetChange() ? ChangelogKind.UPSERT : sink.traits().changelog();
        operators.add(new SinkSpec(ids.of(sink, ""), sink.describe(), sink.sink(), input, sink.keys()));
        return operators;
    }

    private OperatorSpec netChange(StreamSink sink) {
        return new NetChangeFactory(
                ids.of(sink, "-net"),
                "NetChange(key=[" + names(sink, sink.keys()) + "])",
                sink.keys(),
                JobGraphBuilder.types(sink, sink.keys()),
                sink.types());
    }

    private OperatorSpec notNull(StreamSink sink) {
        NotNullCalc check =
                new NotNullCalc(sink.name(), sink.notNull(), sink.schema().fields());
        return new CalcFactory(
                ids.of(sink, "-check"), "NotNull(columns=[" + names(sink, sink.notNull()) + "])", () -> check);
    }

    private static String names(StreamRel step, List<Integer> columns) {
        List<String> names = step.schema().names();
        return String.join(", ", columns.stream().map(names::get).toList());
    }
}
