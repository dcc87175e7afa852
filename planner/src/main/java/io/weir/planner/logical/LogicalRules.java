package io.weir.planner.logical;

import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.PruneEmptyRules;

/** The rules that rewrite logical plans, stage by stage. All are right for every changelog; none needs statistics. */
final class LogicalRules {
    /**
     * IN, EXISTS and scalar sub-queries become joins; IN and EXISTS in conditions as mark joins, of which most become
     * semi and anti joins.
     */
    static final List<RelOptRule> SUB_QUERIES_TO_MARKS = List.of(
            CoreRules.FILTER_SUB_QUERY_TO_MARK_CORRELATE,
            CoreRules.PROJECT_SUB_QUERY_TO_MARK_CORRELATE,
            CoreRules.JOIN_SUB_QUERY_TO_CORRELATE);

    static final List<RelOptRule> MARKS_TO_SEMI_JOINS = List.of(CoreRules.MARK_TO_SEMI_OR_ANTI_JOIN_RULE);

    /** The classical way, for what the marks leave over: NOT IN over columns that can be NULL, IN below OR. */
    static final List<RelOptRule> SUB_QUERIES_TO_JOINS = List.of(
            CoreRules.FILTER_SUB_QUERY_TO_CORRELATE,
            CoreRules.PROJECT_SUB_QUERY_TO_CORRELATE,
            CoreRules.JOIN_SUB_QUERY_TO_CORRELATE);

    /** UNION becomes UNION ALL and DISTINCT; unions of unions become one. */
    static final List<RelOptRule> SET_OPERATIONS =
            List.of(CoreRules.UNION_TO_DISTINCT, CoreRules.UNION_MERGE, CoreRules.UNION_REMOVE);

    /** Filters go down as far as they can, to where there are fewest columns and most rows to drop. */
    static final List<RelOptRule> FILTERS = List.of(
            CoreRules.FILTER_INTO_JOIN,
            CoreRules.JOIN_CONDITION_PUSH,
            CoreRules.FILTER_PROJECT_TRANSPOSE,
            CoreRules.FILTER_AGGREGATE_TRANSPOSE,
            CoreRules.FILTER_SET_OP_TRANSPOSE,
            CoreRules.FILTER_MERGE,
            CoreRules.JOIN_PUSH_EXPRESSIONS);

    static final List<RelOptRule> SIMPLIFY = List.of(
            CoreRules.FILTER_REDUCE_EXPRESSIONS,
            CoreRules.PROJECT_REDUCE_EXPRESSIONS,
            CoreRules.JOIN_REDUCE_EXPRESSIONS,
            CoreRules.PROJECT_MERGE,
            CoreRules.PROJECT_REMOVE,
            CoreRules.FILTER_MERGE,
            PruneEmptyRules.PROJECT_INSTANCE,
            PruneEmptyRules.FILTER_INSTANCE,
            PruneEmptyRules.UNION_INSTANCE);

    /** After unused columns are gone. */
    static final List<RelOptRule> CLEAN_UP = List.of(CoreRules.PROJECT_MERGE, CoreRules.PROJECT_REMOVE);

    private LogicalRules() {}
}
