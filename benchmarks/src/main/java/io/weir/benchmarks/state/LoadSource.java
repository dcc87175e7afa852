package io.weir.benchmarks.state;

import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitPosition;
import java.nio.file.Path;
import java.util.List;

/** Reads another source no faster than a file says. */
record LoadSource(Source rows, Path rateFile) implements Source {
    @Override
    public boolean isBounded() {
        return rows.isBounded();
    }

    @Override
    public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
        return new LoadReader(rows.createReader(context, restored), new Rate(rateFile, context), context);
    }
}
