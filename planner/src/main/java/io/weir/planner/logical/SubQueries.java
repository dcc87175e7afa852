package io.weir.planner.logical;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.function.Predicate;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.sql2rel.TopDownGeneralDecorrelator;
import org.jspecify.annotations.Nullable;

/**
 * Turns sub-queries and LATERAL into joins.
 *
 * <p>First the general way of Neumann and Kemper (Unnesting Arbitrary Queries, 2015), which gives semi and anti joins;
 * where it leaves a mark that no join of Weir's can give, the classical one. What remains of correlation, but for
 * UNNEST, cannot be run on a stream.
 */
final class SubQueries {
    private SubQueries() {}

    static RelNode remove(RelNode rel, LogicalPlanner planner) {
        boolean hasSubQuery = contains(rel, node -> hasSubQuery(node));
        boolean hasCorrelate = contains(rel, SubQueries::isForeignCorrelate);
        if (!hasSubQuery && !hasCorrelate) {
            return rel;
        }
        RelNode general = planner.run(rel, LogicalRules.SUB_QUERIES_TO_MARKS);
        general = UnnestedSubQueries.hide(general, planner.relBuilder());
        boolean isNested = contains(general, SubQueries::isNested);
        if (contains(general, Correlate.class::isInstance)) {
            general = EmptyGroups.keep(general, planner.relBuilder());
            general = decorrelated(general, isNested, planner);
        }
        general = planner.run(general, LogicalRules.MARKS_TO_SEMI_JOINS);
        if (isNested) {
            // The classical way gives wrong answers for sub-queries that depend on what is two levels above.
            general = MarkJoins.expand(general, planner.relBuilder());
        }
        general = UnnestedSubQueries.show(general);
        if (isClean(general)) {
            return general;
        }
        RelNode classical = planner.run(rel, LogicalRules.SUB_QUERIES_TO_JOINS);
        classical = UnnestedSubQueries.hide(classical, planner.relBuilder());
        classical = RelDecorrelator.decorrelateQuery(classical, planner.relBuilder());
        classical = UnnestedSubQueries.show(classical);
        if (isClean(classical)) {
            return classical;
        }
        throw tooEntangled(null);
    }

    /** Calcite's newer decorrelation has bounds, which it finds only by running into them. */
    private static RelNode decorrelated(RelNode rel, boolean isNested, LogicalPlanner planner) {
        try {
            return TopDownGeneralDecorrelator.decorrelateQuery(rel, planner.relBuilder());
        } catch (RuntimeException | AssertionError e) {
            if (isNested) {
                throw tooEntangled(e);
            }
            return rel;
        }
    }

    private static WeirException tooEntangled(@Nullable Throwable cause) {
        return new WeirException(
                        ErrorCode.UNSUPPORTED_FEATURE,
                        "a sub-query depends on the outer query in a way that no join can express",
                        cause)
                .withHint("Write it as a join.");
    }

    /** A correlation on whose right side is another one that depends on the same left side. */
    private static boolean isNested(RelNode node) {
        return node instanceof Correlate outer
                && contains(
                        outer.getRight(),
                        inner -> inner instanceof Correlate correlate
                                && RelOptUtil.getVariablesUsed(correlate.getRight())
                                        .contains(outer.getCorrelationId()));
    }

    private static boolean isClean(RelNode rel) {
        return !contains(rel, node -> isForeignCorrelate(node) || isMark(node) || hasSubQuery(node));
    }

    private static boolean isMark(RelNode node) {
        return node instanceof Join join && join.getJoinType() == JoinRelType.LEFT_MARK;
    }

    /** A correlation that is not just UNNEST of a column of the left side. */
    private static boolean isForeignCorrelate(RelNode node) {
        return node instanceof Correlate correlate && !Unnesting.matches(correlate);
    }

    static boolean hasSubQuery(RelNode node) {
        if (node instanceof Filter filter) {
            return RexUtil.SubQueryFinder.containsSubQuery(filter);
        }
        if (node instanceof Project project) {
            return RexUtil.SubQueryFinder.containsSubQuery(project);
        }
        return node instanceof Join join && RexUtil.SubQueryFinder.containsSubQuery(join);
    }

    static boolean contains(RelNode rel, Predicate<RelNode> predicate) {
        boolean[] found = {false};
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                found[0] |= predicate.test(node);
                if (!found[0]) {
                    super.visit(node, ordinal, parent);
                }
            }
        }.go(rel);
        return found[0];
    }
}
