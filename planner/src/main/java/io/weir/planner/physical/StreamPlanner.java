package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.PlannerOptions;
import io.weir.planner.catalog.TableConnections;
import io.weir.planner.logical.LogicalPlanner;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.Sample;
import org.apache.calcite.rex.RexBuilder;

/**
 * Turns the logical plans of one statement into steps of a dataflow. Equal steps are one step, also between the queries
 * of a job: what they have in common runs once. Not thread-safe.
 */
public final class StreamPlanner {
    /** In order: the first that has a step for a node makes it. */
    private static final List<PhysicalRule> RULES = List.of(
            new StreamSourceRule(),
            new StreamValuesRule(),
            new StreamTopNRule(),
            new StreamOverRule(),
            new StreamMatchRule(),
            new StreamCalcRule(),
            new StreamSortRule(),
            new StreamReplicateRule(),
            new StreamUnionRule(),
            new StreamWindowTableRule(),
            new StreamWindowAggregateRule(),
            new StreamGroupAggregateRule(),
            new StreamUnnestRule(),
            new StreamTemporalJoinRule(),
            new StreamWindowJoinRule(),
            new StreamIntervalJoinRule(),
            new StreamJoinRule());

    private final LogicalPlanner logical;
    private final TableConnections tables;
    private final PlannerOptions options;
    private final String user;
    private final boolean streaming;
    private final LateRowTable lateRows;
    private final Map<RelNode, StreamRel> converted = new IdentityHashMap<>();
    private final Map<String, StreamRel> steps = new HashMap<>();

    /**
     * @param user whose statement it is
     * @param streaming whether tables are read for ever; otherwise until their present end
     */
    public StreamPlanner(
            LogicalPlanner logical, TableConnections tables, PlannerOptions options, String user, boolean streaming) {
        this(logical, tables, options, user, streaming, LateRowTable.NONE);
    }

    /** @param lateRows for whose columns there must be room in rows that can be late */
    public StreamPlanner(
            LogicalPlanner logical,
            TableConnections tables,
            PlannerOptions options,
            String user,
            boolean streaming,
            LateRowTable lateRows) {
        this.logical = requireNonNull(logical, "logical is null");
        this.tables = requireNonNull(tables, "tables is null");
        this.options = requireNonNull(options, "options is null");
        this.user = requireNonNull(user, "user is null");
        this.streaming = streaming;
        this.lateRows = requireNonNull(lateRows, "lateRows is null");
    }

    String user() {
        return user;
    }

    /**
     * The step for a logical node and all that it needs.
     *
     * @throws WeirException (UNSUPPORTED_FEATURE) for what cannot be run on a stream
     */
    public StreamRel convert(RelNode node) {
        StreamRel known = converted.get(node);
        if (known != null) {
            return known;
        }
        for (PhysicalRule rule : RULES) {
            StreamRel step = rule.convert(node, this);
            if (step != null) {
                step = share(step);
                converted.put(node, step);
                return step;
            }
        }
        throw unsupported(node);
    }

    private static WeirException unsupported(RelNode node) {
        if (node instanceof RepeatUnion) {
            return new WeirException(ErrorCode.UNSUPPORTED_FEATURE, "WITH RECURSIVE is not supported on streams");
        }
        if (node instanceof Sample) {
            return new WeirException(ErrorCode.UNSUPPORTED_FEATURE, "TABLESAMPLE is not supported on streams")
                    .withHint("WHERE RAND() < 0.1 takes a tenth of the rows.");
        }
        if (node instanceof Correlate) {
            return new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "a sub-query depends on the outer query in a way that no join can express")
                    .withHint("Write it as a join.");
        }
        return new WeirException(
                ErrorCode.UNSUPPORTED_FEATURE,
                node.getRelTypeName().replace("Logical", "") + " cannot be run on a stream in this form");
    }

    /** The step of this plan that is equal to the one given, which may be that itself. */
    StreamRel share(StreamRel step) {
        // The id leaves open in which order and under which names columns stand, and that makes a difference to the
        // reader.
        String key = step.id() + step.columns() + step.rowType().getFullTypeString();
        StreamRel present = steps.putIfAbsent(key, step);
        return present == null ? step : present;
    }

    LogicalPlanner logical() {
        return logical;
    }

    RexBuilder rexBuilder() {
        return logical.cluster().getRexBuilder();
    }

    TableConnections tables() {
        return tables;
    }

    PlannerOptions options() {
        return options;
    }

    LateRowTable lateRows() {
        return lateRows;
    }

    boolean isStreaming() {
        return streaming;
    }
}
