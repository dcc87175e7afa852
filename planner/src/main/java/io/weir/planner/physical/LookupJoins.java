package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.CatalogTable;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.expression.TypeMapping;
import io.weir.planner.logical.TemporalJoin;
import io.weir.spi.connector.LookupTable;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Joins with FOR SYSTEM_TIME AS OF processing time.
 *
 * <pre>
 * TemporalJoin(f(l) = r.key AND rest)          Calc(left columns, r columns)
 *   Left                               ->        LookupJoin($key = r.key, rest)
 *   Calc(r columns)                                Calc(left columns, $key = f(l))
 *     Scan(r)                                        Left
 * </pre>
 */
final class LookupJoins {
    private LookupJoins() {}

    static StreamRel convert(TemporalJoin join, StreamRel left, StreamPlanner planner) {
        if (!left.traits().isInsertOnly()) {
            throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "the left side of a look-up join must not change, and rows of this one can be withdrawn")
                    .withDetail("What the table says when a row goes may be something else than when it came.");
        }
        RexBuilder rexBuilder = planner.rexBuilder();
        Right right = Right.of(join.getRight(), planner);
        int leftWidth = left.rowType().getFieldCount();
        // The condition over left columns, then the table's.
        RexNode condition = join.condition().accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                int column = ref.getIndex() - leftWidth;
                return column < 0 ? ref : right.column(column, leftWidth);
            }
        });
        List<RexNode> keys = new ArrayList<>();
        List<Integer> rightKeys = new ArrayList<>();
        List<RexNode> rest = new ArrayList<>();
        for (RexNode term : RelOptUtil.conjunctions(
                RexUtil.composeConjunction(rexBuilder, append(right.conditions(leftWidth), condition)))) {
            KeyTerm key = KeyTerm.of(term, leftWidth, right.rowType, rexBuilder);
            if (key == null || rightKeys.contains(key.column)) {
                rest.add(term);
            } else {
                keys.add(key.value);
                rightKeys.add(key.column);
            }
        }
        if (keys.isEmpty()) {
            throw new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            "a look-up join needs a column of table \"" + right.definition.name()
                                    + "\" that equals something of the left side")
                    .withHint("Write ON left.x = right.key.");
        }
        StreamRel withKeys = withKeys(left, keys, planner);
        int shift = keys.size();
        List<RexNode> shifted =
                rest.stream().map(term -> RexUtil.shift(term, leftWidth, shift)).toList();
        List<Integer> leftKeys = StreamRel.range(leftWidth, leftWidth + shift);
        boolean isOuter = join.joinType() == JoinRelType.LEFT;
        StreamLookupJoin lookup = new StreamLookupJoin(
                withKeys,
                new StreamLookupJoin.Target(right.definition, right.table, right.rowType, rightKeys),
                isOuter,
                leftKeys,
                JoinCondition.residual(shifted, rexBuilder),
                rowType(withKeys, right.rowType, isOuter, rexBuilder),
                rexBuilder);
        StreamRel shared = planner.share(lookup);
        List<RexNode> outputs = new ArrayList<>();
        for (int i = 0; i < join.getRowType().getFieldCount(); i++) {
            int column = i < leftWidth ? i : leftWidth + shift + right.columns.get(i - leftWidth);
            RelDataType type = join.getRowType().getFieldList().get(i).getType();
            outputs.add(rexBuilder.ensureType(type, RexInputRef.of(column, shared.rowType()), true));
        }
        return StreamCalc.of(shared, outputs, null, join.getRowType(), rexBuilder);
    }

    private static List<RexNode> append(List<RexNode> terms, RexNode last) {
        List<RexNode> all = new ArrayList<>(terms);
        all.add(last);
        return all;
    }

    private static StreamRel withKeys(StreamRel left, List<RexNode> keys, StreamPlanner planner) {
        RexBuilder rexBuilder = planner.rexBuilder();
        List<RexNode> projects = new ArrayList<>(rexBuilder.identityProjects(left.rowType()));
        RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
        rowType.addAll(left.rowType().getFieldList());
        for (RexNode key : keys) {
            rowType.add("$key" + projects.size(), key.getType());
            projects.add(key);
        }
        return planner.share(
                StreamCalc.of(left, projects, null, rowType.uniquify().build(), rexBuilder));
    }

    private static RelDataType rowType(StreamRel left, RelDataType right, boolean isOuter, RexBuilder rexBuilder) {
        RelDataTypeFactory factory = rexBuilder.getTypeFactory();
        RelDataTypeFactory.Builder rowType = factory.builder();
        rowType.addAll(left.rowType().getFieldList());
        right.getFieldList()
                .forEach(field -> rowType.add(
                        field.getName(),
                        isOuter ? factory.createTypeWithNullability(field.getType(), true) : field.getType()));
        return rowType.uniquify().build();
    }

    /**
     * {@code value = table.column}, the value being something of the left side.
     *
     * @param value in the type of the column; NULL where that has no such value, which then finds nothing
     */
    private record KeyTerm(RexNode value, int column) {
        static @Nullable KeyTerm of(RexNode term, int leftWidth, RelDataType table, RexBuilder rexBuilder) {
            if (!(term instanceof RexCall call) || call.getKind() != SqlKind.EQUALS) {
                return null;
            }
            KeyTerm key = of(call.getOperands().get(0), call.getOperands().get(1), leftWidth, table, rexBuilder);
            return key != null
                    ? key
                    : of(call.getOperands().get(1), call.getOperands().get(0), leftWidth, table, rexBuilder);
        }

        private static @Nullable KeyTerm of(
                RexNode value, RexNode column, int leftWidth, RelDataType table, RexBuilder rexBuilder) {
            boolean isOfLeft = ImmutableBitSet.range(leftWidth).contains(RelOptUtil.InputFinder.bits(value));
            RexNode plain = widened(column);
            if (!isOfLeft
                    || !RexUtil.isDeterministic(value)
                    || !(plain instanceof RexInputRef ref)
                    || ref.getIndex() < leftWidth) {
                return null;
            }
            int index = ref.getIndex() - leftWidth;
            RelDataType wanted = table.getFieldList().get(index).getType();
            if (SqlTypeUtil.equalSansNullability(rexBuilder.getTypeFactory(), wanted, value.getType())) {
                return new KeyTerm(value, index);
            }
            boolean areWhole = SqlTypeUtil.isIntType(wanted) && SqlTypeUtil.isIntType(value.getType());
            boolean areText = SqlTypeUtil.inCharFamily(wanted) && SqlTypeUtil.inCharFamily(value.getType());
            if (!areWhole && !areText) {
                return null;
            }
            RelDataType nullable = rexBuilder.getTypeFactory().createTypeWithNullability(wanted, true);
            return new KeyTerm(
                    areText
                            ? rexBuilder.makeAbstractCast(nullable, value, false)
                            : rexBuilder.makeCall(nullable, SqlLibraryOperators.TRY_CAST, List.of(value)),
                    index);
        }

        /** Without a cast between whole numbers or texts, which the equality of values does not need. */
        private static RexNode widened(RexNode column) {
            if (column instanceof RexCall cast && cast.isA(SqlKind.CAST)) {
                RexNode inner = cast.getOperands().get(0);
                boolean areWhole = SqlTypeUtil.isIntType(cast.getType()) && SqlTypeUtil.isIntType(inner.getType());
                boolean areText = SqlTypeUtil.inCharFamily(cast.getType()) && SqlTypeUtil.inCharFamily(inner.getType());
                return areWhole || areText ? inner : column;
            }
            return column;
        }
    }

    /** The right side: a scan, below it perhaps a choice of columns and conditions. */
    private static final class Right {
        private final TableDefinition definition;
        private final LookupTable table;
        private final RelDataType rowType;
        /** Which physical column each column of the right side is. */
        private final List<Integer> columns;
        /** Over the physical columns. */
        private final List<RexNode> filters;

        private Right(
                TableDefinition definition,
                LookupTable table,
                RelDataType rowType,
                List<Integer> columns,
                List<RexNode> filters) {
            this.definition = definition;
            this.table = table;
            this.rowType = rowType;
            this.columns = columns;
            this.filters = filters;
        }

        static Right of(RelNode node, StreamPlanner planner) {
            if (node instanceof Filter filter) {
                Right below = of(filter.getInput(), planner);
                List<RexNode> filters = new ArrayList<>(below.filters);
                filters.add(filter.getCondition().accept(new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return below.column(ref.getIndex(), 0);
                    }
                }));
                return new Right(below.definition, below.table, below.rowType, below.columns, filters);
            }
            if (node instanceof Project project) {
                Right below = of(project.getInput(), planner);
                List<Integer> columns = new ArrayList<>();
                for (RexNode expression : project.getProjects()) {
                    if (!(expression instanceof RexInputRef ref)) {
                        throw refused("a query with expressions");
                    }
                    columns.add(below.columns.get(ref.getIndex()));
                }
                return new Right(below.definition, below.table, below.rowType, columns, below.filters);
            }
            if (!(node instanceof TableScan scan)) {
                throw refused("a query");
            }
            CatalogTable catalogTable =
                    requireNonNull(scan.getTable().unwrap(CatalogTable.class), "scan of an unknown table");
            if (!(catalogTable.object() instanceof TableDefinition definition)) {
                throw refused("\"" + catalogTable.object().name() + "\"");
            }
            LookupTable table = planner.tables()
                    .lookup(definition)
                    .orElseThrow(() -> refused("table \"" + definition.name() + "\""));
            if (definition.physicalColumns().size() != definition.schema().size()) {
                throw refused("table \"" + definition.name() + "\" with computed columns or metadata");
            }
            RelDataType rowType = TypeMapping.toRowType(
                    definition.schema().names(),
                    definition.schema().types(),
                    planner.logical().typeFactory());
            return new Right(definition, table, rowType, StreamRel.range(0, rowType.getFieldCount()), List.of());
        }

        private static WeirException refused(String what) {
            return new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "FOR SYSTEM_TIME AS OF processing time wants a table that can be looked up, and " + what
                                    + " cannot")
                    .withHint(
                            "Tables of the connectors 'jdbc' and 'filesystem' can. Tables and views that Weir keeps go into an ordinary join, which follows their changes.");
        }

        RexNode column(int index, int leftWidth) {
            int column = columns.get(index);
            return new RexInputRef(
                    leftWidth + column, rowType.getFieldList().get(column).getType());
        }

        /** What it leaves out, over left columns, then its own. */
        List<RexNode> conditions(int leftWidth) {
            return filters.stream()
                    .map(filter -> RexUtil.shift(filter, leftWidth))
                    .toList();
        }
    }
}
