package io.weir.planner.logical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.ViewDefinition;
import io.weir.planner.expression.ConstantReducer;
import io.weir.planner.expression.ExpressionCompiler;
import io.weir.planner.expression.WeirTypeFactory;
import io.weir.planner.validate.ErrorTranslator;
import io.weir.planner.validate.StatementValidator;
import io.weir.planner.validate.ValidatedQuery;
import io.weir.runtime.operator.calc.EvaluationContext;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.calcite.plan.Context;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.CancelFlag;
import org.jspecify.annotations.Nullable;

/**
 * Makes and optimises the logical plans of one statement, all in one cluster. Not thread-safe. Throws
 * {@link WeirException} only.
 */
public final class LogicalPlanner {
    private static final SqlToRelConverter.Config CONVERSION = SqlToRelConverter.config()
            .withExpand(false)
            .withTrimUnusedFields(false)
            .withInSubQueryThreshold(Integer.MAX_VALUE)
            .withRemoveSortInSubQuery(true)
            .withRelBuilderConfigTransform(config -> config.withPushJoinCondition(false));

    private final Catalog catalog;
    private final WeirTypeFactory typeFactory = new WeirTypeFactory();
    private final RelOptCluster cluster;
    private final Context context;
    private final ExpressionCompiler compiler;
    private final AtomicBoolean cancelled;
    private final ConversionBudget budget;
    private final Deque<String> openViews = new ArrayDeque<>();

    /**
     * @param cancelled once true, planning ends with an error soon
     * @param session what constant expressions may know
     */
    public LogicalPlanner(Catalog catalog, AtomicBoolean cancelled, EvaluationContext session) {
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.context = Contexts.of(new CancelFlag(cancelled));
        this.cancelled = cancelled;
        this.budget = new ConversionBudget(cancelled);
        RexBuilder rexBuilder = new NullComparisons(typeFactory);
        this.compiler = new ExpressionCompiler(rexBuilder);
        HepPlanner planner = hep(List.of());
        planner.setExecutor(new ConstantReducer(compiler, session));
        this.cluster = RelOptCluster.create(planner, rexBuilder);
    }

    public RelOptCluster cluster() {
        return cluster;
    }

    public ExpressionCompiler compiler() {
        return compiler;
    }

    public WeirTypeFactory typeFactory() {
        return typeFactory;
    }

    /** The plan of a query as it is written, with views in place. The node is not changed. */
    public LogicalPlan convert(SqlNode query) {
        return convert(query, catalog);
    }

    /** As {@link #convert(SqlNode)}, with other tables than those of the catalog. */
    public LogicalPlan convert(SqlNode query, Catalog tables) {
        StatementValidator validator = new StatementValidator(tables, typeFactory, cancelled);
        ValidatedQuery validated = validator.validate(query);
        try {
            SqlToRelConverter converter = new BoundedConverter(
                    (rowType, view, schemaPath, viewPath) -> expandView(view),
                    validator.validator(),
                    validator.reader(),
                    cluster,
                    CONVERSION,
                    budget);
            RelRoot root = converter.convertQuery(validated.node(), false, true);
            return new LogicalPlan(ValueLists.shorten(root.project()), validated.rowType(), validated.parameters());
        } catch (RuntimeException | Error e) {
            throw ErrorTranslator.of(tables).translate(e);
        }
    }

    private RelRoot expandView(String name) {
        ViewDefinition view = catalog.view(name);
        if (openViews.contains(view.name())) {
            throw new WeirException(ErrorCode.VALIDATION_ERROR, "view \"" + view.name() + "\" is defined by itself");
        }
        openViews.push(view.name());
        try {
            LogicalPlan plan = convert(view.query());
            RelNode rel = withoutOrder(plan.rel());
            if (rel.getRowType().getFieldCount() != view.schema().size()) {
                throw changed(view);
            }
            RelBuilder builder = relBuilder().push(rel);
            rel = builder.project(builder.fields(), view.schema().names(), true).build();
            return RelRoot.of(rel, SqlKind.SELECT);
        } catch (WeirException e) {
            // The position is one in the view's text, not in the statement's.
            WeirException error = new WeirException(e.code(), e.primary(), e)
                    .withDetail("In view \"" + view.name() + "\"." + (e.detail() == null ? "" : " " + e.detail()));
            throw e.hint() == null ? error : error.withHint(e.hint());
        } finally {
            openViews.pop();
        }
    }

