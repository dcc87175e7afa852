package io.weir.connector.print;

import io.weir.connector.base.StatelessCommitter;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.function.Consumer;

/** Prints {@code identifier:subtask> +I[1, abc]}; the subtask only if there are several, as in Flink. */
record PrintSink(List<DataType> types, String identifier, Consumer<String> printer) implements Sink {
    @Override
    public ChangelogKind changelog() {
        return ChangelogKind.ALL;
    }

    @Override
    public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
        String subtask = context.parallelism() > 1 ? Integer.toString(context.subtaskIndex() + 1) : "";
        String separator = identifier.isEmpty() || subtask.isEmpty() ? "" : ":";
        String start = identifier + separator + subtask;
        return new PrintWriter(types, start.isEmpty() ? "" : start + "> ", printer, context);
    }

    @Override
    public SinkCommitter createCommitter(SinkContext context) {
        return StatelessCommitter.INSTANCE;
    }
}
