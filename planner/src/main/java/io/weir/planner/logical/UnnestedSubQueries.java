package io.weir.planner.logical;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Sub-queries over UNNEST of a column of the outer query. The collections that there are, each once, with their
 * elements, are a relation like others; a sub-query reads of it what belongs to its own collection:
 *
 * <pre>
 * EXISTS (SELECT 1 FROM UNNEST(t.a) AS u(e) WHERE e = 2)   ->
 * EXISTS (SELECT 1 FROM (SELECT DISTINCT a FROM t) AS d CROSS JOIN UNNEST(d.a) AS u(e)
 *         WHERE d.a IS NOT DISTINCT FROM t.a AND e = 2)
 * </pre>
 *
 * <p>What is left of it, and what the query itself has of {@code CROSS JOIN UNNEST}, is hidden in {@link UnnestedRows}.
 */
final class UnnestedSubQueries extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private UnnestedSubQueries(RelBuilder builder) {
        this.builder = builder;
    }

    static RelNode hide(RelNode rel, RelBuilder builder) {
        return rel.accept(new UnnestedSubQueries(builder));
    }

    static RelNode show(RelNode rel) {
        return rel.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                RelNode shown = super.visit(other);
                return shown instanceof UnnestedRows rows ? rows.shown() : shown;
            }
        });
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode rel = super.visit(other);
        if (!(rel instanceof Correlate correlate)) {
            return rel;
        }
        if (Unnesting.matches(correlate)) {
            return new UnnestedRows(correlate.getLeft(), correlate);
        }
        RelNode right = correlate.getRight().accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode node) {
                RelNode elements = node instanceof Uncollect uncollect ? elements(uncollect, correlate) : null;
                return elements == null ? super.visit(node) : elements;
            }
        });
        return correlate.copy(correlate.getTraitSet(), List.of(correlate.getLeft(), right));
    }

    /** An expression over the rows of a relation, which depends on no other. */
    private record Source(RelNode rel, RexNode expression) {

        /** At least the values of an expression over a relation: what depends on other relations takes away rows only. */
        static @Nullable Source of(RelNode rel, RexNode expression) {
            if (RexUtil.containsCorrelation(expression)) {
                return null;
            }
            if (rel instanceof Filter filter && depends(rel)) {
                return of(filter.getInput(), expression);
            }
            if (rel instanceof Project project && depends(rel)) {
                return of(project.getInput(), RelOptUtil.pushPastProject(expression, project));
            }
            boolean isOfLeft = rel instanceof Correlate correlate
                    && ImmutableBitSet.range(correlate.getLeft().getRowType().getFieldCount())
                            .contains(RelOptUtil.InputFinder.bits(expression));
            if (isOfLeft) {
                return of(rel.getInput(0), expression);
            }
            return depends(rel) ? null : new Source(rel, expression);
        }
    }

    /** Whether a relation depends on others, or has parts that do. */
    private static boolean depends(RelNode rel) {
        return !RelOptUtil.getVariablesUsed(rel).isEmpty() || SubQueries.contains(rel, Correlate.class::isInstance);
    }

    /** @return null if it is no UNNEST of a value of the outer row */
    private @Nullable RelNode elements(Uncollect uncollect, Correlate outer) {
        RexNode collection = Unnesting.collection(uncollect);
        if (collection == null || !RelOptUtil.getVariablesUsed(uncollect).equals(Set.of(outer.getCorrelationId()))) {
            return null;
        }
        Source source = Source.of(
                outer.getLeft(),
                collection.accept(new TemporalJoins.PairColumns(outer.getLeft(), outer.getCorrelationId())));
        return source == null ? null : elements(uncollect, collection, source);
    }

    private RelNode elements(Uncollect uncollect, RexNode collection, Source source) {
        RexBuilder rexBuilder = builder.getRexBuilder();
        RelNode distinct = builder.push(source.rel())
                .project(source.expression())
                .distinct()
                .build();
        CorrelationId id = distinct.getCluster().createCorrel();
        RexNode own = rexBuilder.makeFieldAccess(rexBuilder.makeCorrel(distinct.getRowType(), id), 0);
        Project argument = (Project) uncollect.getInput();
        RelNode right = uncollect.copy(
                uncollect.getTraitSet(),
                List.of(argument.copy(
                        argument.getTraitSet(), argument.getInput(), List.of(own), argument.getRowType())));
        Correlate pairs =
                LogicalCorrelate.create(distinct, right, List.of(), id, ImmutableBitSet.of(0), JoinRelType.INNER);
        builder.push(new UnnestedRows(distinct, pairs));
        builder.filter(builder.call(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, builder.field(0), collection));
        List<RexNode> columns = new ArrayList<>();
        for (int i = 1; i < pairs.getRowType().getFieldCount(); i++) {
            columns.add(builder.field(i));
        }
        return builder.project(columns, uncollect.getRowType().getFieldNames(), true)
                .build();
    }
}
