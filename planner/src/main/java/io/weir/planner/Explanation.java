package io.weir.planner;

import io.weir.planner.jobgraph.PlanText;
import io.weir.planner.logical.LogicalPlan;
import io.weir.planner.logical.LogicalPlanner;
import io.weir.planner.physical.StreamPlan;
import io.weir.planner.physical.StreamRel;
import io.weir.planner.physical.StreamSink;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.statement.ExplainDetail;
import io.weir.sql.statement.SqlCreateJob;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;

/**
 * What EXPLAIN shows. A query is explained as a stream, whether or not it said STREAM: that is the plan with most to
 * see.
 */
final class Explanation {
    private final QueryPlanner queries;
    private final SqlNode statement;
    private final ExplainDetail detail;
    private final PlanningContext context;

    Explanation(QueryPlanner queries, SqlNode statement, ExplainDetail detail, PlanningContext context) {
        this.queries = queries;
        this.statement = statement;
        this.detail = detail;
        this.context = context;
    }

    String text(LogicalPlanner planner) {
        List<String> parts = new ArrayList<>();
        boolean isAll = detail == ExplainDetail.ALL;
        if (isAll || detail == ExplainDetail.LOGICAL) {
            parts.add(titled("Logical plan", logical(planner)));
        }
        if (detail != ExplainDetail.LOGICAL) {
            StreamPlan plan = plan(planner);
            // Made even where it is not shown: what a statement refuses only here, EXPLAIN refuses too.
            JobGraph graph = queries.graph("explained", plan, true, planner, context);
            if (detail != ExplainDetail.JOB_GRAPH) {
                parts.add(titled("Physical plan", PlanText.physical(plan, context.options())));
                List<String> warnings = PlanText.warnings(plan, context.options());
                warnings.forEach(warning -> parts.add("Warning: " + warning));
            }
            if (isAll || detail == ExplainDetail.JOB_GRAPH) {
                parts.add(titled("Job graph", PlanText.jobGraph(graph)));
            }
        }
        return String.join("\n\n", parts);
    }

    private String titled(String title, String text) {
        boolean isAlone = detail == ExplainDetail.LOGICAL
                || detail == ExplainDetail.PHYSICAL
                || detail == ExplainDetail.JOB_GRAPH;
        return isAlone ? text : title + ":\n" + text;
    }

    private List<SqlInsert> inserts() {
        if (statement instanceof SqlCreateJob job) {
            return job.inserts();
        }
        return statement instanceof SqlInsert insert ? List.of(insert) : List.of();
    }

    private String logical(LogicalPlanner planner) {
        List<RelNode> plans = new ArrayList<>();
        for (SqlInsert insert : inserts()) {
            LogicalPlan plan = queries.convert(insert, planner, context);
            plans.add(planner.optimize(plan.rel(), context.parameters()));
        }
        if (plans.isEmpty()) {
            plans.add(planner.optimize(logicalPlan(planner).rel(), context.parameters()));
        }
        return String.join("\n", plans.stream().map(LogicalPlanner::explain).toList());
    }

    /** Of a query, or of a change: the query that gives its rows. */
    private LogicalPlan logicalPlan(LogicalPlanner planner) {
        return QueryPlanner.isChange(statement)
                ? queries.change(statement, planner, context)
                : planner.convert(statement);
    }

    private StreamPlan plan(LogicalPlanner planner) {
        if (!inserts().isEmpty()) {
            return insertPlan(planner);
        }
        LogicalPlan logical = logicalPlan(planner);
        StreamRel rows = queries.physical(planner, logical, true, context.parameters(), context);
        return StreamPlan.of(
                List.of(StreamSink.ofResult(rows, logical.rowType().getFieldNames(), new DiscardingSink())),
                planner.cluster().getRexBuilder());
    }

    /** As a stream as well; but an INSERT may write the result of what ends to where the changes of a stream cannot go. */
    private StreamPlan insertPlan(LogicalPlanner planner) {
        try {
            return queries.insertPlan(inserts(), true, planner, context);
        } catch (WeirException refused) {
            if (!(statement instanceof SqlInsert) || refused.code() != ErrorCode.UNSUPPORTED_FEATURE) {
                throw refused;
            }
            try {
                return queries.insertPlan(inserts(), false, planner, context);
            } catch (WeirException e) {
                throw e.code() == ErrorCode.UNBOUNDED_QUERY ? refused : e;
            }
        }
    }
}
