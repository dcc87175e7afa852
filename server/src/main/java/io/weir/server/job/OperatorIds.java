package io.weir.server.job;

import io.weir.runtime.jobgraph.JobGraph;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;

/** The ids of a plan's operators: what state is kept under, and so what tells whether a plan fits the state of a job. */
final class OperatorIds {
    private OperatorIds() {}

    /** Ascending; without those of operators that make no difference to state. */
    static List<String> of(JobGraph graph) {
        return graph.vertices().stream()
                .flatMap(vertex -> vertex.chain().stream())
                .filter(operator -> !operator.isTransient())
                .map(operator -> operator.operatorId())
                .sorted()
                .toList();
    }

    /** @throws WeirException (INCOMPATIBLE_STATE) if a job has state of another plan */
    static void checkSame(JobRecord record, JobGraph graph) {
        List<String> now = of(graph);
        if (record.operatorIds().isEmpty() || record.operatorIds().equals(now)) {
            return;
        }
        List<String> gone = new ArrayList<>(record.operatorIds());
        gone.removeAll(now);
        List<String> added = new ArrayList<>(now);
        added.removeAll(record.operatorIds());
        throw new WeirException(
                        ErrorCode.INCOMPATIBLE_STATE,
                        "job \"" + record.name() + "\" is planned differently now, and its state does not fit")
                .withDetail("Gone: " + gone + "; new: " + added + ".")
                .withHint(
                        "ALTER JOB ... RESTART starts it nevertheless, with the state that still fits; or drop it and create it again.");
    }
}
