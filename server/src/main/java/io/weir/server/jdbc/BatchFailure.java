package io.weir.server.jdbc;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;

/** The error of one statement of a batch, and what those before it have done. */
final class BatchFailure extends AvaticaRuntimeException {
    private static final long serialVersionUID = 1L;

    /** The driver looks for it; see docs/internals/jdbc-driver.md. */
    private static final String PREFIX = "update-counts:";

    private final String counts;

    /** @param counts of the statements that took effect; the one behind them is the one that failed */
    BatchFailure(AvaticaRuntimeException cause, long[] counts) {
        super(cause.getErrorMessage(), cause.getErrorCode(), cause.getSqlState(), cause.getSeverity());
        this.counts = LongStream.of(counts).mapToObj(count -> " " + count).collect(Collectors.joining("", PREFIX, ""));
        initCause(cause);
    }

    /** As the protocol has it: it knows no field for update counts beside an error, only texts. */
    List<String> onWire() {
        return List.of(counts);
    }
}
