package io.weir.server.table;

import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;

/**
 * A materialized view where nobody reads it through the clock of views: good for a plan that is only looked at. A job
 * cannot go on from a checkpoint in a view that is made anew when the server starts, and so is refused.
 */
record ViewOutsideStatement(String view, boolean isBounded) implements Source {
    @Override
    public void validate() {
        throw refused();
    }

    @Override
    public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
        throw refused();
    }

    private WeirException refused() {
        return new WeirException(
                        ErrorCode.UNSUPPORTED_FEATURE, "materialized view \"" + view + "\" cannot be read by a job")
                .withHint("Let the job read what the view reads, or make another materialized view on it.");
    }
}