    /** The order of a view or of what is inserted, without a limit, makes no difference to who reads it. */
    public static RelNode withoutOrder(RelNode rel) {
        if (rel instanceof Project project && project.getInput() instanceof Sort) {
            // The order is by a column that is not in the result.
            return project.copy(project.getTraitSet(), List.of(withoutOrder(project.getInput())));
        }
        return rel instanceof Sort sort && sort.fetch == null && sort.offset == null ? sort.getInput() : rel;
    }

    private static WeirException changed(ViewDefinition view) {
        return new WeirException(
                        ErrorCode.WRONG_OBJECT_STATE,
                        "view \"" + view.name() + "\" has " + view.schema().size()
                                + " columns, its query now has another number")
                .withHint("Drop it and create it again.");
    }

    /**
     * The plan with parameters bound, without sub-queries, simplified, each scan followed by the columns that are
     * wanted of it.
     */
    public RelNode optimize(RelNode plan, List<@Nullable Object> parameters) {
        return optimize(plan, parameters, Set.of());
    }

    /**
     * As {@link #optimize(RelNode, List)}.
     *
     * @param windowColumns columns of windowed tables that are wanted even if the query does not read them
     */
    public RelNode optimize(RelNode plan, List<@Nullable Object> parameters, Set<String> windowColumns) {
        return translated(() -> optimize(Parameters.bind(plan, parameters), windowColumns));
    }

    /**
     * As {@link #optimize(RelNode, List)} before values of parameters are known. For telling what the result looks
     * like; such a plan cannot run.
     *
     * @param assumeNumbers whether to put some number where a parameter is a number, for plans that need one: the rank
     *     up to which rows are kept
     */
    public RelNode optimizeUnbound(RelNode plan, boolean assumeNumbers) {
        return translated(() -> optimize(assumeNumbers ? Parameters.assume(plan) : Parameters.leave(plan), Set.of()));
    }

    private RelNode translated(Supplier<RelNode> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            throw ErrorTranslator.of(catalog).translate(e);
        }
    }

    private RelNode optimize(RelNode bound, Set<String> windowColumns) {
        RelNode rel = PaddedText.compareWithoutBlanks(bound, relBuilder());
        rel = TemporalJoins.recognise(rel);
        rel = SubQueries.remove(rel, this);
        rel = LiteralAggregates.remove(rel, relBuilder());
        rel = GroupingSets.expand(rel, relBuilder());
        rel = SetOperations.expand(rel, relBuilder());
        rel = OverColumns.extract(rel, relBuilder());
        rel = run(rel, LogicalRules.SET_OPERATIONS);
        rel = run(rel, LogicalRules.FILTERS);
        rel = JoinOrder.improve(rel, relBuilder());
        rel = run(rel, LogicalRules.SIMPLIFY);
        rel = new ColumnTrimmer(relBuilder(), windowColumns).trim(rel);
        return run(rel, LogicalRules.CLEAN_UP);
    }

    /** An expression without columns, such as the default of a column. */
    public RexNode constant(SqlNode expression) {
        SqlParserPos position = expression.getParserPosition();
        SqlNode row = SqlStdOperatorTable.ROW.createCall(position, expression);
        RelNode rel =
                convert(SqlStdOperatorTable.VALUES.createCall(position, row)).rel();
        if (rel instanceof Values values) {
            return values.getTuples().get(0).get(0);
        }
        if (rel instanceof Project project && project.getInput() instanceof Values) {
            return project.getProjects().get(0);
        }
        throw new WeirException(ErrorCode.VALIDATION_ERROR, "a constant is wanted here");
    }

    public RelBuilder relBuilder() {
        return RelBuilder.proto(Contexts.EMPTY_CONTEXT).create(cluster, null);
    }

    RelNode run(RelNode rel, List<RelOptRule> rules) {
        HepPlanner planner = hep(rules);
        planner.setRoot(rel);
        return planner.findBestExp();
    }

    private HepPlanner hep(List<RelOptRule> rules) {
        HepProgramBuilder program = HepProgram.builder().addMatchOrder(HepMatchOrder.TOP_DOWN);
        program.addRuleCollection(rules);
        return new HepPlanner(program.build(), context);
    }

    /** For people: a node a line, inputs indented. */
    public static String explain(RelNode rel) {
        return RelOptUtil.toString(rel, SqlExplainLevel.EXPPLAN_ATTRIBUTES).stripTrailing();
    }
}
